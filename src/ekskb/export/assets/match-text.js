// Strings as Python sees them: code points are counted, and white space is what `str.isspace` says.
"use strict";

window.ekskb.matcher = {};

(m => {
  const ASTRAL = /[\ud800-\udfff]/;
  const WORD = /^[\p{L}\p{N}_]$/u;
  const BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069";
  const HIDDEN = new RegExp(`[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f${BIDI}]|[\\ud800-\\udbff](?![\\udc00-\\udfff])`
    + "|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]", "g");

  function isSpace(code) {
    if (code < 0x80) return code === 0x20 || (code >= 9 && code <= 13) || (code >= 0x1c && code <= 0x1f);
    return code === 0x85 || code === 0xa0 || code === 0x1680 || (code >= 0x2000 && code <= 0x200a)
      || code === 0x2028 || code === 0x2029 || code === 0x202f || code === 0x205f || code === 0x3000;
  }

  function trimStart(text) {
    let start = 0;
    while (start < text.length && isSpace(text.charCodeAt(start))) start += 1;
    return text.slice(start);
  }

  function trimEnd(text, also = null) {
    let end = text.length;
    while (end > 0 && (also ? also.includes(text[end - 1]) : isSpace(text.charCodeAt(end - 1)))) end -= 1;
    return text.slice(0, end);
  }

  const trim = text => trimStart(trimEnd(text));

  // Without any of these characters at both ends.
  function trimOf(text, chars) {
    let start = 0;
    while (start < text.length && chars.includes(text[start])) start += 1;
    return trimEnd(text.slice(start), chars);
  }

  // Number of code points.
  const size = text => (ASTRAL.test(text) ? Array.from(text).length : text.length);

  // The first `limit` code points.
  function cut(text, limit) {
    if (text.length <= limit) return text;
    if (!ASTRAL.test(text.slice(0, limit + 1))) return text.slice(0, limit);
    return Array.from(text.slice(0, 2 * limit)).slice(0, limit).join("");
  }

  // Code points from `start` to `end`.
  const part = (text, start, end) =>
    (ASTRAL.test(text) ? Array.from(text).slice(start, end).join("") : text.slice(start, end));

  const squash = text => trim(m.tables.text.SPACE.replace(text, " "));

  function shorten(text, width) {
    const line = squash(text);
    return size(line) <= width ? line : `${trimEnd(cut(line, Math.max(0, width - 1)))}…`;
  }

  // Text that a screen shows and never obeys.
  function printable(text) {
    const bare = text.includes("\x1b") ? m.tables.text.ESCAPE.replace(text, "") : text;
    return bare.replaceAll("\r\n", "\n").replace(HIDDEN, "\ufffd");
  }

  function count(text, piece) {
    let found = 0;
    for (let at = text.indexOf(piece); at >= 0; at = text.indexOf(piece, at + piece.length)) found += 1;
    return found;
  }

  const isWord = char => WORD.test(char);

  // The nearest whole number; halves go to the even one.
  function roundEven(value) {
    const low = Math.floor(value);
    const rest = value - low;
    return rest < 0.5 ? low : rest > 0.5 ? low + 1 : low + (low % 2);
  }

  Object.assign(m, {
    isSpace, trimStart, trimEnd, trim, trimOf, size, cut, part, squash, shorten, printable, count, isWord, roundEven,
  });
})(window.ekskb.matcher);
