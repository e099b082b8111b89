// The same incident written twice: entries that say nearly the same are offered once.
"use strict";

(() => {
  function isAlike(one, other, least) {
    let shared = 0;
    for (const word of one) if (other.has(word)) shared += 1;
    return shared > 0 && shared >= least * (one.size + other.size - shared);
  }

  const numbers = (words) => [...words].filter((word) => /^\p{Nd}+$/u.test(word)).sort().join();

  class Twins {
    constructor({ shelf, tables }) {
      this.shelf = shelf;
      this.most = tables.constants;
    }

    // Whether two entries of one kind, about the same software, say nearly the same.
    areTwins(one, other) {
      const [left, right] = [this.shelf.texts.get(one), this.shelf.texts.get(other)];
      const [few, many] = [left.wordCount, right.wordCount].sort((a, b) => a - b);
      const { alike, titled_alike: titled, alike_untitled: untitled, fewest, long } = this.most;
      // The sizes alone rule most pairs out.
      if (few < Math.max(fewest, alike * many) || !this.isComparable(one, other)) return false;
      if (isAlike(left.titleWords, right.titleWords, titled)) {
        return numbers(left.titleWords) === numbers(right.titleWords) && isAlike(left.words, right.words, alike);
      }
      return few >= Math.max(long, untitled * many) && this.areLongTwins(left, right);
    }

    // Nine of ten words of a twin are in the other; a few tell that without reading all.
    areLongTwins(left, right) {
      const { someWords: some } = left;
      const isEnough = (test) => 10 * some.filter(test).length >= 7 * some.length;
      if (!isEnough((word) => right.text.includes(word))) return false;
      return isEnough((word) => right.words.has(word)) && isAlike(left.words, right.words, this.most.alike_untitled);
    }

    isComparable(one, other) {
      if (this.shelf.kinds[one] !== this.shelf.kinds[other]) return false;
      const named = (doc) => (this.shelf.texts.get(doc).named ? this.shelf.facets.component[doc] : []);
      const [about, others] = [named(one), named(other)];
      return !about.length || !others.length || about.some((name) => others.includes(name));
    }
  }

  // The first `limit` entries of `row` without those that repeat a better one: [{ doc, score, also }].
  // Twins behind the last hit are named as far as their texts were read anyway.
  function* foldTwins(row, engine, limit) {
    const twins = new Twins(engine);
    const compared = Math.min(twins.most.compared, limit + twins.most.beyond);
    const kept = [];
    for (let at = 0; kept.length < limit || (at < compared && row.isKnown); at += 1) {
      const next = yield* row.next();
      if (!next) break;
      const [doc, score] = next;
      if (kept.length < limit) yield* engine.shelf.fetchTexts([doc]);
      if (!engine.shelf.texts.has(doc)) break;
      const first = at < compared && kept.find((hit) => twins.areTwins(hit.doc, doc));
      if (first) first.also.push(doc);
      else if (kept.length < limit) kept.push({ doc, score, also: [] });
      yield;
    }
    return kept;
  }

  Object.assign(ekskb.search, { foldTwins });
})();
