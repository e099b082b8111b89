// Patterns that were translated from Python: one source for ASCII texts, one for all others.
"use strict";

(m => {
  const PLAIN = /^[\0-\x7f]*$/;
  const isPlain = text => PLAIN.test(text);

  class Pattern {
    // `form` is [source for ASCII, source for any text, numbers of groups, numbers by name];
    // the second is left out where it is the first.
    constructor(form) {
      [this.ascii, this.full, this.groups, this.names] = form;
      this.full ||= this.ascii;
      this.made = new Map();
    }

    _get(text, plain, flags, whole = false) {
      const key = `${plain ? "a" : "u"}${flags}${whole ? "!" : ""}`;
      let made = this.made.get(key);
      if (made === undefined) {
        const source = plain ? this.ascii : this.full;
        made = new RegExp(whole ? `(?:${source})$` : source, plain ? flags : `${flags}u`);
        this.made.set(key, made);
      }
      made.lastIndex = 0;
      return made;
    }

    // At the beginning of the text, as `re.match`.
    match(text, plain = isPlain(text)) {
      return this._get(text, plain, "y").exec(text);
    }

    fullmatch(text, plain = isPlain(text)) {
      return this._get(text, plain, "y", true).exec(text);
    }

    // Anywhere from `start` on, as `re.search`.
    search(text, start = 0, plain = isPlain(text)) {
      const made = this._get(text, plain, "g");
      made.lastIndex = start;
      return made.exec(text);
    }

    test(text, plain = isPlain(text)) {
      return this._get(text, plain, "g").test(text);
    }

    // All matches from `start` on; with `spans` each says where its groups stand.
    all(text, start = 0, spans = false, plain = isPlain(text)) {
      const made = this._get(text, plain, spans ? "dg" : "g");
      const found = [];
      made.lastIndex = start;
      for (let one = made.exec(text); one !== null; one = made.exec(text)) {
        found.push(one);
        if (one[0] === "") made.lastIndex += text.codePointAt(made.lastIndex) > 0xffff && !plain ? 2 : 1;
      }
      return found;
    }

    // The pieces between the matches.
    split(text) {
      const pieces = [];
      let done = 0;
      for (const one of this.all(text)) {
        pieces.push(text.slice(done, one.index));
        done = one.index + one[0].length;
      }
      return [...pieces, text.slice(done)];
    }

    replace(text, by) {
      return text.replace(this._get(text, isPlain(text), "g"), () => by);
    }

    // Texts of the named groups that matched something.
    named(match) {
      const found = {};
      for (const [name, number] of Object.entries(this.names)) {
        if (match[number]) found[name] = match[number];
      }
      return found;
    }

    // A group by its number in Python.
    group(match, number) {
      return match[this.groups[number]];
    }
  }

  // Tables as they came, with patterns made ready.
  function revive(value) {
    if (Array.isArray(value)) return value.map(revive);
    if (value === null || typeof value !== "object") return value;
    if ("re" in value) return new Pattern(value.re);
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, revive(inner)]));
  }

  Object.assign(m, { Pattern, revive, isPlain });
})(window.ekskb.matcher);
