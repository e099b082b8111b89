// A query -> the answer as records: hits with snippets, how many there are, and of which kinds.
"use strict";

(() => {
  const { Analyzer, Planner, Ranking, Shelf, Synonyms, Typos, foldTwins } = ekskb.search;
  const { isPlain, parseQuery, plainQuery } = ekskb.search;
  const { fold, split } = ekskb.search;
  const LONGEST = 100;
  const SNIPPETS = 2;
  const SLICE = 8;

  const FACETS = ["component", "kind", "year"];

  class Engine {
    constructor(tables, data, load) {
      this.tables = tables;
      this.analyzer = new Analyzer(tables.words);
      this.shelf = new Shelf(data, tables, load);
      this.synonyms = new Synonyms(tables.synonyms, this.analyzer);
      this.typos = new Typos(tables, this.analyzer, this.shelf);
    }

    parse(text) {
      const names = { fields: this.tables.queryFields, kinds: Object.keys(this.tables.kinds) };
      return parseQuery(text, names, this.tables.constants);
    }

    // The entries that fit `text` best. What finds nothing as typed is tried without its operators.
    // `chosen`: facet -> values of which one must hold.
    *answer(text, limit, chosen = {}) {
      const query = this.parse(text);
      const found = yield* this.answerQuery(query, limit, chosen);
      const notes = [];
      for (const note of query.notes) if (!(yield* this.isWritten(text, note))) notes.push(note);
      if (found.matched || isPlain(query)) return { ...found, notes };
      const plain = plainQuery(text, this.tables.constants.longest_query);
      const widened = yield* this.answerQuery(plain, limit, chosen);
      return { ...widened, notes: widened.matched ? [...notes, { key: "search_note_widened", parts: {} }] : notes };
    }

    // Whether what looks like a slip stands in some entry as it is, such as `system:masters`.
    *isWritten(text, { start, end }) {
      const spot = fold(text.slice(start, end)).toLowerCase();
      return spot.length <= LONGEST && (yield* this.shelf.count("words", spot)) > 0;
    }

    *answerQuery(query, limit, chosen) {
      const plan = yield* new Planner(this).plan(query);
      const ranking = new Ranking(this, plan);
      const scores = yield* ranking.candidates();
      const kept = this.narrowed(scores, chosen);
      const row = yield* ranking.opened(kept, limit);
      const hits = [];
      for (const { doc, score, also } of yield* foldTwins(row, this, limit)) {
        hits.push(this.hit(doc, score, also, ranking.words));
        yield;
      }
      const facets = this.countFacets(scores, chosen);
      const allWords = ranking.holdingAll(kept);
      return {
        matched: scores.size,
        total: kept.size,
        allWords,
        hits,
        facets,
        suggestion: plan.corrected,
        words: ranking.words,
      };
    }

    narrowed(scores, chosen, apart = "") {
      const groups = Object.entries(chosen).filter(([name, values]) => values.length && name !== apart);
      if (!groups.length) return scores;
      const passes = (doc) =>
        groups.every(([name, values]) => values.some((one) => this.shelf.holds(doc, `${name}=${one}`)));
      return new Map([...scores].filter(([doc]) => passes(doc)));
    }

    // Of each facet, how many hits there are of each value while the other facets stay as chosen:
    // [value, count], years newest first, the rest commonest first.
    countFacets(scores, chosen) {
      const counted = {};
      for (const name of FACETS) {
        const counts = new Map();
        for (const doc of this.narrowed(scores, chosen, name).keys()) {
          for (const value of this.shelf.facets[name][doc]) counts.set(value, (counts.get(value) || 0) + 1);
        }
        counted[name] = [...counts].sort(name === "year" ? newestFirst : commonestFirst);
      }
      return counted;
    }

    hit(doc, score, also, words) {
      const look = this.shelf.texts.get(doc);
      // The heading that the title was taken from would only say it again.
      const isNew = ({ folded }) => !split(folded).join(" ").includes(look.title);
      return {
        doc,
        id: look.id,
        href: look.href,
        title: look.rawTitle,
        titleMarks: look.titleMarks(words, this.tables.constants),
        kind: this.shelf.kinds[doc],
        date: this.shelf.dates[doc],
        components: this.shelf.facets.component[doc],
        score,
        also: also.map((other) => ({ title: this.shelf.texts.get(other).rawTitle })),
        snippets: look.snippets(words, SNIPPETS, this.tables.constants, isNew),
      };
    }
  }

  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const newestFirst = ([a], [b]) => order(b, a);
  const commonestFirst = ([a, countA], [b, countB]) =>
    countB - countA || order(a.toLowerCase(), b.toLowerCase()) || order(a, b);

  let opened = null;

  // The engine of this site, loaded once.
  function open() {
    opened ??= Promise.all([ekskb.load("search/tables"), ekskb.load("search/shelf")]).then(
      ([tables, data]) => new Engine(tables, data, ekskb.load),
    );
    opened.catch(() => { opened = null; });
    return opened;
  }

  const breath = () => new Promise((resolve) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => { channel.port1.close(); resolve(); };
    channel.port2.postMessage(null);
  });

  // Runs work in slices, so that keys are answered in between; undefined once `isWanted` says no.
  async function run(work, isWanted = () => true) {
    let since = performance.now();
    for (;;) {
      const step = work.next();
      if (step.done) return step.value;
      if (step.value) await step.value;
      if (performance.now() - since > SLICE) {
        await breath();
        since = performance.now();
      }
      if (!isWanted()) return undefined;
    }
  }

  Object.assign(ekskb.search, { Engine, open, run });
})();
