// All entries narrowed down to the few that can explain a paste. Follows logs/rank.py.
"use strict";

(m => {
  const byWorth = (a, b) => b[1] - a[1];

  // Each term of the paste with the most that it tells by itself.
  function collectShares(templates) {
    const shares = new Map();
    for (const template of templates) {
      for (const terms of [template.terms, template.weak]) {
        for (const [key, share] of terms) if (share >= (shares.get(key) || 0)) shares.set(key, share);
      }
    }
    return shares;
  }

  // [term, what it is worth, what it is worth to BM25], the most telling first.
  function askTerms(templates, weights) {
    const asked = new Map();
    for (const template of templates) {
      const keys = [...template.terms.keys(), ...template.weak.keys()];
      for (const key of keys) {
        const known = asked.get(key);
        if (known === undefined) asked.set(key, { heard: template.weight, lines: 1 });
        else {
          known.lines += 1;
          known.heard = Math.max(known.heard, template.weight);
        }
      }
    }
    const found = [];
    for (const [key, { heard, lines }] of asked) {
      const worth = weights.get(key) * heard;
      if (worth >= m.tables.rank.FAINT) found.push([key, worth, Math.sqrt(worth) * (1 + Math.log(lines))]);
    }
    return found.sort(byWorth);
  }

  // For each entry what the terms that it shares with the paste are worth, and its BM25 value.
  function weighEntries(asked, postings, index) {
    const { FULL, POSTINGS } = m.tables.rank;
    const broad = new Float64Array(index.size);
    const words = new Float64Array(index.size);
    let read = 0;
    for (const [key, worth, plain] of asked) {
      const found = postings.get(key);
      read += found.length / 3;
      if (read > POSTINGS) break;
      const single = m.isPair(key) ? 0 : (plain * index.rarity(found.length / 3)) / FULL;
      for (let n = 0; n < found.length; n += 3) {
        broad[found[n]] += (worth / FULL) * found[n + 1];
        words[found[n]] += single * found[n + 2];
      }
    }
    return [broad, words];
  }

  // The entries with the highest totals above 0, the first of equal ones first.
  function highest(totals) {
    const found = [];
    totals.forEach((total, number) => {
      if (total > 0) found.push([number, total]);
    });
    return found.sort(byWorth).slice(0, m.tables.rank.CANDIDATES).map(([number]) => number);
  }

  // The lines of the paste that can tell most, in order of appearance.
  function makeRows(templates, weights) {
    const rows = templates.map(template => {
      const keys = [...template.terms.keys(), ...template.weak.keys()].filter(key => weights.get(key) > 0);
      let whole = 0;
      for (const key of template.terms.keys()) whole += weights.get(key);
      return { template, keys, whole };
    });
    const { ALIGNED } = m.tables.rank;
    if (rows.length <= ALIGNED) return rows;
    const order = rows.map((row, n) => [n, row.whole * row.template.weight ** 2]).sort(byWorth).slice(0, ALIGNED);
    return order.map(([n]) => n).sort((a, b) => a - b).map(n => rows[n]);
  }

  // Which part of the words that name the entry stands anywhere in the paste.
  function namedShare(units, weights) {
    const shares = new Map();
    for (const unit of units) {
      if (!["title", "tag"].includes(unit.kind) || unit.total <= 0 || shares.has(unit.kind)) continue;
      let held = 0;
      for (const key of new Set(unit.words)) held += weights.get(key) || 0;
      shares.set(unit.kind, Math.min(1, held / Math.max(0.7, unit.total)));
    }
    return shares.size ? [...shares.values()].reduce((sum, one) => sum + one, 0) / shares.size : 0;
  }

  // Which part of the software that the entry is about the paste names.
  function componentShare(units, weights) {
    const keys = new Set(units.filter(unit => unit.kind === "component").flatMap(unit => unit.words));
    keys.delete(0);
    return keys.size ? [...keys].filter(key => weights.has(key)).length / keys.size : 0.5;
  }

  function rateOne(one, broad, words, units, weights, voice, isUnknown) {
    const t = m.tables.rank;
    const { alignment } = one;
    const named = namedShare(units, weights);
    const component = componentShare(units, weights);
    const told = alignment.pairs.reduce((sum, pair) => sum + pair.value, 0) + t.BROAD * broad;
    const known = 1 + t.NAME * named + t.COMPONENT * component + t.WHOLE * alignment.complete;
    const likeness = m.measureLikeness(voice, alignment, units, isUnknown);
    const spoken = t.NAMED * named + t.SPOKEN * words + t.HEARD * likeness.heard + t.TAIL * likeness.tail
      + t.WHOLLY * alignment.complete - t.ALONE * likeness.alone - t.ABSENT * likeness.absent;
    const samples = units.filter(unit => unit.kind === "log").length;
    const strength = told * known * (words + t.FLOOR) ** t.WORDS * Math.exp(spoken) - alignment.denied;
    return { ...one, strength, named, component, words, likeness, samples };
  }

  // What BM25 would say of an entry that holds every word of the paste many times.
  function ceilingOf(asked, postings, index) {
    let ceiling = 0;
    for (const [key, , plain] of asked) {
      if (!m.isPair(key)) ceiling += plain * index.rarity(postings.get(key).length / 3);
    }
    return ceiling || 1;
  }

  // Whether at most one entry holds a word, for the words of the lines that will be compared.
  async function findUnknown(found, index, pause) {
    const { vocabulary } = index;
    const terms = m.comparedTerms(found.map(one => one.alignment), vocabulary);
    const counts = await index.counts(terms, pause);
    return word => index.rarity(counts.get(vocabulary.idOf(word))) >= 1;
  }

  // The nearest entries, strongest first, and the weights of the terms of the paste.
  // `open` gives the texts of entries by number; `pause` is called between slices of work.
  async function findCandidates(templates, index, open, pause) {
    const shares = collectShares(templates);
    const postings = await index.postings([...shares.keys()], pause);
    const weights = new Map();
    for (const [key, share] of shares) {
      weights.set(key, share * Math.max(0, index.rarity(postings.get(key).length / 3)));
    }
    const asked = askTerms(templates, weights);
    const [broad, words] = weighEntries(asked, postings, index);
    const ceiling = ceilingOf(asked, postings, index);
    const numbers = [...new Set([...highest(broad), ...highest(words)])];
    const [units] = await Promise.all([index.units(numbers, pause), open(numbers)]);
    const rows = makeRows(templates, weights);
    const most = words.reduce((best, one) => Math.max(best, one), 0) || 1;
    const aligned = [];
    for (const number of numbers) {
      units.set(number, m.nameLines(units.get(number), index.texts.get(number)));
      aligned.push({ number, alignment: m.alignEntry(rows, units.get(number), weights) });
      await pause();
    }
    const isUnknown = await findUnknown(aligned, index, pause);
    const voice = m.hear(templates, index.vocabulary);
    const found = [];
    for (const one of aligned) {
      const { number } = one;
      const part = words[number] / most;
      const rated = rateOne(one, broad[number], part, units.get(number), weights, voice, isUnknown);
      found.push({ ...rated, known: words[number] / ceiling });
      await pause();
    }
    const kept = found.filter(one => one.alignment.pairs.length > 0);
    return [kept.sort((a, b) => b.strength - a.strength || a.number - b.number), weights];
  }

  // Lines of an entry with where they stand and what they say.
  function nameLines(units, entry) {
    return units.map((unit, n) => ({ ...unit, line: entry.units[n][0], text: entry.units[n][1] }));
  }

  Object.assign(m, { findCandidates, nameLines });
})(window.ekskb.matcher);
