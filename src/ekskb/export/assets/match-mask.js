// Variable parts of a line -> placeholders. Follows logs/mask.py.
"use strict";

(m => {
  const BEFORE = 16;

  function isCode(text, start) {
    const before = text.slice(0, start);
    return m.tables.mask.CODE_BEFORE.search(before, Math.max(0, start - BEFORE)) !== null;
  }

  function kindOf(match) {
    const { ANY, BY_GROUP } = m.tables.mask;
    for (const [name, number] of Object.entries(ANY.names)) if (match[number] !== undefined) return BY_GROUP[name];
    return "";
  }

  // The masked text and the masked spans of the original: [start, end, name].
  function maskSpans(text) {
    const t = m.tables.mask;
    const plain = m.isPlain(text);
    if (!t.MAYBE.test(text, plain)) return { text, marks: [] };
    const [pieces, marks] = [[], []];
    let done = 0;
    for (const match of t.ANY.all(text, 0, false, plain)) {
      const name = kindOf(match);
      const start = match.index;
      if (name === "number" && isCode(text, start)) continue;
      pieces.push(text.slice(done, start), `<${name}>`);
      done = start + match[0].length;
      marks.push([start, done, name]);
    }
    return { text: pieces.join("") + text.slice(done), marks };
  }

  const mask = text => maskSpans(text).text;

  Object.assign(m, { mask, maskSpans });
})(window.ekskb.matcher);
