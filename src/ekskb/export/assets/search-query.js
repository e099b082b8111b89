// The query language: text -> a plain tree. Any text at all is a query; nothing here raises.
"use strict";

(() => {
  const { SPACE, cut, size, split } = ekskb.search;
  const W = "[\\p{L}\\p{N}_]";
  const PIECE = new RegExp(
    `(?<not>-)?(?:(?<field>[A-Za-z]{3,9}):)?` +
      `(?:"(?<phrase>[^"]*)"(?=[${SPACE})]|$)|(?<word>[^${SPACE}]+))`,
    "gu",
  );
  const DATE = /^(\p{Nd}{4})(?:[-./](\p{Nd}{1,2})(?:[-./](\p{Nd}{1,2}))?)?$/u;
  const NEGATED = new RegExp(`^(?:[A-Za-z][\\p{L}\\p{N}_./:-]{2,}$|[^\\x00-\\x7f])`, "u");
  // `nginx:8080`, `http://` and `s3:GetObject` look alike, but are none.
  const LIKE_FIELD = /^([A-Za-z]{2,14}):(?=[\p{L}_]|")(?![A-Z][a-z])/u;
  const OPEN_QUOTE = /^(?:[A-Za-z]{2,14}:)?"[^"]*$/;
  const HAS_WORD = new RegExp(W, "u");
  const DATES = ["since", "before", "after", "until"];
  const EITHER = ["OR", "|", "||"];

  function strip(text, marks) {
    let start = 0;
    let end = text.length;
    while (start < end && marks.includes(text[start])) start += 1;
    while (end > start && marks.includes(text[end - 1])) end -= 1;
    return text.slice(start, end);
  }

  const withoutStars = (text) => text.replace(/\*+$/, "");
  const makeTerm = (text, field = "", phrase = false, prefix = false) => ({ text, field, phrase, prefix });
  const makeClause = (terms, required = false, excluded = false) => ({ terms, required, excluded });

  class Reader {
    constructor(names) {
      this.names = names;
      this.clauses = [];
      this.notes = [];
      this.since = "";
      this.before = "";
      this.either = false;
    }

    take(match) {
      const { not, phrase, word = "" } = match.groups;
      let field = match.groups.field || "";
      if (EITHER.includes(word) && !not && !field && this.clauses.length) {
        this.either = true;
        return;
      }
      field = field.toLowerCase();
      if (DATES.includes(field)) {
        if (this.takeDate(field, word)) return;
        this.note("search_note_date", { field }, match);
        field = "";
      } else if (field && (!this.names.fields.includes(field) || !HAS_WORD.test(word || phrase || ""))) {
        field = "";
      } else if (field === "kind" && !this.names.kinds.includes(word.toLowerCase())) {
        this.note("search_note_kind", { word, known: this.names.kinds.join(", ") }, match);
      }
      this.noteSlip(match);
      if (field) this.add(term(match, field), Boolean(not), true);
      else this.takeWord(match);
    }

    // A field that does not exist, or a quote that nothing closes.
    noteSlip(match) {
      const text = match.groups.not ? match[0].slice(1) : match[0];
      const like = LIKE_FIELD.exec(text);
      const known = [...this.names.fields, ...DATES];
      if (like && !known.includes(like[1].toLowerCase())) {
        this.note("search_note_field", { field: like[1], known: known.slice(0, -2).join(", ") }, match);
      } else if (match.groups.phrase === undefined && OPEN_QUOTE.test(text)) {
        this.note("search_note_quote", {}, match);
      }
    }

    // Something in the query that was not understood; what is said of it is a text of the page.
    note(key, parts, match) {
      this.notes.push({ key, parts, start: match.index, end: match.index + match[0].length });
    }

    takeWord(match) {
      const { not, field, phrase } = match.groups;
      if (phrase !== undefined && !field) {
        this.add(term(match, ""), Boolean(not), true);
        return;
      }
      const text = not ? match[0].slice(1) : match[0];
      if (!HAS_WORD.test(text)) return;
      const excluded = Boolean(not) && !field && NEGATED.test(text);
      const bare = strip(text, "\"'`()[]{}<>,;!?");
      const prefix = bare.length > 1 && bare.endsWith("*") && HAS_WORD.test(bare.slice(0, -1));
      this.add(makeTerm(prefix ? withoutStars(bare) : bare || text, "", false, prefix), excluded, false);
    }

    add(made, excluded, required) {
      if (!HAS_WORD.test(made.text)) return;
      if (this.either && this.clauses.length && !excluded) {
        const last = this.clauses.pop();
        this.clauses.push(makeClause([...last.terms, made], last.required && required, last.excluded));
      } else {
        this.clauses.push(makeClause([made], required && !excluded, excluded));
      }
      this.either = false;
    }

    takeDate(field, word) {
      const found = DATE.exec(word);
      if (!found) return false;
      const parts = found.slice(1).filter(Boolean);
      if (!isDate(parts.map(Number))) return false;
      const date = parts.map((part) => part.padStart(2, "0")).join("-");
      if (field === "since" || field === "after") this.since = date;
      else this.before = date;
      return true;
    }
  }

  // Whether year, month and day, as far as they are given, are in the calendar.
  function isDate([year, month = 1, day = 1]) {
    const date = new Date(Date.UTC(2000, month - 1, day));
    date.setUTCFullYear(year, month - 1, day);
    return year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  }

  function term(match, field) {
    const { phrase, word } = match.groups;
    if (phrase !== undefined) return makeTerm(phrase, field, true);
    const bare = strip(word, "\"'`()[]{}<>,;");
    const prefix = bare.endsWith("*") && bare.length > 1;
    return makeTerm(prefix ? withoutStars(bare) : bare, field, false, prefix);
  }

  // `names`: fields that may stand before a colon, and kinds; `most`: constants such as the longest query.
  function parseQuery(text, names, most) {
    const reader = new Reader(names);
    for (const match of cut(text, most.longest_query).matchAll(PIECE)) reader.take(match);
    let clauses = reader.clauses;
    if (clauses.length && clauses.every((clause) => clause.excluded && !clause.terms[0].field)) {
      // Nothing but exclusions is a pasted list or a slip.
      clauses = clauses.map((clause) => makeClause(clause.terms));
    }
    const notes = clauses.length <= most.typed_words ? reader.notes : [];
    if (size(text) > most.longest_query) {
      notes.push({ key: "search_note_length", parts: { n: most.longest_query }, start: text.length, end: text.length });
    }
    return { text, clauses, since: reader.since, before: reader.before, notes };
  }

  // The words of `text` and nothing else, whatever operators it seems to hold.
  function plainQuery(text, longest) {
    const words = split(cut(text, longest)).filter((word) => HAS_WORD.test(word));
    return { text, clauses: words.map((word) => makeClause([makeTerm(word)])), since: "", before: "", notes: [] };
  }

  function isPlain(query) {
    const simple = (clause) => !clause.required && !clause.excluded && clause.terms.length === 1;
    return query.clauses.every(simple) && !query.since && !query.before;
  }

  Object.assign(ekskb.search, { isPlain, parseQuery, plainQuery });
})();
