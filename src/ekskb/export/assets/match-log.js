// The pasted log with the lines that were matched marked in place; what lies between is folded.
"use strict";

(m => {
  const CONTEXT = 2;
  const SHORTEST_FOLD = 4;
  const LONGEST_LINE = 2000;
  const MOST_OPENED = 400;
  const say = (key, parts) => window.ekskb.say(key, parts);
  const element = (...parts) => window.ekskb.element(...parts);

  // Line number -> numbers of the cards that it proves.
  function markLines(found) {
    const marks = new Map();
    found.forEach((one, at) => {
      for (const pair of one.evidence) {
        for (const line of pair.lines) {
          if (!marks.has(line)) marks.set(line, new Set());
          marks.get(line).add(at + 1);
        }
      }
    });
    return marks;
  }

  // `cards` are the cards that the line proves; of candidates that are too weak, it is only set apart.
  function makeLine(text, number, cards, sure) {
    const gutter = element("span", "m-log-n", String(number));
    const kind = cards ? (sure ? " m-log-hit" : " m-log-near") : "";
    const row = element("div", `m-log-line${kind}`, gutter);
    row.id = `log-${number}`;
    row.append(element("span", "m-log-text", m.cut(text, LONGEST_LINE) || " "));
    if (cards && sure) {
      for (const card of cards) {
        const link = element("a", "m-log-card", String(card));
        link.href = `#match-${card}`;
        link.setAttribute("aria-label", say("match_to_card", { n: card }));
        row.append(link);
      }
    }
    return row;
  }

  // Lines that nothing matched: a button that shows them, some hundred at a time.
  function makeFold(lines, first, end, marks) {
    const button = element("button", "m-log-fold", say("match_fold", { n: end - first }));
    button.type = "button";
    button.addEventListener("click", () => {
      const stop = Math.min(end, first + MOST_OPENED);
      const rows = lines.slice(first, stop).map((line, n) => makeLine(line, first + n + 1, null, false));
      const rest = stop < end ? [makeFold(lines, stop, end, marks)] : [];
      button.replaceWith(...rows, ...rest);
    });
    return button;
  }

  // Lines that links lead to: those that were matched, and those that values for commands come from.
  function wantedLines(found, marks) {
    const filled = found.flatMap(one => one.commands.flatMap(command => command.fills.map(fill => fill.line)));
    return [...new Set([...marks.keys(), ...filled])].sort((a, b) => a - b);
  }

  // Ranges of lines that are shown: [first, end) around each wanted one.
  function shownRanges(count, wanted) {
    const ranges = [];
    for (const number of wanted) {
      const [first, end] = [Math.max(0, number - 1 - CONTEXT), Math.min(count, number + CONTEXT)];
      const before = ranges.at(-1);
      if (before && first - before[1] < SHORTEST_FOLD) before[1] = Math.max(before[1], end);
      else ranges.push([first < SHORTEST_FOLD ? 0 : first, end]);
    }
    return ranges.length ? ranges : [[0, Math.min(count, 2 * SHORTEST_FOLD)]];
  }

  // The whole log as an element; `found` are the answers in the order of their cards, or weak candidates.
  function makeLog(text, found, sure) {
    const lines = m.printable(text).replace(/\n$/, "").split("\n");
    const marks = markLines(found);
    const box = element("div", "m-log");
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", say("match_log"));
    let done = 0;
    for (const [first, end] of shownRanges(lines.length, wantedLines(found, marks))) {
      if (first > done) box.append(makeFold(lines, done, first, marks));
      for (let n = first; n < end; n += 1) box.append(makeLine(lines[n], n + 1, marks.get(n + 1), sure));
      done = end;
    }
    if (done < lines.length) box.append(makeFold(lines, done, lines.length, marks));
    return box;
  }

  Object.assign(m, { makeLog });
})(window.ekskb.matcher);
