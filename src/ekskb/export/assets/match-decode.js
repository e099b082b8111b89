// Bytes of a dropped file -> text, whatever wrote them. Follows decode.py.
"use strict";

(m => {
  const SAMPLE = 8192;
  const HANGUL_SHARE = 0.5;

  // The UTF-16 flavour of mostly-ASCII text without a byte order mark, or an empty string.
  function bareWide(sample) {
    const zeros = [0, 0];
    sample.forEach((byte, at) => {
      if (byte === 0) zeros[at % 2] += 1;
    });
    const half = Math.max(1, Math.floor(sample.length / 2));
    if (zeros[1] > 0.7 * half && zeros[0] < 0.1 * half) return "utf-16le";
    return zeros[0] > 0.7 * half && zeros[1] < 0.1 * half ? "utf-16be" : "";
  }

  function attempt(kind, bytes) {
    try {
      return new TextDecoder(kind, { fatal: true }).decode(bytes);
    } catch {
      return null;
    }
  }

  // Korean of Windows, where most of what is not ASCII becomes Hangul syllables.
  function legacy(bytes) {
    const korean = attempt("euc-kr", bytes);
    const wide = korean === null ? [] : Array.from(korean).filter(char => char > "\x7f");
    const hangul = wide.filter(char => char >= "\uac00" && char <= "\ud7a3").length;
    return wide.length && hangul >= HANGUL_SHARE * wide.length ? korean : null;
  }

  function decode(bytes) {
    const marked = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le"
      : bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : "";
    const sample = bytes.subarray(0, SAMPLE);
    const wide = marked || (sample.includes(0) ? bareWide(sample) : "");
    if (wide) return new TextDecoder(wide).decode(bytes);
    // A character that is cut at the very end is a truncated log, not another encoding.
    const text = attempt("utf-8", bytes) ?? attempt("utf-8", bytes.subarray(0, bytes.length - 3));
    const lossy = () => new TextDecoder().decode(bytes);
    return text === null ? legacy(bytes) ?? lossy() : lossy();
  }

  Object.assign(m, { decode });
})(window.ekskb.matcher);
