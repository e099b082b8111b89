// What ranking needs of the index: postings, texts, dates, loaded in small files when first asked for.
// Work that may have to wait is a generator: it yields a promise to wait for, or nothing for a breath.
"use strict";

(() => {
  const DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const VALUES = new Uint8Array(128);
  for (let at = 0; at < 64; at += 1) VALUES[DIGITS.charCodeAt(at)] = at;
  const ESCAPE = 15;
  const NONE = new Map();

  // Reads numbers from text, five bits a character, the lowest first.
  class Digits {
    constructor(text, at = 0) {
      this.text = text;
      this.at = at;
    }

    get left() {
      return this.at < this.text.length;
    }

    six() {
      const value = VALUES[this.text.charCodeAt(this.at)];
      this.at += 1;
      return value;
    }

    number() {
      let value = 0;
      for (let shift = 0; ; shift += 5) {
        const six = this.six();
        value |= (six & 31) << shift;
        if (six < 32) return value;
      }
    }
  }

  // Front-coded words: the shared length, then the rest.
  function* unfold(coded) {
    let before = "";
    for (const part of coded) {
      before = before.slice(0, VALUES[part.charCodeAt(0)]) + part.slice(1);
      yield before;
    }
  }

  const wordsOf = (text) => (text ? [...unfold(text.split(" "))] : []);

  // The first place in sorted `list` whose value is not before `wanted`.
  function placeOf(list, wanted) {
    let low = 0;
    let high = list.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle] < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  // One file of postings: its terms in order, and their postings as text until asked for.
  class Shard {
    constructor(content) {
      const rows = content.split(" ");
      const commas = rows.map((row) => row.indexOf(","));
      this.terms = [...unfold(rows.map((row, at) => row.slice(0, commas[at])))];
      this.coded = rows.map((row, at) => row.slice(commas[at] + 1));
    }

    codedOf(term) {
      const at = placeOf(this.terms, term);
      return this.terms[at] === term ? this.coded[at] : "";
    }
  }

  // A column of the shelf: the distinct values, and of each entry the numbers of its own.
  function readColumn(column) {
    return column.rows.split(" ").map((row) => {
      const digits = new Digits(row);
      const held = [];
      while (digits.left) held.push(column.values[digits.number()]);
      return held;
    });
  }

  class Shelf {
    // `load` gives the value of a data file by name, as a promise.
    constructor(data, tables, load) {
      this.load = load;
      this.roles = tables.roles;
      this.size = data.size;
      this.sample = data.sample;
      this.fields = data.fields;
      this.impactBits = tables.constants.impact_bits;
      this.firsts = { words: wordsOf(data.words), pairs: wordsOf(data.pairs) };
      this.spelt = new Set(data.spelt);
      this.facets = {};
      for (const [name, column] of Object.entries(data.facets)) this.facets[name] = readColumn(column);
      this.kinds = this.facets.kind.map(([kind]) => kind);
      this.dates = this.facets.date.map(([date]) => date || "");
      this.facets.year = this.dates.map((date) => (date ? [date.slice(0, 4)] : []));
      this.shards = new Map();
      this.lists = { words: new Map(), pairs: new Map() };
      this.texts = new Map();
      this.words = new Map();
    }

    // Number of the file in which a term would lie; -1 where it would be before all.
    fileOf(space, term) {
      const firsts = this.firsts[space];
      const at = placeOf(firsts, term);
      return firsts[at] === term ? at : at - 1;
    }

    // Loads the files of all these [space, term], at once.
    *fetch(wanted) {
      const names = new Set();
      for (const [space, term] of wanted) {
        const file = this.fileOf(space, term);
        if (file >= 0 && !this.shards.has(`${space}-${file}`)) names.add(`${space}-${file}`);
      }
      if (names.size) yield Promise.all([...names].map((name) => this.loadShard(name)));
    }

    async loadShard(name) {
      const content = await this.load(`search/${name}`);
      if (!this.shards.has(name)) this.shards.set(name, new Shard(content));
    }

    // Entry number -> packed field bits and impact; empty where the term is unknown.
    *postings(space, term) {
      yield* this.fetch([[space, term]]);
      return this.list(space, term);
    }

    // The same for a term whose file was fetched before.
    list(space, term) {
      const known = this.lists[space].get(term);
      if (known) return known;
      const file = this.fileOf(space, term);
      const coded = file < 0 ? "" : this.shards.get(`${space}-${file}`).codedOf(term);
      const list = coded ? this.readPostings(coded) : NONE;
      this.lists[space].set(term, list);
      return list;
    }

    readPostings(coded) {
      const digits = new Digits(coded);
      const list = new Map();
      let doc = -1;
      while (digits.left) {
        doc += digits.number() + 1;
        const pair = digits.six() | (digits.six() << 6);
        const place = pair >> this.impactBits;
        const impact = pair & ((1 << this.impactBits) - 1);
        const bits = place === ESCAPE ? digits.number() : this.fields[place];
        list.set(doc, (bits << this.impactBits) | impact);
      }
      return list;
    }

    *count(space, term) {
      return (yield* this.postings(space, term)).size;
    }

    // Whether a filter such as `kind=incident` or `year=2025` lets an entry through.
    holds(doc, facet) {
      const at = facet.indexOf("=");
      return this.facets[facet.slice(0, at)][doc].includes(facet.slice(at + 1));
    }

    // Terms that begin so, in order, at most `limit`.
    *prefixed(space, prefix, limit) {
      const found = [];
      for (let file = Math.max(0, this.fileOf(space, prefix)); file < this.firsts[space].length; file += 1) {
        const first = this.firsts[space][file];
        if (first > prefix && !first.startsWith(prefix)) break;
        if (!this.shards.has(`${space}-${file}`)) yield this.loadShard(`${space}-${file}`);
        const { terms } = this.shards.get(`${space}-${file}`);
        for (let at = placeOf(terms, prefix); at < terms.length && terms[at].startsWith(prefix); at += 1) {
          found.push(terms[at]);
          if (found.length === limit) return found;
        }
      }
      return found;
    }

    // Words of one group: of so many letters ("7"), of Hangul ("hangul"), or by sound ("K": "KPN,cabin").
    *vocabulary(name) {
      yield* this.fetchVocabulary([name]);
      return this.words.get(name);
    }

    // Loads several groups at once.
    *fetchVocabulary(names) {
      const missing = names.filter((name) => !this.words.has(name));
      if (missing.length) yield Promise.all(missing.map((name) => this.loadVocabulary(name)));
    }

    // Hangul words whose initial consonants begin with `wanted`.
    *begunWithInitials(wanted) {
      const words = yield* this.vocabulary("hangul");
      this.initials ??= words.map(ekskb.search.initials);
      return words.filter((_, at) => this.initials[at].startsWith(wanted));
    }

    async loadVocabulary(name) {
      const coded = this.spelt.has(name) ? await this.load(`search/spelt-${name}`) : "";
      this.words.set(name, wordsOf(coded));
    }

    // Loads the texts of these entries, at once.
    *fetchTexts(docs) {
      const missing = docs.filter((doc) => !this.texts.has(doc));
      if (missing.length) yield Promise.all(missing.map((doc) => this.loadText(doc)));
    }

    async loadText(doc) {
      const row = await this.load(`search/text-${doc}`);
      if (!this.texts.has(doc)) this.texts.set(doc, new ekskb.search.Look(row, this.roles));
    }
  }

  Object.assign(ekskb.search, { Digits, Shelf });
})();
