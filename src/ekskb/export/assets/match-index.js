// The words of all lines of all entries, and where those of a paste stand in them.
// Gives what logs/sigindex.py reads from its postings.
"use strict";

(m => {
  const ALPHABET = 93;
  const [ONE, TWO, THREE] = [53, 36, 3];
  const SLICE = 100;

  // Numbers of one to four characters each; the first says how many follow.
  class Numbers {
    constructor(text) {
      [this.text, this.at] = [text, 0];
    }

    digit() {
      const code = this.text.charCodeAt(this.at);
      this.at += 1;
      return code - 32 - (code > 34) - (code > 92);
    }

    next() {
      const first = this.digit();
      if (first < ONE) return first;
      if (first < ONE + TWO) return ONE + (first - ONE) * ALPHABET + this.digit();
      const base = ONE + TWO * ALPHABET;
      if (first < ONE + TWO + THREE) {
        return base + ((first - ONE - TWO) * ALPHABET + this.digit()) * ALPHABET + this.digit();
      }
      const rest = (first - ONE - TWO - THREE) * ALPHABET + this.digit();
      return base + THREE * ALPHABET ** 2 + (rest * ALPHABET + this.digit()) * ALPHABET + this.digit();
    }
  }

  // A set of terms, each with a place of its own; quick to ask for words and for pairs of them.
  class Wanted {
    constructor(keys, words) {
      this.keys = keys;
      this.places = new Map(keys.map((key, place) => [key, place]));
      this.single = new Int32Array(words + 1).fill(-1);
      this.begins = new Uint8Array(words + 1);
      this.ends = new Uint8Array(words + 1);
      const pairs = [];
      keys.forEach((key, place) => {
        if (!m.isPair(key)) {
          if (key <= words) this.single[key] = place;
          return;
        }
        const [left, right] = [Math.floor(key / m.FIRST_PAIR), key % m.FIRST_PAIR];
        if (left > words || right > words) return;
        this.begins[left] = this.ends[right] = 1;
        pairs.push([left, right, place]);
      });
      this.fillTable(pairs);
    }

    fillTable(pairs) {
      let size = 16;
      while (size < 3 * pairs.length) size *= 2;
      this.most = size - 1;
      this.table = new Int32Array(3 * size).fill(-1);
      for (const [left, right, place] of pairs) {
        let at = this.hash(left, right);
        while (this.table[3 * at] >= 0) at = (at + 1) & this.most;
        this.table.set([left, right, place], 3 * at);
      }
    }

    hash(left, right) {
      const mixed = Math.imul(left, 0x9e3779b1) ^ Math.imul(right, 0x85ebca6b);
      return (mixed ^ (mixed >>> 15)) & this.most;
    }

    pair(left, right) {
      if (this.begins[left] === 0 || this.ends[right] === 0) return -1;
      for (let at = this.hash(left, right); ; at = (at + 1) & this.most) {
        const found = this.table[3 * at];
        if (found < 0) return -1;
        if (found === left && this.table[3 * at + 1] === right) return this.table[3 * at + 2];
      }
    }
  }

  function rarity(count, entries) {
    const whole = Math.max(m.tables.sigindex.SMALL, entries) + 1;
    return Math.log(whole / (Math.max(1, count) + 0.5)) / Math.log(whole / 1.5);
  }

  class Index {
    constructor(head) {
      this.head = head;
      this.size = head.entries;
      const bytes = Uint8Array.from(atob(head.words), char => char.charCodeAt(0));
      const view = new DataView(bytes.buffer);
      const keys = Array.from({ length: bytes.length / 4 }, (_, n) => view.getUint32(4 * n, true));
      this.vocabulary = new m.Vocabulary(keys);
      this.words = keys.length;
      const levels = new Numbers(head.levelOf);
      this.share = Float64Array.from({ length: this.words + 1 }, (_, n) => (n ? head.levels[levels.next()] : 0));
      const low = m.tables.terms.LOW;
      this.root = this.share.map(share => Math.sqrt(Math.max(share, low)));
      [this.ids, this.files, this.shares, this.entries] = [[], {}, [], []];
      this.weights = head.kinds.map(kind => m.tables.units.WEIGHTS[kind]).concat(m.tables.units.PLAIN);
    }

    // The lines of one file of entries, as arrays of numbers.
    add(shard) {
      this.ids.push(...shard.ids);
      this.shares.push(...shard.shares);
      Object.assign(this.files, shard.files);
      const numbers = new Numbers(shard.lines);
      for (let n = 0; n < shard.ids.length; n += 1) this.entries.push(this.readEntry(numbers));
    }

    // Each line as kind, number of words, number of words beside, and the words; then how many words in all.
    readEntry(numbers) {
      const found = [];
      let length = 0;
      for (let left = numbers.next(); left > 0; left -= 1) {
        const head = numbers.next();
        const spoken = numbers.next();
        const beside = head % 2 ? numbers.next() : 0;
        const counts = this.weights[head >> 1] > 0;
        found.push(head >> 1, spoken, beside);
        for (let word = spoken + beside; word > 0; word -= 1) {
          const id = numbers.next();
          if (id > 0 && counts) length += 1;
          found.push(id);
        }
      }
      return { lines: Int32Array.from(found), length };
    }

    close() {
      this.mean = this.entries.reduce((sum, one) => sum + one.length, 0) / Math.max(1, this.size) || 1;
    }

    // BM25 of each count of a word in an entry of this length, in 63rds of the most.
    bm25(length) {
      const { SATURATION, LENGTH, MOST_COUNT, FULL } = m.tables.sigindex;
      const norm = SATURATION * (1 - LENGTH + LENGTH * (length / this.mean));
      return count => m.roundEven((FULL * Math.min(MOST_COUNT, count)) / (Math.min(MOST_COUNT, count) + norm));
    }

    // For each of these terms [entry, weight, BM25 value] one after the other; `pause` is called between slices.
    async postings(keys, pause) {
      const wanted = new Wanted(keys, this.words);
      const found = keys.map(() => []);
      const seen = { doubt: new Float64Array(keys.length).fill(1), count: new Uint32Array(keys.length),
        line: new Int32Array(keys.length), stamp: 0 };
      for (let number = 0; number < this.size; number += 1) {
        this.readPostings(number, wanted, seen, found);
        if (number % SLICE === SLICE - 1) await pause();
      }
      return new Map(keys.map((key, place) => [key, found[place]]));
    }

    readPostings(number, wanted, seen, found) {
      const { lines, length } = this.entries[number];
      const touched = [];
      for (let at = 0; at < lines.length; at += 3 + lines[at + 1] + lines[at + 2]) {
        const weight = this.weights[lines[at]];
        if (weight <= 0) continue;
        seen.stamp += 1;
        const doubt = 1 - m.tables.reading.HOLD * weight;
        const meet = (place, beside) => {
          if (seen.line[place] === seen.stamp) return;
          if (!beside) seen.line[place] = seen.stamp;
          if (seen.doubt[place] === 1) touched.push(place);
          seen.doubt[place] *= doubt;
        };
        this.meetTerms(lines, at, wanted, meet, place => { seen.count[place] += 1; });
      }
      if (touched.length === 0) return;
      const scale = this.shares[number] * m.tables.reading.FULL;
      const value = this.bm25(length);
      for (const place of touched) {
        const weight = Math.trunc((1 - seen.doubt[place]) * scale) || 1;
        found[place].push(number, weight, value(seen.count[place]));
        [seen.doubt[place], seen.count[place]] = [1, 0];
      }
    }

    // Calls `meet` for each wanted term of a line and `hear` for each wanted word, also those beside.
    meetTerms(lines, at, wanted, meet, hear) {
      const first = at + 3;
      const behind = first + lines[at + 1];
      const end = behind + lines[at + 2];
      let left = 0;
      for (let n = first; n < end; n += 1) {
        const word = lines[n];
        const place = word > 0 ? wanted.single[word] : -1;
        if (place >= 0) {
          meet(place, n >= behind);
          hear(place);
        }
        if (n < behind) {
          const pair = left > 0 && word > 0 ? wanted.pair(left, word) : -1;
          if (pair >= 0) meet(pair, false);
          left = word;
        }
      }
    }

    // In how many entries each of these terms stands.
    async counts(keys, pause) {
      const wanted = new Wanted(keys, this.words);
      const counts = new Uint32Array(keys.length);
      const last = new Int32Array(keys.length).fill(-1);
      for (let number = 0; number < this.size; number += 1) {
        const { lines } = this.entries[number];
        const meet = place => {
          if (last[place] === number) return;
          last[place] = number;
          counts[place] += 1;
        };
        for (let at = 0; at < lines.length; at += 3 + lines[at + 1] + lines[at + 2]) {
          if (this.weights[lines[at]] > 0) this.meetTerms(lines, at, wanted, meet, () => {});
        }
        if (number % SLICE === SLICE - 1) await pause();
      }
      return new Map(keys.map((key, place) => [key, counts[place]]));
    }

    rarity(count) {
      return rarity(count, this.size);
    }

    // The terms of the message of a line with how much each tells by itself.
    told(lines, at) {
      const row = Array.from(lines.subarray(at + 3, at + 3 + lines[at + 1]), key => (
        { key, share: this.share[key], root: this.root[key] }));
      return this.vocabulary.weighWords(row);
    }

    // The lines of entries, ready to be aligned: kind, words, terms, and what the message weighs in all.
    async units(numbers, pause) {
      const found = new Map();
      const terms = new Set();
      for (const number of numbers) {
        const { lines } = this.entries[number];
        const units = [];
        for (let at = 0; at < lines.length; at += 3 + lines[at + 1] + lines[at + 2]) {
          const told = this.told(lines, at);
          for (const key of told.keys()) terms.add(key);
          units.push({ kind: this.head.kinds[lines[at]] ?? "", told, ...this.lineKeys(lines, at) });
        }
        found.set(number, units);
        await pause();
      }
      const counts = await this.counts([...terms], pause);
      for (const units of found.values()) for (const unit of units) unit.total = this.total(unit.told, counts);
      return found;
    }

    // All terms of a line, also those of the words beside; and its words as one finds them stored.
    lineKeys(lines, at) {
      const [spoken, beside] = [lines[at + 1], lines[at + 2]];
      const stored = Array.from(lines.subarray(at + 3, at + 3 + spoken));
      if (beside) stored.push(0, ...lines.subarray(at + 3 + spoken, at + 3 + spoken + beside));
      const keys = new Set(stored);
      for (let n = 1; n < stored.length; n += 1) {
        if (stored[n - 1] && stored[n]) keys.add(m.pairKey(stored[n - 1], stored[n]));
      }
      keys.delete(0);
      return { words: stored, keys };
    }

    total(told, counts) {
      let sum = 0;
      for (const [key, share] of told) {
        const count = counts.get(key);
        sum += Math.trunc(share * 255) * (count > 0 ? this.rarity(count) : 1);
      }
      return Number((sum / 255).toFixed(3));
    }
  }

  Object.assign(m, { Index, Numbers });
})(window.ekskb.matcher);
