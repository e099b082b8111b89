// Commands of a matched entry: filled from the log, with a field for each gap that is left, and copied whole.
"use strict";

(m => {
  const GROUPS = [["fix", "role_fix"], ["verification", "role_verification"], ["diagnosis", "role_diagnosis"]];
  const MOST_COMMANDS = 5;
  const COPIED = 1600;
  const ASKED = 5000;
  const say = (key, parts) => window.ekskb.say(key, parts);
  const element = (...parts) => window.ekskb.element(...parts);

  // What people type into the gaps of one card; the same placeholder is one value in all its commands.
  class Gaps {
    constructor() {
      [this.values, this.fields, this.watchers] = [new Map(), [], []];
    }

    makeField(name) {
      const field = element("input", "ph-field");
      Object.assign(field, { type: "text", placeholder: name, size: Math.max(3, name.length), spellcheck: false });
      field.autocomplete = "off";
      field.setAttribute("autocapitalize", "off");
      field.setAttribute("aria-label", name);
      field.value = this.values.get(name) || "";
      field.addEventListener("input", () => this.set(name, field));
      this.fields.push([name, field]);
      return field;
    }

    set(name, source) {
      const value = source.value.replace(/[\r\n]+/g, " ").trim();
      this.values.set(name, value);
      for (const [own, field] of this.fields.filter(([own]) => own === name)) {
        if (field !== source) field.value = value;
        field.size = Math.max(3, value.length || own.length);
        field.classList.toggle("filled", value !== "");
      }
      for (const watch of this.watchers) watch();
    }
  }

  // A command as pieces: { text }, { text, filled: true }, { open: name }.
  function readPieces(command) {
    const open = command.placeholders.flatMap(name =>
      m.findWhole(command.text, name).map(([start, end]) => [start, end, { open: name }]));
    const filled = command.filled.map(([start, end]) =>
      [start, end, { text: command.text.slice(start, end), filled: true }]);
    const pieces = [];
    let done = 0;
    for (const [start, end, piece] of [...filled, ...open].sort((a, b) => a[0] - b[0] || b[1] - a[1])) {
      if (start < done) continue;
      pieces.push({ text: command.text.slice(done, start) }, piece);
      done = end;
    }
    return [...pieces, { text: command.text.slice(done) }];
  }

  // What would be run: values of people quoted as they must be where they stand.
  function joinPieces(pieces, values) {
    let text = "";
    for (const piece of pieces) {
      if (!piece.open) text += piece.text;
      else text += values.get(piece.open) ? window.ekskb.shell.quoteAfter(text, values.get(piece.open)) : piece.open;
    }
    return text;
  }

  function openNames(command, pieces, values) {
    const shown = pieces.filter(piece => piece.open).map(piece => piece.open);
    const names = command.placeholders.filter(name => !values.get(name) || !shown.includes(name));
    return [...new Set(names)].join(", ");
  }

  function makeText(pieces, gaps) {
    const parts = pieces.map(piece => {
      if (piece.open) return gaps.makeField(piece.open);
      return piece.filled ? element("span", "m-filled", piece.text) : piece.text;
    });
    return element("code", "m-cmd-text", ...parts);
  }

  // Copies at once; with a gap left only when asked again.
  function makeCopy(command, pieces, gaps) {
    const button = element("button", "m-copy", say("copy"));
    button.type = "button";
    const mark = (key, name, time) => {
      button.textContent = say(key);
      button.className = `m-copy ${name}`;
      clearTimeout(button.timer);
      button.timer = setTimeout(() => Object.assign(button, { className: "m-copy", textContent: say("copy") }), time);
    };
    button.addEventListener("click", async () => {
      const open = openNames(command, pieces, gaps.values);
      if (open && !button.classList.contains("m-asked")) {
        mark("match_copy_anyway", "m-asked", ASKED);
        window.ekskb.announce(say("copy_open", { names: open }));
        return;
      }
      const copied = await window.ekskb.copy(joinPieces(pieces, gaps.values));
      mark(copied ? "copied" : "copy_failed", copied ? "m-copied" : "", COPIED);
      window.ekskb.announce(say(copied ? "copied" : "copy_failed"));
    });
    return button;
  }

  function makeOrigin(fill) {
    const link = element("a", "", say("match_from_line", { n: fill.line }));
    link.href = `#log-${fill.line}`;
    const [old, value] = [element("code", "", fill.placeholder), element("code", "m-filled", fill.value)];
    return element("li", "", old, " → ", value, " ", link);
  }

  function makeCommand(command, gaps) {
    const pieces = readPieces(command);
    const pre = element("pre", "m-cmd-box", makeText(pieces, gaps));
    pre.tabIndex = 0;
    const risk = element("span", `m-risk m-risk-${command.risk}`, say(`risk_${command.risk}`));
    const still = element("span", "m-still-open");
    const tell = () => {
      const names = openNames(command, pieces, gaps.values);
      still.textContent = names ? say("match_open", { names }) : "";
    };
    gaps.watchers.push(tell);
    tell();
    const notes = element("div", "m-cmd-notes", risk, still);
    if (command.fills.length) notes.append(element("ul", "m-fills", ...command.fills.map(makeOrigin)));
    return element("li", "m-cmd", element("div", "m-cmd-row", pre, makeCopy(command, pieces, gaps)), notes);
  }

  // The commands of one answer by what they are for.
  function makeCommands(one) {
    const gaps = new Gaps();
    const groups = GROUPS.map(([role, key]) => [key, one.commands.filter(command => command.role === role)]);
    return groups.filter(([, rows]) => rows.length > 0).map(([key, rows]) => element("section", "m-commands",
      element("h3", "", say("match_commands", { role: say(key) })),
      ...m.makeList("ul", "m-cmds", rows, MOST_COMMANDS, command => makeCommand(command, gaps))));
  }

  Object.assign(m, { makeCommands });
})(window.ekskb.matcher);
