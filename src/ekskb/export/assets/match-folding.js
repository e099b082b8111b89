// Several lines that are one record: stack traces, states of containers, JSON blocks, broken lines.
// Follows logs/folding.py, describe.py, blocks.py and wrapped.py.
"use strict";

(m => {
  const HEALTHY_EXIT = "0";
  const opensJson = line => "{[".includes(m.trimStart(line)[0] || " ");

  // The kind of trace that `text` goes on with, or an empty string.
  function isFrame(text, state) {
    const t = m.tables.folding;
    if (t.JAVA_FRAME.match(text)) return text.endsWith(") {") ? "node" : "java";
    if (state === "node" && t.NODE_FIELD.match(text)) return text === "}" ? "closed" : "node";
    if (state === "python") {
      const goesOn = text.startsWith("  ") || !m.trim(text) || t.PYTHON_CHAIN.some(one => text.startsWith(one));
      return goesOn ? "python" : "";
    }
    if (t.PYTHON_FRAME.match(text)) return "python";
    if (t.GO_START.match(text) || t.GO_PLACE.match(text)) return "go";
    return state === "go" && (t.GO_CALL.match(text) || !m.trim(text)) ? "go" : "";
  }

  const isCause = text => m.tables.folding.CAUSE.match(text) !== null;

  function stripCause(text) {
    const found = m.tables.folding.CAUSE.search(text);
    return found === null ? text : text.slice(0, found.index) + text.slice(found.index + found[0].length);
  }

  const indent = line => (m.trim(line) ? m.size(line) - m.size(m.trimStart(line)) : 0);

  function readDetails(lines, start, opened) {
    const t = m.tables.describe;
    const base = m.size(t.STATE.group(opened, 1));
    const state = t.STATE.group(opened, 3);
    const told = new Map([["", `${t.STATE.group(opened, 2)}: ${state}`]]);
    let [key, end] = ["", start + 1];
    while (end < Math.min(lines.length, start + t.LONGEST) && indent(lines[end]) > base) {
      const detail = t.DETAIL.match(lines[end]);
      if (detail !== null && indent(lines[end]) <= base + 4) {
        key = t.DETAIL.group(detail, 2);
        told.set(key, m.trim(t.DETAIL.group(detail, 3)));
      } else if (key === "Message") {
        told.set(key, `${told.get(key)} ${m.trim(lines[end])}`);
      }
      end += 1;
    }
    return { base, state, told, end };
  }

  function containerOf(lines, start, base) {
    const t = m.tables.describe;
    for (let at = start - 1; at >= Math.max(0, start - t.BACK); at -= 1) {
      const named = t.NAME.match(lines[at]);
      if (named !== null && m.size(t.NAME.group(named, 1)) < base) return t.NAME.group(named, 2);
    }
    return "";
  }

  // The state of a container that begins at this line, or null.
  function readState(lines, start) {
    const t = m.tables.describe;
    const opened = lines[start].includes("State:") ? t.STATE.match(lines[start]) : null;
    if (opened === null) return null;
    const { base, state, told, end } = readDetails(lines, start, opened);
    const joined = [told.get(""), ...t.TOLD.filter(name => told.get(name)).map(name => `${name}: ${told.get(name)}`)];
    const healthy = t.HARMLESS.includes(told.get("Reason") || "")
      && (told.has("Exit Code") ? told.get("Exit Code") : HEALTHY_EXIT) === HEALTHY_EXIT;
    const level = state === "Running" || healthy ? "info" : "error";
    return { text: m.squash(joined.join(", ")), container: containerOf(lines, start, base), level, end };
  }

  // Whether a JSON value may begin here, also behind a wrapper that every line of it has.
  function opensBlock(line) {
    const t = m.tables.blocks;
    if (line.length >= t.LONGEST_LINE && m.size(line) >= t.LONGEST_LINE) {
      return m.trimStart(line)[0] === "{" && m.cut(line, t.LONGEST_LINE).includes(t.ITEMS);
    }
    return opensJson(line) || [" {", " ["].includes(m.trimEnd(line).slice(-2));
  }

  function readWhole(lines) {
    const t = m.tables.blocks;
    if (lines.length > 1) return m.readJson(lines.join("\n"));
    if (!lines[0].includes(t.ITEMS) || m.size(lines[0]) > t.LONGEST_LIST) return null;
    const value = m.readJson(lines[0]);
    return value instanceof Map && Array.isArray(value.get("items")) ? value : null;
  }

  // A list on one line, or a value of several lines: [index behind it, value or null].
  function readBlock(raw, start, peel) {
    const inside = opensJson(raw[start]);
    if (!inside && !["{", "["].includes(peel(raw[start]))) return [start, null];
    const lines = [];
    let [depth, end] = [0, start];
    for (end = start; end < Math.min(raw.length, start + m.tables.blocks.LINES); end += 1) {
      const line = inside ? raw[end] : peel(raw[end]);
      lines.push(line);
      depth += m.count(line, "{") + m.count(line, "[") - m.count(line, "}") - m.count(line, "]");
      if (depth <= 0) return [end + 1, readWhole(lines)];
    }
    return [end, null];
  }

  // The records of a JSON value: one per item of a Kubernetes list.
  function readItems(value) {
    const items = value instanceof Map ? value.get("items") : value;
    const objects = Array.isArray(items) ? items.filter(item => item instanceof Map) : [value];
    const read = objects.map(item => (item instanceof Map ? m.fromObject(item) : m.structured(String(item))));
    return read.filter(item => item.text);
  }

  // The width at which lines seem to be broken, or 0.
  function wrapWidth(lines) {
    const t = m.tables.wrapped;
    const width = lines.reduce((most, line) => (line.length > most ? Math.max(most, m.size(line)) : most), 0);
    return width >= t.NARROWEST && width <= t.WIDEST && lines.length > 1 ? width : 0;
  }

  function goesOn(lines, start, end, width) {
    const following = lines[end + 1];
    if (m.size(lines[end]) !== width || !following || m.isSpace(following.charCodeAt(0))) return false;
    const alike = m.tables.wrapped.ALIKE;
    if (m.cut(following, alike) === m.cut(lines[start], alike)) return false;
    const pieces = lines.slice(start, end + 1);
    const opened = pieces.reduce((sum, one) => sum + m.count(one, '"') - m.count(one, '\\"'), 0);
    return Math.abs(opened % 2) === 1;
  }

  // How many lines from `start` on are one.
  function countPieces(lines, start, width) {
    if (width === 0 || lines[start].length < width || m.size(lines[start]) !== width) return 1;
    let end = start;
    const most = m.tables.wrapped.PIECES;
    while (end - start < most && end + 1 < lines.length && goesOn(lines, start, end, width)) end += 1;
    return end - start + 1;
  }

  Object.assign(m, {
    isFrame, isCause, stripCause, readState, opensBlock, readBlock, readItems, wrapWidth, countPieces,
  });
})(window.ekskb.matcher);
