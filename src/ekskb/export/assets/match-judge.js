// Candidates -> the features that tell right from wrong ones, and the probability that each is right.
// Follows logs/judge.py and confidence.py.
"use strict";

(m => {
  function confidence(features) {
    const { BIAS, COEFFICIENTS } = m.tables.confidence;
    let total = 0;
    for (const [name, weight] of Object.entries(COEFFICIENTS)) total += weight * (features[name] || 0);
    total += BIAS;
    return 1 / (1 + Math.exp(-Math.max(-30, Math.min(30, total))));
  }

  function limitOf(one, shared, entries) {
    const { TWIN, MANY, WHOLE_WORD, LIMITS } = m.tables.judge;
    const told = [...shared].filter(key => !m.isPair(key)).length;
    const best = one.alignment.pairs[0];
    if (told === 1 && best.sample && best.same >= TWIN && entries >= MANY) return WHOLE_WORD;
    return told < LIMITS.length ? LIMITS[told] : 1;
  }

  function ownFeatures(one) {
    const { pairs, complete } = one.alignment;
    const { likeness, samples } = one;
    const kept = Math.log1p(samples);
    return {
      strength: Math.log1p(Math.max(0, one.strength)),
      same: pairs[0].same,
      named: one.named,
      component: one.component,
      words: one.words,
      known: one.known,
      complete,
      strong: Math.log1p(pairs.filter(pair => pair.value >= m.tables.judge.STRONG).length),
      tail: likeness.tail,
      heard: likeness.heard,
      amiss: kept * (likeness.tail - 1),
      unheard: kept * (likeness.heard - 1),
      alone: samples ? -likeness.alone : 0,
      ...Object.fromEntries(m.tables.judge.AGAINST.map(name => [name, -likeness[name]])),
    };
  }

  // Which part of the value rests on lines without trouble that are held against samples of trouble.
  function placidShare(one) {
    let [placid, whole] = [0, 0];
    for (const pair of one.alignment.pairs) {
      whole += pair.value;
      if (pair.sample && pair.template.calm && m.tellsTrouble(pair.unit.text)) placid += pair.value * (1 - pair.same);
    }
    return placid / whole;
  }

  // The strength of `other` as far as it rests on lines that `one` explains, too.
  function contest(one, other) {
    const lines = new Set(one.alignment.pairs.map(pair => pair.template.number));
    let [total, common] = [0, 0];
    for (const pair of other.alignment.pairs) {
      total += pair.value;
      if (lines.has(pair.template.number)) common += pair.value;
    }
    return total ? (other.strength * common) / total : 0;
  }

  // The same candidates in the same order, with their features and confidence.
  function judge(found, templates, weights, entries) {
    const t = m.tables.judge;
    const few = Math.log10(t.USUAL / Math.max(1, entries));
    const chance = t.CHANCE * (1 + 0.5 * Math.max(0, few));
    const trouble = new Map();
    let spoken = 0;
    for (const row of templates) {
      if (row.weight >= t.SPOKEN) spoken += row.weight;
      if (row.weight >= t.LOUD) for (const key of row.terms.keys()) trouble.set(key, weights.get(key));
    }
    const whole = [...trouble.values()].reduce((sum, one) => sum + one, 0) + 0.5;
    return found.map(one => {
      const shared = new Set(one.alignment.pairs.flatMap(pair => pair.shared));
      const rivals = found.filter(other => other !== one).map(other => contest(one, other));
      const rival = Math.max(chance, ...rivals);
      let [mass, told] = [0, 0];
      for (const key of shared) {
        mass += weights.get(key);
        told += trouble.get(key) || 0;
      }
      const features = {
        ...ownFeatures(one),
        lead: (one.strength - rival) / (one.strength + rival + 0.5),
        told: told / whole,
        brief: -Math.log1p(spoken),
        mass: Math.log1p(mass),
        limit: limitOf(one, shared, entries),
      };
      const belief = Math.min(confidence(features), features.limit) * (1 - placidShare(one)) ** 2;
      return { ...one, features, confidence: belief };
    });
  }

  Object.assign(m, { judge });
})(window.ekskb.matcher);
