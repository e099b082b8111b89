// Structured messages -> message, level, logger and fields. Follows logs/structured.py.
"use strict";

(m => {
  const KNOWN = ["msg", "message", "level", "lvl", "err", "error"];

  function structured(text, more = {}) {
    return { text, level: "", logger: "", fields: [], trace: "", source: "", ...more };
  }

  function foldLevel(word) {
    const { LEVELS, NUMBERS } = m.tables.levels;
    const key = m.trimOf(m.trim(word), "[]<>#:").toLowerCase();
    return (Object.hasOwn(LEVELS, key) && LEVELS[key]) || (Object.hasOwn(NUMBERS, key) && NUMBERS[key]) || "";
  }

  function leaves(value, path = "", depth = 0, found = []) {
    const { DEPTH, FIELDS } = m.tables.structured;
    if (value instanceof Map) {
      if (depth < DEPTH) {
        for (const [key, inner] of value) leaves(inner, path ? `${path}.${key}` : key, depth + 1, found);
      }
    } else if (Array.isArray(value)) {
      if (depth < DEPTH) for (const inner of value.slice(0, FIELDS)) leaves(inner, path, depth + 1, found);
    } else if (value !== null) {
      found.push([path, value instanceof m.Scalar ? value.text : value]);
    }
    return found;
  }

  function first(fields, keys) {
    for (const key of keys) if (fields.get(key)) return fields.get(key);
    return "";
  }

  function splitTrace(error) {
    const whole = m.trim(error);
    const cut = whole.indexOf("\n");
    const [head, rest] = cut < 0 ? [whole, ""] : [whole.slice(0, cut), whole.slice(cut + 1)];
    if (head !== m.tables.structured.PYTHON_TRACE) return [head, rest];
    const last = rest.lastIndexOf("\n");
    return [m.trim(rest.slice(last + 1)), last < 0 ? "" : rest.slice(0, last)];
  }

  function levelOf(fields) {
    const number = fields.get("PRIORITY") || "";
    if (/^[0-7]$/.test(number)) return m.tables.structured.PRIORITIES[Number(number)];
    return foldLevel(first(fields, m.tables.structured.LEVEL_KEYS));
  }

  function byKey(pairs) {
    const fields = new Map();
    for (const [key, value] of pairs.slice(0, 4 * m.tables.structured.FIELDS)) {
      for (const name of [key, key.slice(key.lastIndexOf(".") + 1)]) if (!fields.has(name)) fields.set(name, value);
    }
    return fields;
  }

  // Tell message, error, level and logger among the pairs; the rest are fields.
  function fromFields(pairs, given = "") {
    const t = m.tables.structured;
    const fields = byKey(pairs);
    const message = given || first(fields, t.MESSAGE_KEYS);
    const whole = first(fields, t.ERROR_KEYS);
    const [error, inner] = splitTrace(whole);
    const trace = inner || fields.get("stacktrace") || fields.get("stack_trace") || "";
    const rest = pairs
      .slice(0, t.FIELDS)
      .filter(([key, value]) => value && value !== message && value !== whole && !t.TIME_KEYS.includes(key))
      .map(([key, value]) => [key, m.cut(value, t.VALUE)]);
    let text = message && error && !message.includes(error) ? `${message}: ${error}` : message || error;
    if (!text) text = rest.map(([key, value]) => `${key}=${value}`).join(" ");
    const [logger, source] = [first(fields, t.LOGGER_KEYS), first(fields, t.SOURCE_KEYS)];
    return structured(text, { level: levelOf(fields), logger, fields: rest, trace, source });
  }

  function eventText(value) {
    const [reason, message] = [value.get("reason"), value.get("message")];
    return typeof reason === "string" && typeof message === "string" ? `${reason}: ${message}` : "";
  }

  // A JSON log object; a message that is itself JSON is opened as well.
  function fromObject(value) {
    const found = fromFields(leaves(value), eventText(value));
    const inner = m.trimStart(found.text);
    const nested = inner.startsWith("{") ? m.readJson(inner) : null;
    if (!(nested instanceof Map)) return found;
    const deeper = fromFields(leaves(nested));
    return structured(deeper.text, {
      level: deeper.level || found.level,
      logger: deeper.logger || found.logger,
      fields: found.fields.concat(deeper.fields),
      trace: deeper.trace,
      source: deeper.source || found.source,
    });
  }

  function unquote(value) {
    if (value.length < 2 || value[0] !== '"') return value;
    const decoded = m.readJson(value);
    return typeof decoded === "string" ? decoded : value.slice(1, -1);
  }

  // The last cell of a CSV row, in the dialect of spreadsheets.
  function lastCell(row) {
    let [cell, state] = ["", "start"];
    for (const char of row) {
      if (state === "quoted") {
        if (char === '"') state = "after";
        else cell += char;
      } else if (char === ",") {
        [cell, state] = ["", "start"];
      } else if (char === '"' && state === "start") {
        state = "quoted";
      } else {
        if (char === '"' && state === "after") state = "quoted";
        else state = "plain";
        cell += char;
      }
    }
    return cell;
  }

  function fromTail(head, value) {
    const named = m.tables.structured.MESSAGE_KEYS.some(key => m.isTrue(value.get(key)));
    if (head.includes(" ") || !named) return fromFields(leaves(value), head);
    const found = fromObject(value);
    return { ...found, source: found.source || head };
  }

  function tailStart(text) {
    for (const mark of ["\t{", " {"]) {
      const cut = text.indexOf(mark);
      if (cut > 0) return cut + 1;
    }
    return 0;
  }

  function fromPairs(text) {
    const { QUOTED, PAIR } = m.tables.structured;
    if (!text.includes("=")) {
      return QUOTED.fullmatch(text) === null ? null : structured(unquote(text));
    }
    const quoted = QUOTED.match(text);
    const pairs = PAIR.all(text, quoted === null ? 0 : quoted[0].length)
      .map(one => [PAIR.group(one, 1), unquote(PAIR.group(one, 2))]);
    if (quoted !== null) return fromFields(pairs, unquote(quoted[0]));
    const known = pairs.some(([key]) => KNOWN.includes(key));
    return pairs.length >= 2 && known ? fromFields(pairs) : null;
  }

  // JSON, logfmt, klog's quoted message with pairs, or a message with a JSON tail; null for plain text.
  function fromText(text) {
    if (text.startsWith("{")) {
      const value = m.readJson(text);
      return value instanceof Map && value.size > 0 ? fromObject(value) : null;
    }
    const cut = text.endsWith("}") ? tailStart(text) : 0;
    if (cut > 0) {
      const value = m.readJson(text.slice(cut));
      const head = m.trim(m.trimEnd(m.trim(text.slice(0, cut)), ":"));
      if (value instanceof Map && value.size > 0) return fromTail(head, value);
    }
    if (text.endsWith('"') && text.includes('","') && text.includes('""')) return structured(lastCell(text));
    const escaped = text.includes('=\\"') && !text.includes('="');
    return fromPairs(escaped ? text.replaceAll('\\"', '"') : text);
  }

  Object.assign(m, { structured, foldLevel, fromObject, fromText });
})(window.ekskb.matcher);
