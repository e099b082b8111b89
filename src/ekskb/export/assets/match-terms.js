// Masked text -> terms: words, codes and ordered pairs of them, as numbers. Follows logs/terms.py.
//
// The command line uses the CRC-32 of a word as its key, and both keys for a pair. Here every CRC-32 gets a
// small number, so that a pair is still a number that JavaScript holds exactly.
"use strict";

(m => {
  const FIRST_PAIR = 2 ** 25;
  const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
    let value = n;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
  const encoder = new TextEncoder();

  function crc32(word) {
    let value = 0xffffffff;
    for (const byte of encoder.encode(word)) value = CRC[(value ^ byte) & 0xff] ^ (value >>> 8);
    return (value ^ 0xffffffff) >>> 0;
  }

  const isPair = key => key >= FIRST_PAIR;
  const pairKey = (left, right) => left * FIRST_PAIR + right;

  function stem(word) {
    if (word.length < 5 || !/^[a-z]+$/.test(word)) return word;
    if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
    let found = word.endsWith("s") && !"sui".includes(word.at(-2)) ? word.slice(0, -1) : word;
    for (const ending of ["ing", "ed"]) {
      if (found.endsWith(ending) && found.length - ending.length >= 4) {
        found = found.slice(0, -ending.length);
        return found.endsWith("e") ? found.slice(0, -1) : found;
      }
    }
    return found.length > 5 && found.endsWith("e") ? found.slice(0, -1) : found;
  }

  // Numbers of words, and what each word tells by itself.
  class Vocabulary {
    constructor(keys) {
      this.ids = new Map();
      for (const key of keys) this.ids.set(key, this.ids.size + 1);
      this.shares = new Map();
      for (const [share, words] of m.tables.background.KEPT) {
        for (const word of words.split(" ")) this.shares.set(word, share);
      }
      this.forget();
      this.stock = new Set(m.tables.background.STOCK_PAIRS.map(([left, right]) =>
        pairKey(this.ownId(left), this.ownId(right))));
    }

    // Words of an earlier paste go; those of the index stay.
    forget() {
      this.extra = new Map();
      this.read = new Map();
    }

    ownId(word) {
      const key = crc32(word) || 1;
      if (!this.ids.has(key)) this.ids.set(key, this.ids.size + 1);
      return this.ids.get(key);
    }

    idOf(word) {
      if (!word) return 0;
      const key = crc32(word) || 1;
      const known = this.ids.get(key) || this.extra.get(key);
      if (known !== undefined) return known;
      const made = this.ids.size + this.extra.size + 1;
      this.extra.set(key, made);
      return made;
    }

    share(word) {
      const kept = this.shares.get(word);
      if (kept !== undefined) return kept;
      const length = m.size(word);
      if (/^\p{Nd}+$/u.test(word)) return length === 3 || length === 4 ? 0.5 : length > 4 ? 0.2 : 0;
      if (word.includes("-")) return m.tables.background.COMPOUND;
      return length > 2 || word > "\x7f" ? 1 : 0.2;
    }

    weigh(word) {
      const share = word ? this.share(word) : 0;
      return { key: this.idOf(word), share, root: Math.sqrt(Math.max(share, m.tables.terms.LOW)) };
    }

    // The words that a run of characters stands for, and the parts of its name.
    readWord(word) {
      const known = this.read.get(word);
      if (known !== undefined) return known;
      const made = this.splitWord(word);
      this.read.set(word, made);
      return made;
    }

    splitWord(word) {
      if (word[0] === "<") return [[BREAK], []];
      if (word[0] >= "\u3040") {
        const chars = Array.from(word);
        const pairs = Array.from({ length: Math.max(1, chars.length - 1) }, (_, n) => chars.slice(n, n + 2).join(""));
        return [pairs.map(one => this.weigh(one)), []];
      }
      const own = [this.weigh(stem(m.trimOf(word, "_").toLowerCase()))];
      const mixed = /[a-z]/.test(word) ? /[A-Z]/.test(word) : !/[A-Z]/.test(word);
      if (word.length > 5 && (word.includes("_") || mixed)) {
        const parts = m.tables.terms.CAMEL.all(word).map(one => one[0]);
        if (parts.length > 1) {
          return [own, [BREAK, ...parts.map(part => this.weigh(stem(part.toLowerCase()))), BREAK]];
        }
      }
      return [own, []];
    }

    // Words in order; a placeholder is a word with the key 0.
    readWords(masked) {
      const t = m.tables.terms;
      const [found, parts] = [[], []];
      const plain = m.isPlain(masked);
      for (const match of t.WORD.all(masked, 0, false, plain)) {
        const [own, inner] = this.readWord(m.cut(match[0], t.LONGEST));
        found.push(...own);
        parts.push(...inner);
        if (found.length >= t.MOST_WORDS) break;
      }
      if (masked.includes("-")) {
        for (const name of t.NAME.all(masked, 0, false, plain).slice(0, t.MOST_WORDS)) {
          parts.push(BREAK, this.weigh(name[0].toLowerCase()));
        }
      }
      return found.concat(parts);
    }

    // Key of each distinct term of a line with how much it tells by itself.
    weighWords(row) {
      const { PAIR, STOCK, STOCK_PAIR } = m.tables.terms;
      const found = new Map();
      for (const word of row) if (word.key) found.set(word.key, word.share);
      for (let n = 1; n < row.length; n += 1) {
        const [left, right] = [row[n - 1], row[n]];
        if (!left.key || !right.key) continue;
        const key = pairKey(left.key, right.key);
        if (this.stock.has(key)) {
          found.set(left.key, Math.min(found.get(left.key), STOCK * left.share));
          found.set(right.key, Math.min(found.get(right.key), STOCK * right.share));
          found.set(key, STOCK_PAIR);
        } else {
          found.set(key, PAIR * left.root * right.root);
        }
      }
      return found;
    }
  }

  const BREAK = { key: 0, share: 0, root: 0 };

  Object.assign(m, { FIRST_PAIR, crc32, isPair, pairKey, stem, Vocabulary });
})(window.ekskb.matcher);
