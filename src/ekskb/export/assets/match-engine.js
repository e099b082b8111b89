// The matcher of the page: data loaded once, then one paste at a time, in slices that leave the page alive.
"use strict";

(m => {
  const SLICE = 12;
  const PARTS = { read: 0.6, words: 0.2, rank: 0.2 };

  class Stopped extends Error {}

  // Lets the page breathe where the last pause was more than a slice ago (milliseconds).
  function makePause(signal) {
    let last = performance.now();
    return async () => {
      if (signal.stopped) throw new Stopped();
      if (performance.now() - last < SLICE) return;
      await new Promise(resolve => setTimeout(resolve));
      last = performance.now();
      if (signal.stopped) throw new Stopped();
    };
  }

  class Matcher {
    constructor(load) {
      this.load = load;
      this.opened = null;
    }

    // Loads tables and words once; `tell` gets the part that is done, 0 to 1.
    open(tell = () => {}) {
      this.opened ??= this.read(tell).catch(fault => {
        this.opened = null;
        throw fault;
      });
      return this.opened;
    }

    async read(tell) {
      const [tables, head] = await Promise.all([this.load("match/tables"), this.load("match/index")]);
      m.tables = m.revive(tables);
      const index = new m.Index(head);
      index.texts = new Map();
      const count = Math.ceil(head.entries / head.shard);
      const shards = Array.from({ length: count }, (_, n) => this.load(`match/words-${n}`));
      for (const [n, shard] of shards.entries()) {
        index.add(await shard);
        tell((n + 1) / count);
      }
      index.close();
      return index;
    }

    async openEntries(index, numbers) {
      await Promise.all(numbers.map(async number => {
        const id = index.ids[number];
        const file = index.files[id] || id;
        if (!index.texts.has(number)) index.texts.set(number, await this.load(`match/entries/${file}`));
      }));
    }

    // The answer for a paste; `tell` gets the part that is done. Rejects with `Stopped` when `signal.stopped`.
    async match(text, tell = () => {}, signal = {}) {
      const pause = makePause(signal);
      const index = await this.open(part => tell(0.2 * part));
      const templates = await this.readPaste(text, index, part => tell(PARTS.read * part), pause);
      tell(PARTS.read);
      const open = numbers => this.openEntries(index, numbers);
      const [found, weights] = await m.findCandidates(templates, index, open, pause);
      tell(PARTS.read + PARTS.words);
      const judged = m.judge(found, templates, weights, index.size);
      const answer = m.scoreCandidates(judged, index);
      const facts = await m.readFacts(text, pause);
      const lines = m.printable(text).split("\n");
      for (const one of [...answer.matches, ...answer.weak]) {
        one.entry = index.texts.get(one.number);
        one.file = index.files[one.id] || one.id;
        one.commands = m.fillCommands(one.entry, facts, lines, one.evidence);
        await pause();
      }
      tell(1);
      const candidates = judged.map(one => [index.ids[one.number], one.strength, one.confidence]);
      return { lines: m.countLines(text), templates, facts, candidates, ...answer };
    }

    async readPaste(text, index, tell, pause) {
      const reading = new m.Unwrapping(text);
      index.vocabulary.forget();
      const lines = new m.Reading(index.vocabulary);
      while (reading.step()) {
        tell(0.5 * reading.done);
        await pause();
      }
      const records = reading.records();
      for (const [n, record] of records.entries()) {
        lines.addRecord(record);
        tell(0.5 + (0.5 * n) / records.length);
        await pause();
      }
      return lines.templates();
    }
  }

  Object.assign(m, { Matcher, Stopped });
})(window.ekskb.matcher);
