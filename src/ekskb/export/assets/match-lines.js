// Pasted text -> log records, whatever wrapped them. Follows logs/lines.py; works in slices.
"use strict";

(m => {
  const EMPTY = { text: "", level: "", logger: "", source: "", fields: [], trace: "" };

  function peelOnce(outer) {
    const text = outer.text;
    const plain = m.isPlain(text);
    for (const row of m.tables.formats.FORMATS) {
      if (row.needs && !text.includes(row.needs)) continue;
      const match = row.pattern.match(text, plain);
      if (match !== null) return peelRow(outer, row, row.pattern.named(match));
    }
    return null;
  }

  function peelRow(outer, row, got) {
    let text = got.text || "";
    if (row.name.startsWith("box")) text = m.trimEnd(text, m.tables.lines.BOX_ENDS);
    if ("reason" in got) text = `${got.reason}: ${text}`;
    const level = "prompt" in got ? "command" : m.foldLevel(got.level || "");
    return {
      ...outer,
      text,
      level: level || outer.level,
      logger: got.logger || outer.logger,
      source: outer.source || got.source || "",
    };
  }

  function fromStructured(read, outer = EMPTY) {
    return {
      text: m.squash(read.text),
      level: read.level || outer.level,
      logger: read.logger || outer.logger,
      source: outer.source || read.source,
      fields: outer.fields.concat(read.fields),
      trace: read.trace,
    };
  }

  function peelStructured(outer) {
    const read = m.fromText(outer.text);
    return read === null || read.text === outer.text ? null : fromStructured(read, outer);
  }

  function peel(line) {
    let found = { ...EMPTY, text: m.trimEnd(line) };
    for (let layer = 0; layer < m.tables.lines.LAYERS; layer += 1) {
      const inner = peelOnce(found) || peelStructured(found);
      if (inner === null) return found;
      found = inner;
      if (!found.text) return found;
    }
    return found;
  }

  const peelText = line => m.trim(peel(m.cut(line, m.tables.lines.LONGEST)).text);

  // A record while its lines are still coming in.
  class Draft {
    constructor(peeled, number, raw) {
      this.peeled = peeled;
      this.parts = [{ number, text: m.trim(peeled.text) }];
      this.raw = [raw];
      this.last = number;
      this.frames = [];
      for (const text of peeled.trace.split("\n").slice(0, m.tables.lines.FRAMES).map(m.trim)) {
        if (text && m.isCause(text)) this.parts.push({ number, text: m.stripCause(text) });
        else if (text) this.frames.push({ number, text });
      }
    }

    addFrame(part, raw) {
      if (m.isCause(part.text)) this.parts.push({ number: part.number, text: m.stripCause(part.text) });
      else if (this.frames.length < m.tables.lines.FRAMES) this.frames.push(part);
      this.grow(part.number, raw);
    }

    closePython(part, raw) {
      this.frames = this.parts.concat(this.frames);
      this.parts = [part];
      this.grow(part.number, raw);
    }

    grow(last, raw) {
      this.last = last;
      this.raw.push(raw);
      this.peeled = { ...this.peeled, level: this.peeled.level || "error" };
    }

    finish() {
      const parts = this.parts.slice().reverse();
      const { level, logger, source, fields } = this.peeled;
      return {
        number: Math.min(...parts.concat(this.frames.slice(0, 1)).map(part => part.number)),
        text: parts.map(part => part.text).join("\n"),
        level, logger, source, fields, parts,
        frames: this.frames,
        last: this.last,
      };
    }
  }

  function splitLines(text) {
    const lines = text.replaceAll("\r\n", "\n").split("\n").map(line => {
      const bare = m.trimEnd(line, "\r");
      return bare.slice(bare.lastIndexOf("\r") + 1);
    });
    return m.printable(lines.join("\n")).split("\n");
  }

  // Reads a paste line by line; `step` does one line or block and says whether there is more.
  class Unwrapping {
    constructor(text) {
      this.raw = splitLines(text);
      this.width = m.wrapWidth(this.raw);
      this.drafts = [];
      [this.state, this.barren, this.number] = ["", 0, 0];
    }

    step() {
      const { raw } = this;
      if (this.number >= raw.length) return false;
      const found = m.readState(raw, this.number);
      if (found !== null) {
        const peeled = { ...EMPTY, text: found.text, level: found.level, logger: found.container };
        const draft = new Draft(peeled, this.number + 1, raw.slice(this.number, found.end).join("\n"));
        draft.parts = [{ number: this.number + 1, text: found.text }];
        draft.last = found.end;
        this.drafts.push(draft);
        [this.number, this.state] = [found.end, ""];
        return true;
      }
      this.number += 1;
      if (!this.takeBlock()) this.takePieces();
      return true;
    }

    takeBlock() {
      const { raw, number } = this;
      if (number <= this.barren || !m.opensBlock(raw[number - 1])) return false;
      const [end, value] = m.readBlock(raw, number - 1, peelText);
      this.barren = end;
      if (value === null) return false;
      const block = raw.slice(number - 1, end).join("\n");
      for (const item of m.readItems(value)) {
        const draft = new Draft(fromStructured(item), number, block);
        draft.last = end;
        this.drafts.push(draft);
      }
      [this.number, this.state] = [end, ""];
      return true;
    }

    takePieces() {
      const at = this.number - 1;
      const pieces = m.countPieces(this.raw, at, this.width) - 1;
      const line = pieces ? this.raw.slice(at, this.number + pieces).join("") : this.raw[at];
      this.state = this.takeLine(this.number, line);
      if (!pieces) return;
      this.number += pieces;
      const last = this.drafts.at(-1);
      if (last) last.last = Math.max(last.last, this.number);
    }

    // Adds one line to the records; the answer is the kind of trace that may go on behind it.
    takeLine(number, line) {
      const { drafts, state } = this;
      const peeled = peel(m.cut(line, m.tables.lines.LONGEST));
      const part = { number, text: m.trim(peeled.text) };
      const kind = drafts.length > 0 ? m.isFrame(peeled.text, state) : "";
      if (!part.text) return kind ? state : "";
      if (kind || (drafts.length > 0 && m.isCause(peeled.text))) {
        drafts.at(-1).addFrame(part, line);
        return kind || state;
      }
      const start = m.tables.folding.PYTHON_START;
      if (drafts.length > 0 && state === "python" && drafts.at(-1).parts[0].text === start) {
        drafts.at(-1).closePython(part, line);
        return "";
      }
      drafts.push(new Draft(peeled, number, line));
      return part.text.startsWith(start) ? "python" : "";
    }

    get done() {
      return this.raw.length === 0 ? 1 : this.number / this.raw.length;
    }

    records() {
      return this.drafts.map(draft => draft.finish());
    }
  }

  Object.assign(m, { Unwrapping });
})(window.ekskb.matcher);
