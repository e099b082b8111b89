// How well an entry speaks of what a paste speaks of, beyond the rare words that they share.
// Follows logs/contrast.py, faults.py and likeness.py.
"use strict";

(m => {
  const MOST_KEPT = 4096;
  const [sentences, kinds] = [new Map(), new Map()];

  // What `make` says of a text, remembered for a while.
  function remember(kept, text, make) {
    const known = kept.get(text);
    if (known !== undefined) return known;
    if (kept.size >= MOST_KEPT) kept.clear();
    const made = make(text);
    kept.set(text, made);
    return made;
  }

  // Kinds of faults that a line names.
  function faultKinds(text) {
    return remember(kinds, text, whole => {
      const { ANY, BY_GROUP, LONGEST } = m.tables.faults;
      const names = Object.entries(ANY.names);
      const found = ANY.all(m.cut(whole, LONGEST)).map(one => names.find(([, number]) => one[number] !== undefined)[0]);
      return new Set(found.map(name => BY_GROUP[name]));
    });
  }

  function readClause(clause, vocabulary) {
    const t = m.tables.contrast;
    const found = new Map();
    for (const [word] of t.WORD.all(clause)) {
      const stemmed = m.stem(word.toLowerCase());
      const share = vocabulary.share(stemmed);
      if (share > t.EMPTY) found.set(stemmed, Math.sqrt(share));
    }
    return found;
  }

  // The words of a line that are neither names nor found in every sentence, and those of its last clause.
  function readSentence(text, vocabulary) {
    return remember(sentences, text, whole => {
      const t = m.tables.contrast;
      const words = new Map();
      let last = new Set();
      for (const clause of t.CLAUSE.split(t.NAME.replace(m.cut(whole, t.LONGEST), " "))) {
        const found = readClause(clause, vocabulary);
        for (const [word, weight] of found) words.set(word, weight);
        if (found.size > 0) last = new Set(found.keys());
      }
      return { words, last };
    });
  }

  // What both lines say and what each says alone; `isUnknown` words count half.
  function compareLines(pasted, entry, isUnknown) {
    const t = m.tables.contrast;
    let [news, alone, held, whole] = [0, 0, 0, 0];
    for (const [word, weight] of pasted.words) {
      if (!entry.words.has(word)) news += isUnknown(word) ? 0.5 * weight : weight;
    }
    for (const [word, weight] of entry.words) if (!pasted.words.has(word)) alone += weight;
    for (const word of pasted.last) {
      whole += pasted.words.get(word);
      if (entry.words.has(word)) held += pasted.words.get(word);
    }
    return { alone, tail: (2 * held - whole) / (whole + t.DOUBT), clash: Math.min(news, alone) };
  }

  // What the loud lines of a paste say; all lines where none is loud.
  function hear(templates, vocabulary) {
    const t = m.tables.likeness;
    const loud = templates.filter(row => row.weight >= t.LOUD);
    const words = new Map();
    const found = new Set();
    for (const row of (loud.length ? loud : templates).slice(0, t.HEARD)) {
      for (const kind of faultKinds(row.text)) found.add(kind);
      for (const [word, weight] of readSentence(row.text, vocabulary).words) {
        words.set(word, (words.get(word) || 0) + weight);
      }
    }
    return { vocabulary, words, kinds: found };
  }

  // The words of the pasted lines that will be compared, as terms.
  function comparedTerms(alignments, vocabulary) {
    const found = new Set();
    for (const { pairs } of alignments) {
      for (const pair of pairs.slice(0, m.tables.likeness.COMPARED)) {
        for (const word of readSentence(pair.template.text, vocabulary).words.keys()) found.add(vocabulary.idOf(word));
      }
    }
    return [...found];
  }

  function heardShare(words, held, vocabulary) {
    let [heard, whole] = [0, 0];
    for (const [word, weight] of words) {
      whole += weight;
      if (held.has(vocabulary.idOf(word))) heard += weight;
    }
    return heard / (whole + 0.5);
  }

  // Kinds of faults that the title and the samples of an entry name.
  function entryKinds(units) {
    const named = units.filter(unit => unit.kind === "title" || m.isSample(unit));
    return new Set(named.flatMap(unit => [...faultKinds(unit.text)]));
  }

  // Whether both lines name kinds of faults, and not one in common.
  function isContrary(pair) {
    const [pasted, entry] = [faultKinds(pair.template.text), faultKinds(pair.unit.text)];
    return pair.sample && pasted.size > 0 && entry.size > 0 && without(pasted, entry) === pasted.size;
  }

  const without = (some, others) => [...some].filter(one => !others.has(one)).length;

  // `isUnknown` says of a word whether at most one entry holds it.
  function measureLikeness(voice, alignment, units, isUnknown) {
    const t = m.tables.likeness;
    const pairs = alignment.pairs.slice(0, t.COMPARED);
    if (pairs.length === 0) return { tail: 0, clash: 0, alone: 0, heard: 0, strange: 0, absent: 0, contrary: 0 };
    const compared = pairs.map(pair => compareLines(readSentence(pair.template.text, voice.vocabulary),
      readSentence(pair.unit.text, voice.vocabulary), isUnknown));
    const whole = pairs.reduce((sum, pair) => sum + pair.value, 0);
    const clash = pairs.reduce((sum, pair, n) => sum + pair.value * compared[n].clash, 0) / whole;
    const named = entryKinds(units);
    const contrary = pairs.filter(isContrary).reduce((sum, pair) => sum + pair.value, 0) / whole;
    return {
      tail: Math.max(...compared.map(one => one.tail)),
      clash: Math.log1p(clash),
      alone: Math.log1p(compared[0].alone),
      heard: heardShare(voice.words, alignment.held, voice.vocabulary),
      strange: Math.log1p(without(voice.kinds, named)),
      absent: Math.log1p(without(named, voice.kinds)),
      contrary,
    };
  }

  Object.assign(m, { hear, comparedTerms, measureLikeness });
})(window.ekskb.matcher);
