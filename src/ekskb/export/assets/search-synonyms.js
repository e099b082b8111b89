// Expressions that mean the same, read from the table that the command line uses.
"use strict";

(() => {
  const { Digits, isAscii } = ekskb.search;
  const LONGEST_EXPRESSION = 4;
  const SHORTEST_PART = 3;
  const INNER_FACTOR = 0.7;

  // Finds known expressions in a row of words.
  class Synonyms {
    constructor(coded, analyzer) {
      this.analyzer = analyzer;
      this.table = new Map();
      const expressions = coded.expressions.split("\n");
      for (const row of coded.rows.split("\n")) {
        const comma = row.lastIndexOf(",");
        const named = row.startsWith(",") ? row.slice(1, comma) : expressions[new Digits(row).number()];
        const digits = new Digits(row, comma + 1);
        const others = new Map();
        while (digits.left) {
          const weight = coded.weights[digits.six()];
          others.set(expressions[digits.number()], weight);
        }
        this.table.set(named, others);
      }
      this.hangulKeys = [...this.table.keys()].filter((key) => key >= "\uac00" && !key.includes(" "));
    }

    knows(word) {
      return this.table.has(word);
    }

    // Whether a part of a compound is known.
    covers(word) {
      return this.inner(word).length > 0;
    }

    // [first word, number of words, other expressions with weights] of each expression in `words`.
    find(words) {
      const stems = words.map((word) => (isAscii(word) ? this.analyzer.wordTerms(word).at(-1) : word));
      const found = [];
      for (let start = 0; start < stems.length; start += 1) {
        for (let length = Math.min(LONGEST_EXPRESSION, stems.length - start); length > 0; length -= 1) {
          const group = this.group(stems.slice(start, start + length));
          if (group.length) found.push([start, length, group]);
        }
      }
      return found;
    }

    group(stems) {
      const korean = !isAscii(stems[0]);
      let found = this.table.get(stems.join(" "));
      if (!found?.size && stems.length > 1 && korean) found = this.table.get(stems.join(""));
      if (!found?.size && stems.length === 1 && korean) return this.inner(stems[0]);
      return [...(found || [])];
    }

    // A compound such as 노드그룹: what its beginning and its end mean, weaker.
    inner(word) {
      const weaker = (others) => [...others].map(([other, weight]) => [other, weight * INNER_FACTOR]);
      for (let cut = word.length - 1; cut > 1; cut -= 1) {
        const head = this.table.get(word.slice(0, cut));
        if (!head?.size) continue;
        const tail = word.length - cut > 1 ? this.table.get(word.slice(cut)) : undefined;
        return weaker(new Map([...head, ...(tail || [])]));
      }
      for (let cut = 1; cut < word.length - 1; cut += 1) {
        const tail = word.length - cut >= SHORTEST_PART ? this.table.get(word.slice(cut)) : undefined;
        if (tail?.size) return weaker(tail);
      }
      return [];
    }
  }

  Object.assign(ekskb.search, { Synonyms });
})();
