// Filters as toggle buttons with counts, by component, kind and year.
"use strict";

(() => {
  const { element, say } = ekskb;
  const { FACETS } = ekskb.search;
  const SHOWN = 8;

  const labelOf = (name, value) => (name === "kind" ? say(`kind_${value}`) : value);

  class Filters {
    // `onChange` is called when the reader toggles one.
    constructor(onChange) {
      this.onChange = onChange;
      this.chosen = Object.fromEntries(FACETS.map((name) => [name, []]));
      this.node = element("div", "search-filters");
      this.node.setAttribute("role", "group");
      this.node.setAttribute("aria-label", say("search_filters"));
      this.node.addEventListener("click", (event) => this.take(event.target.closest("button")));
    }

    get isNarrowed() {
      return FACETS.some((name) => this.chosen[name].length);
    }

    clear() {
      for (const name of FACETS) this.chosen[name] = [];
    }

    take(button) {
      if (!button) return;
      const { facet, value } = button.dataset;
      if (!facet) this.clear();
      else {
        const others = this.chosen[facet].filter((one) => one !== value);
        this.chosen[facet] = this.chosen[facet].includes(value) ? others : [...others, value];
      }
      this.onChange();
    }

    // `counts`: facet -> [value, count].
    show(counts) {
      const held = this.node.contains(document.activeElement) ? document.activeElement.dataset : null;
      const groups = FACETS.map((name) => this.group(name, counts[name])).filter(Boolean);
      if (this.isNarrowed) groups.push(button("search-off", say("search_filter_off")));
      this.node.replaceChildren(...groups);
      if (held) this.focusAgain(held);
    }

    // The button that had the focus was made anew.
    focusAgain({ facet, value }) {
      const all = [...this.node.querySelectorAll("button")];
      const same = all.find((one) => one.dataset.facet === facet && one.dataset.value === value);
      (same || all[0])?.focus();
    }

    group(name, counts) {
      const chosen = this.chosen[name];
      const unseen = chosen.filter((value) => !counts.some(([other]) => other === value)).map((value) => [value, 0]);
      const shown = [...counts.filter(([value], at) => at < SHOWN || chosen.includes(value)), ...unseen];
      if (shown.length < 2 && !chosen.length) return null;
      const label = element("span", "search-facet", say(`search_facet_${name}`));
      label.id = `search-facet-${name}`;
      const toggles = shown.map(([value, count]) => this.toggle(name, value, count));
      const group = element("div", "search-group", label, element("div", "search-toggles", ...toggles));
      group.setAttribute("role", "group");
      group.setAttribute("aria-labelledby", label.id);
      return group;
    }

    toggle(name, value, count) {
      const made = button("search-toggle", labelOf(name, value), " ", element("span", "search-count", String(count)));
      made.dataset.facet = name;
      made.dataset.value = value;
      made.setAttribute("aria-pressed", String(this.chosen[name].includes(value)));
      return made;
    }
  }

  function button(className, ...children) {
    const made = element("button", className, ...children);
    made.type = "button";
    return made;
  }

  Object.assign(ekskb.search, { Filters, button });
})();
