// Values put into commands: quoted for a POSIX shell, as the terminal UI does it.
"use strict";

ekskb.shell = (() => {
  // The quotation mark that is still open at the end of `text`, or an empty string.
  function openQuote(text) {
    let mark = "";
    for (const [found] of text.matchAll(/\\[^]|['"]/gu)) {
      if (mark === "'" && found === "\\'") mark = "";
      else if ((found === "'" || found === '"') && !mark) mark = found;
      else if (found === mark) mark = "";
    }
    return mark;
  }

  // One word for the shell, whatever it holds.
  function quote(value) {
    if (value === "") return "''";
    return /[^\w@%+=:,./-]/.test(value) ? `'${value.replaceAll("'", `'"'"'`)}'` : value;
  }

  // The value as it has to stand behind `before`, which may end within quotation marks.
  function quoteAfter(before, value) {
    const mark = openQuote(before);
    if (mark === "'") return value.replaceAll("'", "'\\''");
    if (mark === '"') return value.replace(/[\\"$`]/g, "\\$&");
    return quote(value);
  }

  return { openQuote, quote, quoteAfter };
})();
