// Names found in a paste: namespace, pod, node, image and the like. Follows logs/names.py.
"use strict";

(m => {
  // Names of one line with where they stand; by kind, the surest first.
  function readPlaces(line) {
    const t = m.tables.names;
    const plain = m.isPlain(line);
    const found = [];
    t.COMPILED.forEach(([kind, pattern], key) => {
      for (const match of pattern.all(line, 0, true, plain)) {
        const number = pattern.groups[1];
        if (t.NO_NAMES.includes(match[number])) continue;
        const [start, end] = match.indices[number];
        found.push({ kind, key, value: match[number], start, end });
      }
    });
    return found;
  }

  // Names in a paste, in order of line; each kind and value once. `pause` is called between lines.
  async function readFacts(text, pause) {
    const t = m.tables.names;
    const found = new Map();
    for (const [at, line] of m.cut(text, t.LONGEST).split("\n").entries()) {
      for (const { kind, value } of readPlaces(m.printable(m.cut(line, t.LINE)))) {
        const key = `${kind} ${value}`;
        if (!found.has(key)) found.set(key, { kind, value, line: at + 1 });
      }
      await pause();
    }
    return [...found.values()];
  }

  // What a placeholder such as `<pod-name>` stands for; empty when unknown.
  function placeholderKind(placeholder) {
    const { KIND_OF, TRIM } = m.tables.names;
    const word = m.trim(m.trimOf(placeholder, TRIM)).toLowerCase().replaceAll(" ", "-");
    const bare = word.startsWith("your-") ? word.slice(5) : word;
    for (const one of [word, word.replaceAll("_", "-"), bare]) if (Object.hasOwn(KIND_OF, one)) return KIND_OF[one];
    return "";
  }

  Object.assign(m, { readPlaces, readFacts, placeholderKind });
})(window.ekskb.matcher);
