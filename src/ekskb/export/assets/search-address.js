// What is searched for, in the address of the page: a link that can be kept and sent on.
"use strict";

(() => {
  const FACETS = ["component", "kind", "year"];
  const LONGEST = 2000;

  // { text, chosen, asked }: the query, the filters, and whether the address speaks of a search at all.
  function readAddress() {
    const parts = new URLSearchParams(location.search);
    const chosen = Object.fromEntries(FACETS.map((name) => [name, parts.getAll(name)]));
    return { text: parts.get("q") || "", chosen, asked: parts.has("q") };
  }

  function writeAddress(text, chosen) {
    const parts = new URLSearchParams();
    if (text) parts.set("q", text.slice(0, LONGEST));
    for (const name of FACETS) for (const value of chosen[name]) parts.append(name, value);
    const query = parts.toString();
    const address = `${location.pathname}${query ? `?${query}` : ""}`;
    if (address === location.pathname + location.search) return;
    try {
      history.replaceState(null, "", address);
    } catch {
      // Some browsers allow no new address for a page from a folder, or not so many in a row.
    }
  }

  Object.assign(ekskb.search, { FACETS, readAddress, writeAddress });
})();
