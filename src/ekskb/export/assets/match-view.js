// The page: a box for a log, progress, and the answer.
"use strict";

(m => {
  const WAIT = 350;
  const LARGEST_SHOWN = 400_000;
  const LARGEST = 20_000_000;
  const say = (key, parts) => window.ekskb.say(key, parts);
  const element = (...parts) => window.ekskb.element(...parts);

  function button(className, key, action) {
    const made = element("button", className, say(key));
    made.type = "button";
    made.addEventListener("click", action);
    return made;
  }

  class Page {
    constructor(place) {
      this.place = place;
      this.matcher = new m.Matcher(window.ekskb.load);
      this.signal = { stopped: false };
      this.file = null;
      this.build();
    }

    build() {
      this.box = element("textarea", "m-box");
      Object.assign(this.box, { id: "log-box", rows: 12, spellcheck: false, placeholder: say("match_placeholder") });
      this.box.setAttribute("autocapitalize", "off");
      this.box.setAttribute("autocomplete", "off");
      this.box.setAttribute("wrap", "off");
      const label = element("label", "m-label", say("match_label"));
      label.htmlFor = "log-box";
      this.name = element("p", "m-file");
      this.name.hidden = true;
      this.run = button("m-run", "match_run", () => this.start());
      this.input = element("input", "m-input");
      Object.assign(this.input, { type: "file", hidden: true });
      const tools = element("div", "m-tools", this.run, button("m-tool", "match_choose", () => this.input.click()),
        button("m-tool", "match_example", () => this.showExample()),
        button("m-tool", "match_clear", () => this.clear()), this.input, element("p", "m-private", say("match_private")));
      this.progress = element("progress", "m-progress");
      Object.assign(this.progress, { max: 1, value: 0, hidden: true });
      this.progress.setAttribute("aria-label", say("match_working"));
      this.told = element("p", "m-told");
      this.told.setAttribute("role", "status");
      this.answer = element("div", "m-answer");
      this.drop = element("div", "m-drop", label, this.box, this.name, tools, this.progress);
      this.place.replaceChildren(this.drop, this.told, this.answer);
      this.listen();
    }

    listen() {
      this.box.addEventListener("paste", () => setTimeout(() => this.start()));
      this.box.addEventListener("input", () => {
        this.setFile(null);
        clearTimeout(this.timer);
        this.timer = setTimeout(() => this.start(), WAIT);
      });
      this.box.addEventListener("keydown", event => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.start();
      });
      this.box.addEventListener("focus", () => this.matcher.open().catch(() => {}), { once: true });
      this.input.addEventListener("change", () => this.read(this.input.files[0]));
      for (const name of ["dragenter", "dragover"]) this.drop.addEventListener(name, event => this.over(event, true));
      for (const name of ["dragleave", "drop"]) this.drop.addEventListener(name, event => this.over(event, false));
      this.drop.addEventListener("drop", event => this.read(event.dataTransfer.files[0]));
    }

    over(event, on) {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.drop.classList.toggle("m-over", on);
    }

    // A chosen or dropped file; a large one stays out of the box, which would be slow.
    async read(file) {
      if (!file) return;
      const cut = file.size > LARGEST;
      const text = m.decode(new Uint8Array(await file.slice(0, LARGEST).arrayBuffer()));
      this.box.value = text.length > LARGEST_SHOWN ? "" : text;
      this.setFile({ name: file.name, text, cut });
      this.input.value = "";
      await this.start();
    }

    setFile(file) {
      this.file = file;
      this.name.hidden = !file;
      if (file) this.name.textContent = say(file.cut ? "match_file_cut" : "match_file", { name: file.name });
    }

    async showExample() {
      this.setFile(null);
      try {
        this.box.value = (await this.matcher.open()).head.example;
      } catch (fault) {
        this.fail(fault);
        return;
      }
      await this.start();
    }

    clear() {
      this.signal.stopped = true;
      this.setFile(null);
      this.box.value = "";
      this.tell("");
      this.progress.hidden = true;
      this.box.focus();
    }

    async start() {
      clearTimeout(this.timer);
      this.signal.stopped = true;
      const text = (this.file ? this.file.text : this.box.value).normalize("NFC");
      const signal = { stopped: false };
      this.signal = signal;
      if (!text.trim()) {
        this.tell("");
        return;
      }
      Object.assign(this.progress, { hidden: false, value: 0 });
      try {
        const answer = await this.matcher.match(text, part => { this.progress.value = part; }, signal);
        this.show(text, answer);
      } catch (fault) {
        if (fault instanceof m.Stopped) return;
        this.fail(fault);
      }
      this.progress.hidden = true;
    }

    // One sentence, also for a screen reader, and what stands below it.
    tell(text, ...below) {
      this.told.textContent = text;
      this.answer.replaceChildren(...below);
    }

    fail(fault) {
      this.tell(say("match_failed", { why: fault.message }));
    }

    show(text, answer) {
      const found = answer.matches.length ? answer.matches : answer.weak;
      for (const one of found) one.href = `${window.ekskb.base}entries/${encodeURIComponent(one.file)}.html`;
      const told = this.sayFound(answer);
      const cards = answer.matches.length
        ? answer.matches.map((one, n) => m.makeCard(one, n + 1))
        : [this.makeNone(answer)];
      const log = element("section", "m-log-pane", element("h2", "", say("match_log")), m.makeLog(text, found, answer.matches.length > 0));
      this.tell(told, element("div", "m-result", element("div", "m-cards", ...cards), log));
    }

    sayFound({ matches, lines }) {
      if (matches.length === 0) return say("match_none", { lines });
      const key = matches[0].confidence < m.tables.score.SURE ? "match_maybe" : "match_found";
      return say(`${key}_${matches.length > 1 ? "many" : "one"}`, { n: matches.length, lines });
    }

    makeNone(answer) {
      const parts = [element("h2", "", say("match_not_catalogued")), element("p", "", say("match_none_text"))];
      parts.push(element("pre", "m-hint", element("code", "", "ekskb new --from-log FILE")));
      if (answer.weak.length) {
        parts.push(element("h3", "", say("match_nearest")),
          element("ul", "m-weaks", ...answer.weak.map((one, n) => m.makeWeak(one, n + 1))));
      }
      return element("section", "m-none", ...parts);
    }
  }

  const place = document.querySelector("[data-match]");
  if (place) window.ekskb.matchPage = new Page(place);
})(window.ekskb.matcher);
