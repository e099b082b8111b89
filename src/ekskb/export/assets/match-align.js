// One entry held against a paste: which line answers to which, and how strongly. Follows logs/align.py.
"use strict";

(m => {
  const weightOf = unit => m.tables.units.WEIGHTS[unit.kind] ?? m.tables.units.PLAIN;
  const isSample = unit => m.tables.units.SAMPLES.includes(unit.kind);

  function sharedMasses(row, holders, weights) {
    const masses = new Map();
    for (const key of row.keys) {
      const weight = weights.get(key);
      for (const place of holders.get(key) || []) masses.set(place, (masses.get(place) || 0) + weight);
    }
    return masses;
  }

  function likeness(row, unit, mass) {
    const { SLIGHT } = m.tables.align;
    const lesser = Math.min(row.whole, unit.total);
    const union = row.whole + unit.total - mass;
    return [Math.min(1, mass / Math.max(lesser, SLIGHT)), Math.min(1, mass / Math.max(union, SLIGHT))];
  }

  function saysAll(row, unit, mass) {
    const { NEARLY, SEVERAL } = m.tables.align;
    return unit.total > 0 && mass >= NEARLY * unit.total && isSample(unit)
      && 4 * unit.words.length >= SEVERAL && row.template.telling;
  }

  // What a pair of lines is worth, before the weight of the pasted line.
  function valueOf(row, unit, mass) {
    const { EQUAL, ALL, LETTER } = m.tables.align;
    const [cover, same] = likeness(row, unit, mass);
    let worth = mass;
    if (same > EQUAL && row.template.telling) worth = Math.max(mass, 1);
    else if (saysAll(row, unit, mass)) worth += ALL;
    const value = worth * weightOf(unit) * (0.3 + 0.5 * cover + 0.2 * same);
    return unit.text === row.template.text ? value * LETTER : value;
  }

  // The place of the best entry line for a pasted line, or -1; and what a `nomatch` line takes from it.
  function findBest(row, units, masses) {
    const { ALL, LETTER, DENIES } = m.tables.align;
    let [best, most, heaviest, denied] = [-1, 0, 0, 0];
    const least = row.whole > 1 ? 0 : 1;
    for (const [place, mass] of masses) {
      const unit = units[place];
      const weight = weightOf(unit);
      if ((ALL + Math.max(mass, least)) * LETTER * weight <= most) {
        if (!(weight > 0 || mass < DENIES * unit.total)) denied = Math.max(denied, mass);
        continue;
      }
      const value = valueOf(row, unit, mass);
      if (value > most) [best, most, heaviest] = [place, value, mass];
    }
    return best >= 0 && denied >= heaviest && heaviest > 0 ? [-1, denied] : [best, 0];
  }

  function makePair(row, unit, mass) {
    const [cover, same] = likeness(row, unit, mass);
    const value = valueOf(row, unit, mass) * row.template.weight;
    const shared = [...new Set(row.keys)].filter(key => unit.keys.has(key));
    return { template: row.template, unit, shared, mass, cover, same, value, sample: isSample(unit) };
  }

  function completeness(pairs, units) {
    const whole = units.reduce((sum, unit) => sum + (isSample(unit) ? unit.total : 0), 0);
    const held = new Map();
    for (const pair of pairs.filter(one => one.sample)) {
      const known = held.get(pair.unit.line) || 0;
      held.set(pair.unit.line, Math.max(known, Math.min(pair.mass, pair.unit.total)));
    }
    return whole > 0 ? Math.min(1, [...held.values()].reduce((sum, one) => sum + one, 0) / whole) : 0;
  }

  // The pairs in order of value, each valued by the terms that stronger ones do not explain yet.
  function keepNew(pairs, weights) {
    const { LEAST, MOST_PAIRS } = m.tables.align;
    const kept = [];
    const explained = new Set();
    for (const pair of [...pairs].sort((a, b) => b.value - a.value)) {
      let fresh = 0;
      for (const key of pair.shared) if (!explained.has(key)) fresh += weights.get(key);
      const value = pair.mass ? pair.value * Math.min(1, fresh / pair.mass) : 0;
      for (const key of pair.shared) explained.add(key);
      if (value >= LEAST) kept.push({ ...pair, value });
      if (kept.length >= MOST_PAIRS) break;
    }
    return kept.sort((a, b) => b.value - a.value);
  }

  // Pairs the lines of a paste with the lines of one entry.
  function alignEntry(rows, units, weights) {
    const holders = new Map();
    const held = new Set();
    units.forEach((unit, place) => {
      for (const key of unit.keys) {
        if (!weights.has(key)) continue;
        if (weightOf(unit) > 0) held.add(key);
        if (holders.has(key)) holders.get(key).push(place);
        else holders.set(key, [place]);
      }
    });
    const pairs = [];
    let denied = 0;
    for (const row of rows) {
      const masses = sharedMasses(row, holders, weights);
      if (masses.size === 0) continue;
      const [place, no] = findBest(row, units, masses);
      denied += no;
      if (place >= 0) pairs.push(makePair(row, units[place], masses.get(place)));
    }
    const told = new Map(pairs.map(pair => [pair.template.number, [pair.value, pair.sample ? pair.same : 0]]));
    return { pairs: keepNew(pairs, weights), complete: completeness(pairs, units), denied, told, held };
  }

  Object.assign(m, { alignEntry, isSample });
})(window.ekskb.matcher);
