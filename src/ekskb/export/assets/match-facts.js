// Names of a paste, put into the commands of a matched entry. Follows logs/facts.py. Nothing is ever run.
"use strict";

(m => {
  const SAFE = /^[A-Za-z0-9_@%+=:,./-]+$/;

  function quote(value) {
    if (value === "") return "''";
    return SAFE.test(value) ? value : `'${value.replaceAll("'", "'\"'\"'")}'`;
  }

  function samplesOf(entry) {
    return new Map(entry.samples.map(([line, text]) => [line, text]));
  }

  // [line number, pasted line, line of the entry] of each pair of evidence.
  function link(entry, lines, evidence) {
    const samples = samplesOf(entry);
    return [...evidence]
      .sort((a, b) => b.share - a.share)
      .filter(pair => pair.line >= 1 && pair.line <= lines.length)
      .map(pair => [pair.line, lines[pair.line - 1], samples.get(pair.entryLine) || ""]);
  }

  // The kinds of which there is exactly one value.
  function only(facts) {
    const kinds = new Map();
    for (const fact of facts) {
      if (!kinds.has(fact.kind)) kinds.set(fact.kind, new Map());
      const rows = kinds.get(fact.kind);
      if (!rows.has(fact.value)) rows.set(fact.value, fact);
    }
    const single = [...kinds].filter(([, rows]) => rows.size === 1);
    return new Map(single.map(([kind, rows]) => [kind, [...rows.values()][0]]));
  }

  function byKey(line) {
    const found = new Map();
    for (const place of m.readPlaces(line)) {
      const key = `${place.kind} ${place.key}`;
      if (!found.has(key)) found.set(key, { kind: place.kind, values: new Set() });
      found.get(key).values.add(place.value);
    }
    return found;
  }

  // `kind old` -> the name at the same key of the matched line in the paste.
  function findSwaps(linked) {
    const found = new Map();
    for (const [line, text, sample] of linked) {
      const [old, fresh] = [byKey(sample), byKey(text)];
      for (const [key, { kind, values }] of old) {
        if (values.size !== 1 || !fresh.has(key) || fresh.get(key).values.size !== 1) continue;
        const [[before], [after]] = [values, fresh.get(key).values];
        const name = `${kind} ${before}`;
        if (!found.has(name)) found.set(name, { kind, before, rows: new Map() });
        found.get(name).rows.set(after, { kind, value: after, line });
      }
    }
    const sure = [...found].filter(([, { before, rows }]) => rows.size === 1 && !rows.has(before));
    return new Map(sure.map(([name, { kind, before, rows }]) => [name, { kind, before, fact: [...rows.values()][0] }]));
  }

  const charBefore = (text, at) => (at > 0 ? Array.from(text.slice(Math.max(0, at - 2), at)).at(-1) : "");
  const isNamePart = (char, more) => char !== "" && (m.isWord(char) || more.includes(char));
  const isLetter = char => char !== "_" && m.isWord(char);

  // Where a command holds a word as a whole; a word that ends in signs, anywhere.
  function findWhole(text, word) {
    const chars = Array.from(word);
    const named = isLetter(chars[0]) && isLetter(chars.at(-1));
    const found = [];
    for (let at = text.indexOf(word); at >= 0;) {
      const end = at + word.length;
      const after = end < text.length ? String.fromCodePoint(text.codePointAt(end)) : "";
      const whole = !named || !(isNamePart(charBefore(text, at), ".-") || isNamePart(after, "-"));
      if (whole) found.push([at, end]);
      at = text.indexOf(word, whole ? end : at + 1);
    }
    return found;
  }

  function nameSpans(text, swaps) {
    const { SHARED_HOMES, SHAPED, SHAPED_POD } = m.tables.facts;
    if (swaps.size === 0) return [];
    const places = m.readPlaces(text).filter(one => swaps.has(`${one.kind} ${one.value}`));
    const own = places.some(one => !SHARED_HOMES.includes(one.value));
    const found = places
      .filter(one => own || !SHARED_HOMES.includes(one.value))
      .map(one => [one.start, one.end, swaps.get(`${one.kind} ${one.value}`).fact]);
    for (const { kind, before, fact } of swaps.values()) {
      if (SHAPED.includes(kind) || (kind === "pod" && SHAPED_POD.fullmatch(before))) {
        found.push(...findWhole(text, before).map(([start, end]) => [start, end, fact]));
      }
    }
    return found;
  }

  function fill(command, known, swaps) {
    const chosen = new Map(command.placeholders
      .filter(one => known.has(m.placeholderKind(one)))
      .map(one => [one, known.get(m.placeholderKind(one))]));
    const spans = [...chosen].flatMap(([word, fact]) => findWhole(command.text, word).map(span => [...span, fact]));
    spans.push(...nameSpans(command.text, swaps));
    let [text, done] = ["", 0];
    const fills = new Map();
    const pieces = [];
    for (const [start, end, fact] of spans.sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      if (start < done) continue;
      const old = command.text.slice(start, end);
      if (!fills.has(old)) fills.set(old, { placeholder: old, value: fact.value, line: fact.line });
      text += command.text.slice(done, start);
      pieces.push([text.length, text.length + quote(fact.value).length]);
      text += quote(fact.value);
      done = end;
    }
    return {
      ...command,
      text: text + command.text.slice(done),
      placeholders: command.placeholders.filter(one => !chosen.has(one)),
      fills: [...fills.values()],
      filled: pieces,
    };
  }

  // Commands of an entry with names of the paste in place, shell-quoted; each fill says its line.
  // `facts` are the names in the whole paste, `lines` its lines.
  function fillCommands(entry, facts, lines, evidence) {
    if (entry.commands.length === 0) return [];
    const linked = link(entry, lines, evidence);
    const near = only(linked.flatMap(([line, text]) => m.readPlaces(text).map(place => ({ ...place, line }))));
    const known = new Map([...only(facts), ...near]);
    const swaps = findSwaps(linked);
    return entry.commands.map(command => fill(command, known, swaps));
  }

  Object.assign(m, { fillCommands, findWhole, quote });
})(window.ekskb.matcher);
