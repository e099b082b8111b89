// An entry's text, prepared for the second look and for snippets.
"use strict";

(() => {
  const { SPACE, fold, split, trim } = ekskb.search;
  const BLANK = new RegExp(`^[${SPACE}]*$`);
  const LEAD = new RegExp(`^[${SPACE}]*`);
  const FENCE = new RegExp(`^[${SPACE}]*(?:\`\`\`|~~~)`);
  const MARKUP = new RegExp(`^[${SPACE}]*(?:#|\`\`\`|~~~|---|\\|--)`);
  const WORDS = /[\p{L}\p{N}_]+/gu;
  const NUMBER = /^\p{Nd}+$/u;
  const ALNUM = /[0-9A-Za-z]/;
  const ROLE_WEIGHTS = { symptom: 1.2, cause: 1.1, fix: 1.1 };

  // Lower-case text in which every character keeps its place.
  function foldInPlace(text) {
    const lowered = text.toLowerCase();
    if (lowered.length === text.length) return lowered;
    const low = (letter) => (letter.toLowerCase().length === letter.length ? letter.toLowerCase() : letter);
    return [...text].map(low).join("");
  }

  // ASCII words must stand alone, at least at their beginning; Hangul may be part of a compound.
  function isBordered(text, start, end, surface) {
    if (surface.charCodeAt(0) > 127) return true;
    const starts = !ALNUM.test(text[start - 1] || " ");
    const ends = !ALNUM.test(text[end] || " ");
    return surface.length < 4 ? starts && ends : starts || ends;
  }

  function mergeSpans(spans) {
    const joined = [];
    for (const [start, end] of spans.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
      const last = joined.at(-1);
      if (last && start <= last[1]) last[1] = Math.max(end, last[1]);
      else joined.push([start, end]);
    }
    return joined;
  }

  function bitsWeight(bits, weights) {
    let sum = 0;
    for (const [at, weight] of weights.entries()) if ((bits >> at) & 1) sum += weight;
    return sum;
  }

  class Look {
    // `row`: id, title, file name if it differs, whether software is named, how many different words there
    // are and some of them; of each section its role, first line and text.
    constructor([id, title, file, named, wordCount, someWords, ...sections], roles) {
      this.named = Boolean(named);
      this.wordCount = wordCount;
      this.someWords = split(someWords);
      this.roles = roles;
      this.id = id;
      this.rawTitle = title;
      this.file = file || id;
      this.sections = sections;
      this.title = split(fold(title).toLowerCase()).join(" ");
    }

    // The page of the entry, from the top of the site.
    get href() {
      return `entries/${encodeURIComponent(this.file)}.html`;
    }

    // { line in the document, role, text, folded } of all lines that are not blank.
    get lines() {
      if (!this.readLines) {
        this.readLines = [];
        for (let at = 0; at < this.sections.length; at += 3) {
          const role = this.roles[this.sections[at]];
          for (const [number, text] of this.sections[at + 2].split("\n").entries()) {
            if (BLANK.test(text)) continue;
            this.readLines.push({ line: this.sections[at + 1] + number, role, text, folded: foldInPlace(text) });
          }
        }
      }
      return this.readLines;
    }

    // Title and all lines, folded.
    get text() {
      this.readText ??= `${this.title}\n${this.lines.map((row) => row.folded).join("\n")}`;
      return this.readText;
    }

    // The distinct words of title and text, numbers left out: what two writings of one incident share.
    get words() {
      this.readWords ??= new Set((this.text.match(WORDS) || []).filter((word) => !NUMBER.test(word)));
      return this.readWords;
    }

    // The distinct words and numbers of the title.
    get titleWords() {
      return new Set(this.title.match(WORDS) || []);
    }

    get starts() {
      if (!this.readStarts) {
        let at = this.title.length + 1;
        this.readStarts = [0];
        for (const row of this.lines) {
          this.readStarts.push(at);
          at += row.folded.length + 1;
        }
      }
      return this.readStarts;
    }

    // Whether a phrase stands in one of the fields as written, white space aside.
    holds(phrase, fields, bits) {
      const wanted = split(phrase).join(" ");
      if (fields & bits.title && this.title.includes(wanted)) return true;
      const rows = this.lines.filter(({ role }) => (bits[role] || bits.other) & fields);
      return rows.map(({ folded }) => split(folded).join(" ")).join(" ").includes(wanted);
    }

    // Character spans of `text` where one of the spellings stands.
    places(surfaces, most, text = this.text) {
      const found = [];
      for (const surface of surfaces) {
        if (!surface) continue;
        let at = text.indexOf(surface);
        for (let count = 0; at >= 0 && count < most; count += 1) {
          const end = at + surface.length;
          if (isBordered(text, at, end, surface)) found.push([at, end]);
          at = text.indexOf(surface, end);
        }
      }
      return found;
    }

    rowAt(place) {
      const { starts } = this;
      let low = 0;
      let high = starts.length;
      while (low < high) {
        const middle = (low + high) >> 1;
        if (starts[middle] <= place) low = middle + 1;
        else high = middle;
      }
      return low - 1;
    }

    // Row number -> bits of the words that stand in it; row 0 is the title.
    lineHits(words, constants) {
      const hits = new Map();
      for (const [number, { surfaces }] of words.entries()) {
        for (const [at] of this.places(surfaces, constants.most_places)) {
          const row = this.rowAt(at);
          hits.set(row, (hits.get(row) || 0) | (1 << number));
        }
      }
      return hits;
    }

    // 0 to 1: the weight of the words that stand together in the best few neighbouring lines.
    nearness(words, constants) {
      const weights = words.map(({ weight }) => weight);
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      if (!whole) return 0;
      const hits = this.lineHits(words, constants);
      let best = 0;
      for (const [row, bits] of hits) {
        let around = 0;
        for (let near = row; near < row + constants.near_lines; near += 1) around |= hits.get(near) || 0;
        best = Math.max(best, 0.6 * bitsWeight(bits, weights) + 0.4 * bitsWeight(around, weights));
      }
      return best / whole;
    }

    // The lines that hold the most of the query, best first, with the matched spans.
    // `isShown` may leave lines out.
    snippets(words, most, constants, isShown = () => true) {
      const weights = words.map(({ weight }) => weight);
      const hits = this.lineHits(words, constants);
      const rows = [...hits.keys()]
        .filter((row) => row > 0 && !FENCE.test(this.lines[row - 1].text) && isShown(this.lines[row - 1]))
        .map((row) => [row, bitsWeight(hits.get(row), weights) * (ROLE_WEIGHTS[this.lines[row - 1].role] || 1)])
        .sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      const chosen = [];
      let seen = 0;
      for (const [row] of rows) {
        if (chosen.length >= most || (chosen.length && !(hits.get(row) & ~seen))) continue;
        chosen.push(row);
        seen |= hits.get(row);
      }
      return chosen.length ? chosen.map((row) => this.snippet(row, words, constants)) : this.opening(constants);
    }

    // Where the words of the query stand in the title as it is shown.
    titleMarks(words, constants) {
      const text = foldInPlace(this.rawTitle);
      return mergeSpans(words.flatMap(({ surfaces }) => this.places(surfaces, constants.most_places, text)));
    }

    // Where no spelling stands in the text itself: the first line of what went wrong.
    opening(constants) {
      const symptoms = this.lines.filter(({ role }) => role === "symptom");
      const others = this.lines.filter(({ role }) => role !== "symptom");
      const row = [...symptoms, ...others].find(({ text }) => !MARKUP.test(text));
      if (!row) return [];
      const text = ekskb.search.cut(trim(row.text), constants.snippet_width);
      const goesOn = text.length < trim(row.text).length;
      return [{ text, line: row.line, role: row.role, marks: [], isCut: false, goesOn }];
    }

    snippet(number, words, constants) {
      const row = this.lines[number - 1];
      const start = this.starts[number];
      const end = start + row.text.length;
      const spans = words
        .flatMap(({ surfaces }) => this.places(surfaces, constants.most_places))
        .filter(([a, b]) => a < end && b > start)
        .map(([a, b]) => [Math.max(a, start) - start, Math.min(b, end) - start]);
      return { ...cutAround(row.text, mergeSpans(spans), constants.snippet_width), line: row.line, role: row.role };
    }
  }

  // At most `width` characters around the first matched span.
  function cutAround(text, spans, width) {
    const lead = LEAD.exec(text)[0].length;
    const first = spans.length ? spans[0][0] : lead;
    const third = Math.floor(width / 3);
    let start = first < lead + Math.floor((width * 2) / 3) ? lead : first - third;
    let end = Math.min(lead + trim(text).length, start + width);
    // A pair of surrogates is one character; it is never torn apart.
    if (isLow(text, start)) start += 1;
    if (isLow(text, end)) end -= 1;
    const marks = spans
      .filter(([a, b]) => a < end && b > start)
      .map(([a, b]) => [Math.max(a, start) - start, Math.min(b, end) - start]);
    return { text: text.slice(start, end), marks, isCut: start > lead, goesOn: end < lead + trim(text).length };
  }

  const isLow = (text, at) => text.charCodeAt(at) >= 0xdc00 && text.charCodeAt(at) <= 0xdfff;

  Object.assign(ekskb.search, { Look });
})();
