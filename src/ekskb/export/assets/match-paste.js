// A paste -> distinct masked lines with how much each can tell. Follows logs/paste.py; works in slices.
"use strict";

(m => {
  function weigh(text, level) {
    const t = m.tables.paste;
    const plain = m.isPlain(text);
    if (t.WELL.test(text, plain)) return t.HEALTHY;
    const weight = level in t.LEVEL_WEIGHTS ? t.LEVEL_WEIGHTS[level] : 0.75;
    if (weight < 0.9 && level !== "command" && tellsTrouble(text)) return Math.min(1, weight + 0.25);
    return weight;
  }

  // Whether a line names a fault in so many words.
  const tellsTrouble = text => m.tables.paste.TROUBLE.test(text);

  class Reading {
    constructor(vocabulary) {
      this.vocabulary = vocabulary;
      this.found = new Map();
    }

    addRecord(record) {
      for (const part of record.parts) this.add(part, weigh(part.text, record.level), record);
      for (const part of record.frames) this.add(part, m.tables.paste.FRAME, null);
    }

    add(part, weight, record) {
      const t = m.tables.paste;
      const masked = m.mask(part.text);
      const known = this.found.get(masked);
      if (known !== undefined) {
        known.repeats += 1;
        known.numbers.push(part.number);
        known.weight = Math.max(known.weight, weight);
        return;
      }
      if (this.found.size >= t.MOST_TEMPLATES) return;
      const spoken = this.vocabulary.readWords(masked);
      const terms = this.vocabulary.weighWords(spoken);
      let most = 0;
      for (const share of terms.values()) most = Math.max(most, share);
      this.found.set(masked, {
        text: part.text, masked, number: part.number, numbers: [part.number], weight, terms, repeats: 1,
        telling: spoken.length >= t.PHRASE || most >= t.TELLING,
        weak: record === null ? new Map() : this.beside(record),
      });
    }

    // Terms of the fields and names of a record.
    beside(record) {
      const t = m.tables.paste;
      const values = record.fields.map(([key, value]) => `${key}=${value}`).join(" ; ");
      const found = this.weighText(values, t.FIELDS);
      for (const [key, share] of this.weighText(`${record.logger} ; ${record.source}`, t.NAMES)) {
        if (!found.has(key)) found.set(key, share);
      }
      return found;
    }

    weighText(text, part) {
      if (m.size(text) < m.tables.paste.SHORTEST) return new Map();
      const found = this.vocabulary.weighWords(this.vocabulary.readWords(m.mask(text)));
      for (const [key, share] of found) found.set(key, share * part);
      return found;
    }

    // Where no line looks like trouble, the best ones count as far as lines without a level do.
    templates() {
      const rows = [...this.found.values()];
      const plain = m.tables.paste.LEVEL_WEIGHTS[""];
      for (const row of rows) row.calm = row.weight < m.tables.paste.CALM;
      const most = rows.reduce((best, row) => Math.max(best, row.weight), 0);
      if (most > 0 && most < plain) for (const row of rows) row.weight *= plain / most;
      return rows;
    }
  }

  function countLines(text) {
    return text ? m.count(text, "\n") + (text.endsWith("\n") ? 0 : 1) : 0;
  }

  Object.assign(m, { Reading, countLines, tellsTrouble });
})(window.ekskb.matcher);
