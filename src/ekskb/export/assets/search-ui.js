// The search box of the home page: typing searches, arrows choose, Enter opens, Escape clears.
"use strict";

(() => {
  const { element, say } = ekskb;
  const { Filters, button, emptyNotice, hitOption, open, readAddress, run, totalText, writeAddress } = ekskb.search;
  const PAUSE = 20;
  const PAUSE_COMPOSING = 160;
  const PAGE = 10;
  const MOST = 200;
  // A consonant behind a syllable is the beginning of the next one.
  const BEGUN = /([\uac00-\ud7a3])[\u3131-\u314e]$/;

  const HELP = [
    ["redis timeout", "words"],
    ['"connection refused"', "phrase"],
    ["-grafana", "not"],
    ["pod OR node", "or"],
    ["cert*", "prefix"],
    ["title:redis", "field"],
    ["since:2025-12", "date"],
    ["ㅈㅅㅈ", "initials"],
  ];

  function helpLine() {
    const rows = HELP.flatMap(([example, key]) => [
      element("dt", "", element("code", "", example)),
      element("dd", "", say(`search_help_${key}`)),
    ]);
    return element("details", "search-help", element("summary", "", say("search_help")), element("dl", "", ...rows));
  }

  function isTyping(target) {
    return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
  }

  function named(node, id, attributes = {}) {
    node.id = id;
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  }

  class SearchBox {
    constructor(place) {
      this.turn = 0;
      this.limit = PAGE;
      this.active = -1;
      this.shown = "";
      this.timer = 0;
      this.isComposing = false;
      this.filters = new Filters(() => this.restart(0));
      this.build(place);
      this.listen();
    }

    build(place) {
      const label = element("label", "search-label", say("search_label"));
      label.htmlFor = "search-input";
      this.input = named(element("input", "search-input"), "search-input", {
        type: "search",
        role: "combobox",
        placeholder: say("search_placeholder"),
        autocomplete: "off",
        autocapitalize: "off",
        autocorrect: "off",
        spellcheck: "false",
        enterkeyhint: "search",
        "aria-autocomplete": "list",
        "aria-expanded": "false",
        "aria-controls": "search-results",
        "aria-describedby": "search-keys",
      });
      this.key = element("kbd", "search-key", "/");
      this.key.setAttribute("aria-hidden", "true");
      this.clear = button("search-clear", "×");
      this.clear.setAttribute("aria-label", say("search_clear"));
      this.keys = named(element("span", "search-keys", say("search_keys")), "search-keys");
      this.status = named(element("p", "search-status"), "search-status", { role: "status" });
      this.notes = element("div", "search-notes");
      this.list = named(element("div", "search-results rows"), "search-results", {
        role: "listbox",
        "aria-label": say("search_results"),
      });
      this.empty = element("div", "search-none");
      this.more = button("search-more", say("search_more"));
      const box = element("div", "search-box", this.input, this.key, this.clear);
      const under = element("div", "search-under", this.status, this.keys, helpLine());
      const found = element("div", "search-found", this.notes, this.filters.node, this.list, this.empty, this.more);
      place.replaceChildren(named(element("div", "search", label, box, under, found), "search", { role: "search" }));
      this.hide();
    }

    listen() {
      document.addEventListener("keydown", (event) => this.takePageKey(event));
      this.input.addEventListener("input", (event) => {
        this.isComposing = event.isComposing;
        this.restart(event.isComposing ? PAUSE_COMPOSING : PAUSE);
      });
      this.input.addEventListener("compositionend", () => {
        this.isComposing = false;
        this.restart(0);
      });
      this.input.addEventListener("keydown", (event) => this.takeKey(event));
      this.clear.addEventListener("click", () => this.set(""));
      this.more.addEventListener("click", () => this.showMore());
      addEventListener("popstate", () => this.restore());
    }

    // `/` goes to the box from anywhere; with a Korean input method on, the key is told by its place only.
    takePageKey(event) {
      const isSlash = event.key === "/" || (event.key === "Process" && event.code === "Slash");
      if (!isSlash || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      this.input.focus();
      this.input.select();
    }

    takeKey(event) {
      // Keys of an input method are not ours: Enter closes a syllable.
      if (event.isComposing || event.keyCode === 229) return;
      if (event.key === "ArrowDown") this.move(1);
      else if (event.key === "ArrowUp") this.move(-1);
      else if (event.key === "Enter") this.enter(event);
      else if (event.key === "Escape") this.escape();
      else return;
      event.preventDefault();
    }

    move(step) {
      const { length } = this.list.children;
      if (length) this.choose(Math.max(-1, Math.min(length - 1, this.active + step)));
    }

    choose(number) {
      this.list.children[this.active]?.setAttribute("aria-selected", "false");
      this.active = number;
      const option = this.list.children[number];
      if (!option) {
        this.input.removeAttribute("aria-activedescendant");
        return;
      }
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    }

    // Opens the chosen entry, or the first; waits for the answer to what was typed last.
    async enter({ ctrlKey, metaKey, shiftKey }) {
      if (this.shown !== this.query) {
        clearTimeout(this.timer);
        await this.search();
      }
      const option = this.list.children[Math.max(0, this.active)];
      option?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, ctrlKey, metaKey, shiftKey }));
    }

    escape() {
      if (this.input.value || this.filters.isNarrowed) this.set("");
      else this.input.blur();
    }

    set(text) {
      this.input.value = text;
      this.filters.clear();
      this.input.focus();
      this.restart(0);
    }

    showMore() {
      this.limit = Math.min(MOST, this.limit + PAGE);
      this.search();
    }

    // What was typed, without the letter with which the next syllable begins.
    get query() {
      const text = this.input.value;
      return this.isComposing ? text.replace(BEGUN, "$1") : text;
    }

    restart(pause) {
      this.limit = PAGE;
      // What still runs answers a question that nobody asks any more.
      this.turn += 1;
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.search(), pause);
      this.clear.hidden = !this.input.value;
      this.key.hidden = Boolean(this.input.value);
    }

    async search() {
      this.turn += 1;
      const { turn, query } = this;
      const isWanted = () => turn === this.turn;
      if (!query.trim()) {
        this.hide();
        writeAddress("", this.filters.chosen);
        return;
      }
      try {
        const engine = await open();
        const result = await run(engine.answer(query, this.limit, this.filters.chosen), isWanted);
        if (result && isWanted()) this.show(query, result);
      } catch (fault) {
        if (isWanted()) this.fail();
        throw fault;
      }
    }

    hide() {
      this.shown = "";
      this.filters.clear();
      this.list.replaceChildren();
      this.choose(-1);
      this.setSearching(false);
      this.status.textContent = "";
    }

    fail() {
      this.list.replaceChildren();
      this.setSearching(true);
      this.status.textContent = say("search_failed");
    }

    show(query, result) {
      // A syllable that is half typed means little: what is shown stays until it means something.
      if (this.isComposing && this.list.children.length && (!result.total || result.suggestion)) return;
      this.shown = query;
      this.list.replaceChildren(...result.hits.map(hitOption));
      this.active = -1;
      this.choose(-1);
      this.filters.show(result.facets);
      this.showNotes(result);
      this.empty.replaceChildren(...(result.total ? [] : [emptyNotice()]));
      this.more.hidden = result.hits.length >= result.total || this.limit >= MOST || result.hits.length < this.limit;
      this.status.textContent = totalText(result, query, this.filters.isNarrowed);
      this.setSearching(true);
      writeAddress(query, this.filters.chosen);
    }

    showNotes({ suggestion, notes }) {
      const lines = notes.map(({ key, parts }) => element("p", "search-note", say(key, parts)));
      if (suggestion) {
        const meant = button("search-meant", suggestion);
        meant.addEventListener("click", () => this.set(suggestion));
        lines.push(element("p", "search-note", say("search_meant"), " ", meant));
      }
      this.notes.replaceChildren(...lines);
    }

    setSearching(isSearching) {
      document.documentElement.classList.toggle("searching", isSearching);
      this.input.setAttribute("aria-expanded", String(isSearching && this.list.children.length > 0));
      this.list.hidden = !this.list.children.length;
      this.filters.node.hidden = !isSearching;
      if (isSearching) return;
      this.notes.replaceChildren();
      this.empty.replaceChildren();
      this.more.hidden = true;
    }

    // What the address says: on loading, and after going back.
    restore() {
      const { text, chosen, asked } = readAddress();
      this.input.value = text;
      this.filters.chosen = chosen;
      if (asked && !text) this.input.focus();
      this.clear.hidden = !text;
      this.key.hidden = Boolean(text);
      if (text) this.search();
      else if (this.shown) this.hide();
    }
  }

  // Loads what every search needs, and runs one before the first key, so that the first answer comes as
  // quickly as the others: the browser has then read all of the code once.
  async function prepare(isIdle) {
    const engine = await open();
    const { sample } = engine.shelf;
    if (sample && isIdle()) await run(engine.answer(sample, 1), isIdle);
  }

  const place = document.querySelector("[data-search='home']");
  if (place) {
    const box = new SearchBox(place);
    box.restore();
    // A failure is told when one searches.
    prepare(() => !box.input.value).catch(() => {});
  }
})();
