// A paste held against all entries: matches with proof, or the nearest misses.
// Follows logs/score.py and proof.py.
"use strict";

(m => {
  const isTelling = pair => pair.template.weight > m.tables.proof.HEALTHY
    || (pair.sample && pair.same >= m.tables.proof.SAID);

  // The pairs that carry their weight, strongest first; never none where there is one.
  function choosePairs(pairs) {
    const t = m.tables.proof;
    const telling = pairs.filter(isTelling);
    const shown = telling.length ? telling : pairs;
    const most = shown.reduce((best, pair) => Math.max(best, pair.value), 0);
    const needed = pair => (pair.sample && pair.cover >= t.ALIKE ? t.SAMPLE_PART : t.PROSE_PART);
    return shown.filter(pair => pair.value >= needed(pair) * most);
  }

  function resembles(one) {
    const { ALIKE, HELD, HELD_WORDS } = m.tables.score;
    return one.alignment.pairs.some(pair => pair.same >= ALIKE
      || (pair.cover >= HELD && pair.shared.length >= HELD_WORDS));
  }

  function adds(one, pair, kept) {
    const { TWIN, TIED, STRONG, BETTER, LETTERS } = m.tables.score;
    const number = pair.template.number;
    const [own, alike] = one.alignment.told.get(number);
    const others = kept.map(other => other.alignment.told.get(number) || [0, 0]);
    if (alike >= TWIN) {
      const best = others.reduce((a, b) => (b[1] > a[1] ? b : a));
      if (best[1] >= TWIN) return alike >= best[1] - LETTERS && own >= TIED * best[0];
    }
    return pair.value >= STRONG && own > BETTER * Math.max(...others.map(told => told[0]));
  }

  // Leaves out what explains no line better than those before it, apart from twins of a sample.
  function select(candidates) {
    const kept = [];
    for (const one of candidates) {
      const even = kept.length > 0 && one.strength >= m.tables.score.EVEN * kept[0].strength;
      const better = () => choosePairs(one.alignment.pairs).some(pair => adds(one, pair, kept));
      if (kept.length === 0 || even || better()) kept.push(one);
    }
    return kept.slice(0, m.tables.score.MATCHES);
  }

  // The candidates to report, surest first; none where even the best ones together are not believed.
  function choose(found) {
    const { THRESHOLD, OFFERED, SURE, FAINT, PART } = m.tables.score;
    const alike = found.filter(resembles);
    const first = alike.slice(0, OFFERED);
    const best = Math.max(0, ...alike.map(one => one.confidence));
    if (Math.max(best, first.reduce((sum, one) => sum + one.confidence, 0)) < THRESHOLD) return [];
    const kept = select(alike.filter(one => one.confidence >= THRESHOLD));
    if (best < SURE) {
      const least = Math.max(FAINT, PART * best);
      kept.push(...first.filter(one => one.confidence >= least && !kept.includes(one)));
    }
    return kept.sort((a, b) => b.confidence - a.confidence);
  }

  // Why a weak candidate is none: the key of a text.
  function missing(one) {
    const best = one.alignment.pairs[0];
    if (!best.sample) return "match_missing_prose";
    if (one.features.lead < 0) return "match_missing_other";
    return best.cover < 0.5 ? "match_missing_part" : "match_missing_common";
  }

  function scored(one, index, why) {
    const { WIDTH } = m.tables.score;
    const pairs = choosePairs(one.alignment.pairs);
    const total = pairs.reduce((sum, pair) => sum + pair.value, 0);
    return {
      id: index.ids[one.number],
      number: one.number,
      confidence: one.confidence,
      missing: why,
      evidence: pairs.map(pair => ({
        line: pair.template.number,
        lines: pair.template.numbers,
        text: m.shorten(pair.template.text, WIDTH),
        entryLine: pair.unit.line,
        entryText: m.shorten(pair.unit.text, WIDTH),
        share: pair.value / total,
        repeats: pair.template.repeats,
      })),
    };
  }

  // Matches, or where none is believed, at most three weak ones.
  function scoreCandidates(found, index) {
    const matches = choose(found);
    const weak = matches.length ? [] : found.slice(0, m.tables.score.WEAK);
    return {
      matches: matches.map(one => scored(one, index, "")),
      weak: weak.map(one => scored(one, index, missing(one))),
    };
  }

  Object.assign(m, { scoreCandidates });
})(window.ekskb.matcher);
