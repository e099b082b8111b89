// JSON read the way the command line reads it: strictly, keys in order, and numbers as Python writes them.
"use strict";

(m => {
  const DEEPEST = 900;
  const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
  const CHUNK = /[^"\\\0-\x1f]+/y;
  const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };

  class Fault extends Error {}

  // A number or a truth value: `text` is what Python's `str` says of it.
  class Scalar {
    constructor(text, truth) {
      this.text = text;
      this.truth = truth;
    }
  }

  function numberText(whole, broken) {
    if (!broken) {
      const digits = whole === "-0" ? "0" : whole;
      return digits;
    }
    const value = Number(whole);
    if (!Number.isFinite(value)) throw new Fault();
    if (Object.is(value, -0)) return "-0.0";
    const size = Math.abs(value);
    if (size === 0 || (size >= 1e-4 && size < 1e16)) {
      const plain = size !== 0 && size < 1e-6 ? value.toFixed(20) : String(value);
      return plain.includes(".") ? plain : `${plain}.0`;
    }
    const [digits, power] = value.toExponential().split("e");
    const sign = power[0];
    return `${digits}e${sign}${power.slice(1).padStart(2, "0")}`;
  }

  class Reader {
    constructor(text) {
      this.text = text;
      this.at = 0;
    }

    whole() {
      const value = this.value(0);
      this.space();
      if (this.at < this.text.length) throw new Fault();
      return value;
    }

    space() {
      while (this.at < this.text.length && " \t\n\r".includes(this.text[this.at])) this.at += 1;
    }

    value(depth) {
      if (depth > DEEPEST) throw new Fault();
      this.space();
      const char = this.text[this.at];
      if (char === "{") return this.object(depth);
      if (char === "[") return this.list(depth);
      if (char === '"') return this.string();
      for (const [word, made] of [["true", new Scalar("True", true)], ["false", new Scalar("False", false)]]) {
        if (this.text.startsWith(word, this.at)) return this.skip(word.length, made);
      }
      return this.text.startsWith("null", this.at) ? this.skip(4, null) : this.number();
    }

    skip(length, value) {
      this.at += length;
      return value;
    }

    number() {
      NUMBER.lastIndex = this.at;
      const found = NUMBER.exec(this.text);
      if (found === null) throw new Fault();
      const text = numberText(found[0], found[1] !== undefined || found[2] !== undefined);
      return this.skip(found[0].length, new Scalar(text, Number(found[0]) !== 0));
    }

    string() {
      this.at += 1;
      const pieces = [];
      for (;;) {
        CHUNK.lastIndex = this.at;
        const chunk = CHUNK.exec(this.text);
        if (chunk !== null) pieces.push(this.skip(chunk[0].length, chunk[0]));
        const char = this.text[this.at];
        if (char === '"') return this.skip(1, pieces.join(""));
        if (char !== "\\") throw new Fault();
        pieces.push(this.escape());
      }
    }

    escape() {
      const char = this.text[this.at + 1];
      if (char !== "u") {
        const plain = ESCAPES[char];
        if (plain === undefined) throw new Fault();
        return this.skip(2, plain);
      }
      const unit = this.unit(this.at + 2);
      if (unit < 0xd800 || unit > 0xdfff) return this.skip(6, String.fromCharCode(unit));
      const low = this.text.startsWith("\\u", this.at + 6) ? this.unit(this.at + 8) : 0;
      if (unit > 0xdbff || low < 0xdc00 || low > 0xdfff) throw new Fault();
      return this.skip(12, String.fromCharCode(unit, low));
    }

    unit(at) {
      const digits = this.text.slice(at, at + 4);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw new Fault();
      return parseInt(digits, 16);
    }

    // Items between brackets; `take` reads one.
    items(end, take) {
      this.at += 1;
      this.space();
      if (this.text[this.at] === end) return this.skip(1, undefined);
      for (;;) {
        take();
        this.space();
        const char = this.text[this.at];
        this.at += 1;
        if (char === end) return undefined;
        if (char !== ",") throw new Fault();
      }
    }

    object(depth) {
      const found = new Map();
      this.items("}", () => {
        this.space();
        if (this.text[this.at] !== '"') throw new Fault();
        const key = this.string();
        this.space();
        if (this.text[this.at] !== ":") throw new Fault();
        this.at += 1;
        found.set(key, this.value(depth + 1));
      });
      return found;
    }

    list(depth) {
      const found = [];
      this.items("]", () => found.push(this.value(depth + 1)));
      return found;
    }
  }

  // The value of a JSON text: Map, Array, string, Scalar; null for anything else.
  function readJson(text) {
    try {
      return new Reader(text).whole();
    } catch (fault) {
      if (fault instanceof Fault || fault instanceof RangeError) return null;
      throw fault;
    }
  }

  // What Python calls true.
  function isTrue(value) {
    if (value === null || value === undefined) return false;
    if (value instanceof Map) return value.size > 0;
    return value instanceof Scalar ? value.truth : value.length > 0;
  }

  Object.assign(m, { readJson, isTrue, Scalar });
})(window.ekskb.matcher);
