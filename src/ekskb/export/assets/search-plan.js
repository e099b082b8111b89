// A query -> concepts: for each word, the terms that may stand for it and how good each is.
"use strict";

(() => {
  const { fold, hasPairs, isHangul, pairsOf, plainLetter, size, split } = ekskb.search;
  const ALL_FIELDS = (1 << 16) - 1;
  const BEGUN = 60;
  const BEGUN_UNKNOWN = 20;
  const SPELT_OUT = 40;
  const JOINED = /^[0-9A-Za-z]+$/;

  class Draft {
    constructor(word, surfaces = [], factor = 1) {
      this.word = word;
      this.options = [];
      this.surfaces = surfaces;
      this.factor = factor;
      this.known = false;
    }

    add(space, terms, weight, strict = false) {
      if (terms.length) this.options.push({ space, terms, weight, strict });
    }
  }

  class Planner {
    constructor(engine) {
      this.shelf = engine.shelf;
      this.analyzer = engine.analyzer;
      this.synonyms = engine.synonyms;
      this.typos = engine.typos;
      this.tables = engine.tables;
      this.constants = engine.tables.constants;
    }

    *plan(query) {
      const concepts = [];
      const facets = [];
      const barred = [];
      const run = new Map();
      this.fixes = new Map();
      // Many words are a paste: what is unknown in it are names and numbers, not slips.
      this.repairing = query.clauses.length <= this.constants.typed_words;
      yield* this.shelf.fetch(this.foreseen(query));
      for (const clause of query.clauses) {
        if (clause.terms.every((term) => term.field === "kind")) {
          const named = clause.terms.map((term) => `kind=${term.text.toLowerCase()}`);
          if (clause.excluded) barred.push(...named);
          else facets.push(named);
        } else if (isSimple(clause)) {
          for (const draft of yield* this.drafts(clause.terms[0])) run.set(draft.word, draft);
        } else {
          concepts.push(yield* this.clauseConcept(clause));
        }
      }
      const drafts = [...run.values()].slice(0, this.constants.max_words);
      yield* this.link(drafts);
      for (const draft of drafts) concepts.push(yield* this.finish(draft));
      let kept = concepts.filter((concept) => !concept.excluded);
      if (kept.length > this.constants.max_concepts) {
        kept.sort((a, b) => b.idf * b.factor - a.idf * a.factor);
        kept = kept.slice(0, this.constants.max_concepts);
      }
      return {
        concepts: kept,
        excluded: concepts.filter((concept) => concept.excluded),
        since: query.since,
        before: query.before,
        facets,
        barred,
        corrected: this.corrected(query.text),
        typed: split(fold(query.text).toLowerCase()).join(" "),
        typedTerms: this.typedTerms(query.text),
      };
    }

    // Terms without which no text can hold the query as typed. The first and the last word may be parts
    // of longer ones ("border") unless they are Hangul, whose pairs stand in longer ones as well.
    typedTerms(text) {
      const found = this.analyzer.chunks(fold(text).toLowerCase()).slice(0, this.constants.max_words);
      const inner = [];
      const border = [];
      for (const [at, chunk] of found.entries()) {
        const [word] = this.analyzer.wordTerms(chunk.text);
        if (chunk.initials) continue;
        if (hasPairs(chunk.text)) inner.push(...(word.length > 1 ? pairsOf(word) : []).map((pair) => ["pairs", pair]));
        else if (at > 0 && at < found.length - 1) inner.push(["words", word]);
        else border.push(["words", word]);
      }
      return { inner, border };
    }

    // Terms that will surely be looked up, so that their files load at once and not one by one.
    foreseen(query) {
      const words = [];
      const wanted = [];
      for (const clause of query.clauses) {
        for (const term of clause.terms) {
          for (const { text } of this.analyzer.chunks(fold(term.text)).slice(0, this.constants.max_words)) {
            const terms = this.analyzer.wordTerms(text);
            words.push(terms[0]);
            for (const one of terms) wanted.push(["words", one]);
            if (hasPairs(text)) for (const pair of pairsOf(terms[0])) wanted.push(["pairs", pair]);
          }
        }
      }
      const most = words.slice(0, this.constants.max_words);
      for (const [, , group] of this.synonyms.find(most)) {
        for (const [expression] of group) {
          for (const [space, terms] of this.synonymTerms(expression)) {
            for (const term of terms) wanted.push([space, term]);
          }
        }
      }
      for (let at = 0; at + 1 < most.length; at += 1) {
        const joined = most[at] + most[at + 1];
        if (JOINED.test(joined)) wanted.push(["words", joined]);
      }
      const { inner, border } = this.typedTerms(query.text);
      return [...wanted, ...inner, ...border];
    }

    corrected(text) {
      if (!this.fixes.size) return "";
      const folded = fold(text);
      let made = "";
      let at = 0;
      for (const chunk of this.analyzer.chunks(folded)) {
        const fix = this.fixes.get(chunk.text);
        if (!fix) continue;
        made += folded.slice(at, chunk.start) + fix;
        at = chunk.end;
      }
      return made + folded.slice(at);
    }

    *drafts({ text, prefix }) {
      const found = this.analyzer.chunks(fold(text)).slice(0, this.constants.max_words);
      const made = [];
      for (const chunk of found) {
        made.push(yield* this.draft(chunk));
        yield;
      }
      if (prefix && found.length) made[made.length - 1] = yield* this.prefixDraft(found.at(-1).text);
      return made;
    }

    *draft(chunk) {
      if (chunk.initials) return yield* this.initialsDraft(chunk.text);
      return isHangul(chunk.text) ? yield* this.hangulDraft(chunk.text) : yield* this.wordDraft(chunk.text);
    }

    *hangulDraft(chunk) {
      let [stem, ...short] = this.analyzer.wordTerms(chunk);
      if (short.length && !(yield* this.known(stem))) {
        if ((yield* this.known(short[0])) || this.synonyms.knows(short[0])) [stem, short] = [short[0], []];
      }
      const weak = this.analyzer.weak.has(chunk) || this.analyzer.weak.has(stem);
      const draft = new Draft(stem, [stem], weak ? this.constants.weak_weight : 1);
      draft.add("words", [stem], 1);
      if (stem.length > 1) draft.add("pairs", pairsOf(stem), 0.9);
      draft.add("words", short, 0.5);
      draft.known = weak || (yield* this.means(stem));
      if (!draft.known && this.repairing) yield* this.repair(draft, chunk, stem);
      return draft;
    }

    // Whether a Hangul word is written somewhere, if only inside another, or has synonyms.
    *means(stem) {
      if ((yield* this.known(stem)) || this.synonyms.knows(stem)) return true;
      return stem.length > 1 && (yield* this.allTogether(pairsOf(stem)));
    }

    // Whether some entry holds all these letter pairs.
    *allTogether(pairs) {
      const lists = [];
      for (const pair of pairs) lists.push(yield* this.shelf.postings("pairs", pair));
      const [small, ...others] = lists.sort((a, b) => a.size - b.size);
      return [...small.keys()].some((doc) => others.every((other) => other.has(doc)));
    }

    *wordDraft(chunk) {
      const [word, ...rest] = this.analyzer.wordTerms(chunk);
      const draft = new Draft(word, [word], this.analyzer.weak.has(word) ? this.constants.weak_weight : 1);
      const known = yield* this.known(word);
      draft.add("words", [word], 1);
      if (hasPairs(chunk)) draft.add("pairs", pairsOf(chunk), 0.9);
      if (rest.length === 1) {
        draft.add("words", rest, 0.9);
        if (size(rest[0]) > 3 && word.startsWith(rest[0])) draft.surfaces.push(rest[0]);
      } else if (rest.length) {
        // Of an identifier that stands somewhere as typed, the parts alone say little.
        draft.add("words", rest, known ? 0.4 : 0.7);
        draft.surfaces.push(...rest.filter((part) => size(part) > 3));
      }
      draft.known = known;
      for (const term of rest) draft.known ||= yield* this.known(term);
      if (!draft.known && this.repairing) yield* this.repair(draft, chunk, word);
      return draft;
    }

    *prefixDraft(chunk) {
      const stem = chunk.toLowerCase();
      const draft = new Draft(stem, [stem]);
      draft.add("words", [stem], 1);
      for (const term of yield* this.shelf.prefixed("words", stem, BEGUN)) draft.add("words", [term], 0.9);
      return draft;
    }

    *initialsDraft(chunk) {
      const wanted = [...chunk].map(plainLetter).join("");
      const draft = new Draft(wanted);
      if (wanted.length < 2) {
        draft.factor = 0;
        return draft;
      }
      const words = yield* this.shelf.begunWithInitials(wanted);
      const exact = (word) => word.length === wanted.length;
      const ordered = [...words.filter(exact), ...words.filter((word) => !exact(word))];
      for (const word of ordered.slice(0, SPELT_OUT)) {
        draft.add("words", [word], exact(word) ? 1 : 0.6);
        draft.surfaces.push(word);
      }
      return draft;
    }

    *known(term) {
      return (yield* this.shelf.count("words", term)) > 0;
    }

    // A word that nobody wrote: still being typed, in the wrong keyboard layout, or misspelt.
    *repair(draft, chunk, word) {
      const begun = size(word) > 1 ? yield* this.shelf.prefixed("words", word, BEGUN_UNKNOWN) : [];
      for (const term of begun) draft.add("words", [term], 0.8);
      if (begun.length) {
        draft.known = true;
        return;
      }
      const byEar = !this.synonyms.covers(word);
      for (const [fix, weight] of yield* this.typos.repairs(chunk, word, this.synonyms.hangulKeys, byEar)) {
        if (!this.fixes.has(chunk)) this.fixes.set(chunk, fix);
        draft.surfaces.push(fix);
        draft.add("words", [fix], weight);
        if (isHangul(fix) && fix.length > 1) draft.add("pairs", pairsOf(fix), weight * 0.8);
        for (const term of this.analyzer.wordTerms(fix).slice(1)) draft.add("words", [term], weight * 0.9);
      }
    }

    // Add synonyms of single words and of neighbours that make a known expression.
    *link(drafts) {
      const words = drafts.map((draft) => this.fixes.get(draft.word) || draft.word);
      for (const [start, length, group] of this.synonyms.find(words)) {
        for (const [expression, weight] of group) {
          this.addSynonym(drafts.slice(start, start + length), expression, weight);
        }
      }
      for (let at = 0; at + 1 < drafts.length; at += 1) {
        const joined = drafts[at].word + drafts[at + 1].word;
        if (!JOINED.test(joined) || !(yield* this.known(joined))) continue;
        drafts[at].add("words", [joined], 0.8);
        drafts[at + 1].add("words", [joined], 0.8);
      }
    }

    synonymTerms(expression) {
      const parts = split(expression);
      const spaces = [["words", parts.map((part) => this.analyzer.wordTerms(part).at(-1))]];
      if (parts.length === 1 && isHangul(parts[0]) && parts[0].length > 1) {
        spaces.push(["pairs", pairsOf(this.analyzer.hangulStem(parts[0]))]);
      }
      return spaces;
    }

    addSynonym(drafts, expression, weight) {
      for (const draft of drafts) {
        for (const [space, terms] of this.synonymTerms(expression)) draft.add(space, terms, weight, true);
        draft.surfaces.push(expression);
      }
    }

    *finish(draft) {
      return {
        options: draft.options,
        surfaces: [...new Set(draft.surfaces.filter(Boolean))],
        factor: draft.factor,
        fields: ALL_FIELDS,
        required: false,
        excluded: false,
        phrase: "",
        idf: yield* this.idf(draft.options),
      };
    }

    // Rarity of a word, by how many entries hold the best of what may stand for it.
    *idf(options) {
      const all = Math.max(1, this.shelf.size);
      yield* this.shelf.fetch(options.flatMap(({ space, terms }) => terms.map((term) => [space, term])));
      let best = 0;
      for (const { space, terms, weight, strict } of options) {
        const counts = terms.map((term) => this.shelf.list(space, term).size);
        const held = strict || space === "pairs" ? Math.min(...counts) : Math.max(...counts);
        if (held && (weight >= 0.85 || !best)) best = Math.max(best, held);
      }
      best = Math.min(best, all);
      return best ? Math.log(1 + (all - best + 0.5) / (best + 0.5)) : 0;
    }

    // An alternative, a phrase, a field or an exclusion: one concept of all its terms.
    *clauseConcept({ terms, required, excluded }) {
      const options = [];
      const surfaces = [];
      let fields = 0;
      let phrase = "";
      for (const term of terms) {
        const made = yield* this.drafts(term);
        surfaces.push(...made.flatMap((draft) => draft.surfaces));
        fields |= term.field ? this.tables.fields[term.field] || ALL_FIELDS : ALL_FIELDS;
        options.push(...merged(made));
        if (term.phrase && terms.length === 1) phrase = split(fold(term.text).toLowerCase()).join(" ");
      }
      return {
        options,
        surfaces: [...new Set(surfaces)],
        factor: 1,
        fields: fields || ALL_FIELDS,
        required,
        excluded,
        phrase,
        idf: yield* this.idf(options),
      };
    }
  }

  // One word: its own options. Several (a phrase): all of their first terms together.
  function merged(drafts) {
    if (drafts.length === 1) return drafts[0].options;
    const firsts = drafts.flatMap((draft) => draft.options.slice(0, 1)).filter(({ space }) => space === "words");
    if (!firsts.length) return [];
    return [{ space: "words", terms: firsts.map(({ terms }) => terms[0]), weight: 1, strict: false }];
  }

  function isSimple({ terms, required, excluded }) {
    const [{ field, phrase }] = terms;
    return terms.length === 1 && !required && !excluded && !field && !phrase;
  }

  Object.assign(ekskb.search, { ALL_FIELDS, Planner });
})();
