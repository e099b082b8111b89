// A plan -> entries in order. First a quick sum over postings, then a second look at the best.
"use strict";

(() => {
  const { ALL_FIELDS } = ekskb.search;
  const REQUIRED_WEIGHT = 0.85;

  const FIRST_BATCH = 14;
  const BATCH = 8;

  // Entries are numbered in the order of their ids.
  const bestFirst = (a, b) => b[1] - a[1] || a[0] - b[0];
  const bySize = (lists) => [...lists].sort((a, b) => a.size - b.size);

  class Ranking {
    constructor(engine, plan) {
      this.shelf = engine.shelf;
      this.constants = engine.tables.constants;
      this.fieldBits = engine.tables.fields;
      this.kindFactors = engine.tables.kinds;
      this.plan = plan;
      this.words = plan.concepts.map(({ surfaces, idf, factor }) => ({ surfaces, weight: idf * factor }));
    }

    // Every entry that the query itself lets through, with the sum of what it holds.
    *candidates() {
      const { concepts, excluded, facets, barred, since, before } = this.plan;
      const options = [...concepts, ...excluded].flatMap((concept) => concept.options);
      const wanted = options.flatMap(({ space, terms }) => terms.map((term) => [space, term]));
      const { inner, border } = this.plan.typedTerms;
      yield* this.shelf.fetch([...wanted, ...inner, ...border]);
      if (concepts.length) return yield* this.filtered(yield* this.firstPass());
      if (!facets.length && !barred.length && !since && !before && !excluded.length) return new Map();
      const all = Array.from({ length: this.shelf.size }, (_, doc) => [doc, 0]);
      return yield* this.filtered(new Map(all));
    }

    // The best of `scores`, in order, as one asks for more: `yield* next()` gives [entry number, score] or null.
    *opened(scores, limit) {
      if (!this.plan.concepts.length) return new Row(this.newest(scores));
      const { second_look: deep, text_look: read } = this.constants;
      const best = [...scores].sort(bestFirst).slice(0, Math.max(deep, limit));
      yield;
      const rows = this.judgeRows();
      const judged = [];
      for (const [doc] of best) {
        judged.push([doc, this.judge(rows, doc)]);
        yield;
      }
      judged.sort(bestFirst);
      const unread = judged.slice(0, Math.max(read, limit)).map(([doc, score]) => [doc, score, this.most(doc, score)]);
      const known = judged.slice(unread.length).map(([doc, score]) => [doc, score * 0.5]);
      yield;
      return new Row(known, unread.sort((a, b) => b[2] - a[2]), this);
    }

    // What an entry can reach at most once its text is read.
    most(doc, score) {
      return score * (1 + this.constants.near) * this.mostAsTyped(doc) * this.knownFactor(doc);
    }

    // The same for the query as typed, by the words that stand in title and text at all.
    mostAsTyped(doc) {
      const { exact_title: exact, as_typed: asTyped } = this.constants;
      const { inner, border } = this.plan.typedTerms;
      const titled = ([space, term]) =>
        (this.shelf.list(space, term).get(doc) >> this.constants.impact_bits) & this.fieldBits.title;
      if (inner.every(titled)) return border.every(titled) ? exact : 1 + 2 * asTyped;
      return inner.every(([space, term]) => this.shelf.list(space, term).has(doc)) ? 1 + asTyped : 1;
    }

    // No words but a filter: everything it lets through, newest first.
    newest(scores) {
      const { dates } = this.shelf;
      const order = (a, b) => (dates[a] === dates[b] ? a - b : dates[a] < dates[b] ? 1 : -1);
      return [...scores.keys()].sort(order).map((doc) => [doc, 0]);
    }

    *firstPass() {
      const lists = this.plan.concepts.flatMap((concept) =>
        concept.options.flatMap((option) => this.weightedLists(concept, option)),
      );
      lists.sort((a, b) => a.size - b.size);
      const scores = new Map();
      const mask = this.constants.impact_mask;
      let spent = 0;
      let full = false;
      for (const { size, weight, postings, fields } of lists) {
        spent += size;
        // The longest lists are too long to add up, but what they hold matches and is counted.
        full ||= spent > this.constants.posting_budget && scores.size >= this.constants.enough;
        const scale = full ? 0 : weight / mask;
        for (const [doc, packed] of postings) {
          if (full && scores.has(doc)) continue;
          if (fields === ALL_FIELDS || (packed >> this.constants.impact_bits) & fields) {
            scores.set(doc, (scores.get(doc) || 0) + scale * (packed & mask));
          }
        }
        yield;
      }
      return scores;
    }

    weightedLists(concept, option) {
      const found = option.terms.map((term) => this.shelf.list(option.space, term));
      const weight = (concept.idf * concept.factor * option.weight) / found.length;
      const { fields } = concept;
      if (option.strict && found.length > 1) {
        const [small, ...others] = bySize(found);
        const both = [...small].filter(([doc]) => others.every((other) => other.has(doc)));
        return [{ size: small.size, weight: weight * found.length, postings: both, fields }];
      }
      return found
        .filter((postings) => postings.size)
        .map((postings) => ({ size: postings.size, weight, postings, fields }));
    }

    // What the required and excluded words, the dates and the kinds leave over.
    *filtered(scores) {
      const { concepts, excluded, facets, barred, since, before } = this.plan;
      const required = concepts.filter((concept) => concept.required);
      const wanted = required.map((concept) => this.matching(concept));
      const unwanted = excluded.map((concept) => this.matching(concept));
      const passes = (doc) =>
        wanted.every((docs) => docs.has(doc)) &&
        !unwanted.some((docs) => docs.has(doc)) &&
        !barred.some((facet) => this.shelf.holds(doc, facet)) &&
        facets.every((group) => group.some((facet) => this.shelf.holds(doc, facet))) &&
        ((!since && !before) || this.inRange(this.shelf.dates[doc]));
      let left = new Map([...scores].filter(([doc]) => passes(doc)));
      for (const concept of required.filter(({ phrase }) => phrase)) left = yield* this.holding(left, concept);
      return left;
    }

    // Those that hold a phrase as written.
    *holding(scores, { phrase, fields }) {
      const best = [...scores].sort((a, b) => b[1] - a[1]).slice(0, this.constants.phrase_look);
      yield* this.shelf.fetchTexts(best.map(([doc]) => doc));
      const kept = new Map();
      for (const [doc, score] of best) {
        if (this.shelf.texts.get(doc).holds(phrase, fields, this.fieldBits)) kept.set(doc, score);
        yield;
      }
      return kept;
    }

    // From the first day of `since` on; before the first day of `before`.
    inRange(date) {
      const { since, before } = this.plan;
      return Boolean(date) && (!since || date >= since.slice(0, date.length)) && (!before || date < before);
    }

    // Entries that hold the word itself (all of a phrase's words) in one of the wanted fields.
    matching({ options, fields }) {
      const docs = new Set();
      const stands = (packed) => fields === ALL_FIELDS || (packed >> this.constants.impact_bits) & fields;
      for (const { space, terms, weight } of options) {
        if (weight < REQUIRED_WEIGHT && docs.size) continue;
        const [small, ...others] = bySize(terms.map((term) => this.shelf.list(space, term)));
        for (const [doc, packed] of small) {
          if (stands(packed) && others.every((other) => other.has(doc) && stands(other.get(doc)))) docs.add(doc);
        }
      }
      return docs;
    }

    // How many of `docs` hold every word of the plan; words that say little may be missing.
    holdingAll(docs) {
      let left = [...docs.keys()];
      for (const { factor, options } of this.plan.concepts) {
        if (factor < 1) continue;
        const telling = options.filter(({ weight }) => weight >= this.constants.stands_for);
        const lists = telling.map(({ space, terms }) => terms.map((term) => this.shelf.list(space, term)));
        left = left.filter((doc) => lists.some((option) => option.every((list) => list.has(doc))));
      }
      return left.length;
    }

    judgeRows() {
      return this.plan.concepts.map((concept) => ({
        weight: concept.idf * concept.factor,
        fields: concept.fields,
        options: concept.options.map((option) => ({
          ...option,
          lists: option.terms.map((term) => this.shelf.list(option.space, term)),
        })),
      }));
    }

    // How well an entry answers, word by word.
    judge(rows, doc) {
      const { cover: coverPart, title_cover: titleCover } = this.constants;
      const whole = rows.reduce((sum, { weight }) => sum + weight, 0) || 1;
      let total = 0;
      let cover = 0;
      let titled = 0;
      for (const { weight, options, fields } of rows) {
        const { strength, bits, own } = this.bestOption(doc, options, fields);
        total += weight * strength * (1 + own * this.fieldBonus(bits));
        cover += weight * Math.min(1, strength * 1.6);
        titled += bits & this.fieldBits.title ? weight * strength : 0;
      }
      return total * (1 - coverPart + (coverPart * cover) / whole) * (1 + (titleCover * titled) / whole);
    }

    // How well the best of the options is met, its fields, its own weight.
    bestOption(doc, options, fields) {
      const { flat, impact_mask: mask, impact_bits: shift } = this.constants;
      let best = { strength: 0, bits: 0, own: 0 };
      for (const { lists, strict, weight } of options) {
        const held = lists.filter((list) => list.has(doc)).map((list) => list.get(doc));
        if (!held.length || (strict && held.length < lists.length)) continue;
        let bits = held[0] >> shift;
        if (fields !== ALL_FIELDS && !(bits & fields)) continue;
        for (const packed of held) bits &= packed >> shift;
        const share = held.length / lists.length;
        const impact = held.reduce((sum, packed) => sum + (packed & mask), 0) / (mask * held.length);
        const strength = weight * share * share * (flat + (1 - flat) * impact);
        if (strength > best.strength) best = { strength, bits, own: weight };
      }
      return best;
    }

    fieldBonus(bits) {
      const { title, symptom, cause, log, tag, component } = this.fieldBits;
      const most = this.constants;
      return (
        (bits & title ? most.title : 0) +
        (bits & symptom ? most.symptom : 0) +
        (bits & cause ? most.cause : 0) +
        (bits & log ? most.log : 0) +
        (bits & (tag | component) ? most.tags : 0)
      );
    }

    // What only the text itself tells: nearness, the exact title, the query as typed; kind and age.
    textFactor(doc) {
      const look = this.shelf.texts.get(doc);
      const { near, exact_title: exact, as_typed: asTyped } = this.constants;
      const { typed } = this.plan;
      let factor = 1 + near * look.nearness(this.words, this.constants);
      if (typed && typed === look.title) factor *= exact;
      else if (ekskb.search.size(typed) > 3 && look.text.includes(typed)) {
        factor *= 1 + asTyped * (look.title.includes(typed) ? 2 : 1);
      }
      return factor * this.knownFactor(doc);
    }

    knownFactor(doc) {
      return this.kindFactors[this.shelf.kinds[doc]] * this.ageFactor(this.shelf.dates[doc]);
    }

    ageFactor(date) {
      const { oldest_year: oldest, recent, years } = this.constants;
      const year = /^\p{Nd}{4}/u.test(date) ? Number(date.slice(0, 4)) : oldest;
      return 1 + recent * Math.min(1, Math.max(0, (year - oldest) / years));
    }
  }

  // Entries in order of score. Texts are read only of those that may still come next.
  class Row {
    constructor(known, unread = [], ranking = null) {
      this.known = known;
      this.unread = unread;
      this.ranking = ranking;
      this.at = 0;
      this.batch = FIRST_BATCH;
      if (ranking) this.known.sort(bestFirst);
    }

    // Whether the next one is settled without reading more.
    get isKnown() {
      return this.at < this.known.length && (!this.unread.length || this.known[this.at][1] > this.unread[0][2]);
    }

    *next() {
      while (this.unread.length && !this.isKnown) {
        yield* this.read(this.unread.splice(0, this.batch));
        this.batch = BATCH;
      }
      this.at += 1;
      return this.known[this.at - 1] || null;
    }

    *read(batch) {
      yield* this.ranking.shelf.fetchTexts(batch.map(([doc]) => doc));
      for (const [doc, score] of batch) {
        this.known.push([doc, score * this.ranking.textFactor(doc)]);
        yield;
      }
      // What was given out already stays first: nothing that is read later can be better.
      this.known.sort(bestFirst);
    }
  }

  Object.assign(ekskb.search, { Ranking });
})();
