// Hits as elements: a title, what it is, and the lines that hold the query.
"use strict";

(() => {
  const { element, say } = ekskb;
  const COMPONENTS = 3;
  const LONGEST_WORD = 30;
  const SHOWN = 80;
  // Marks of Markdown that say nothing in a single line.
  const MARKUP = /^[\s>|]*(?:#{1,6}\s+|[-*+]\s+|\d{1,3}[.)]\s+)?(?:\[[ xX]\]\s+)?|\*\*|`|\s*\|\s*$/g;

  // A line without its markup; the marked spans move with their text.
  function plainLine(text, marks) {
    const dropped = [...text.matchAll(MARKUP)].map((match) => [match.index, match.index + match[0].length]);
    const gone = (place) => dropped.reduce((sum, [a, b]) => sum + Math.max(0, Math.min(b, place) - a), 0);
    let plain = "";
    let at = 0;
    for (const [start, end] of dropped) {
      plain += text.slice(at, start);
      at = end;
    }
    plain += text.slice(at);
    const moved = marks.map(([start, end]) => [start - gone(start), end - gone(end)]);
    return [plain, moved.filter(([start, end]) => end > start)];
  }

  function markedText(text, marks) {
    const parts = [];
    let at = 0;
    for (const [start, end] of marks) {
      if (start > at) parts.push(text.slice(at, start));
      parts.push(element("mark", "", text.slice(start, end)));
      at = end;
    }
    parts.push(text.slice(at));
    return parts;
  }

  function metaLine({ date, kind, components }) {
    const line = element("span", "row-meta hit-meta");
    if (date) {
      const time = element("time", "", date);
      time.dateTime = date;
      line.append(time);
    }
    if (kind !== "incident") line.append(element("span", `kind kind-${kind}`, say(`kind_${kind}`)));
    line.append(...components.slice(0, COMPONENTS).map((name) => element("span", "", name)));
    return line;
  }

  // A line that was cut begins with its first whole word, and dots tell what is missing.
  function wholeWords({ text, marks, isCut, goesOn }) {
    const end = goesOn ? " …" : "";
    const space = isCut ? text.indexOf(" ") : -1;
    if (space < 0 || space > LONGEST_WORD || (marks.length && marks[0][0] <= space)) return [text + end, marks];
    const moved = marks.map(([start, stop]) => [start - space + 1, stop - space + 1]);
    return [`… ${text.slice(space + 1)}${end}`, moved];
  }

  function snippetLine(snippet) {
    const [text, marks] = plainLine(...wholeWords(snippet));
    const role = element("span", `hit-role role-${snippet.role}`, say(`role_${snippet.role}`));
    return element("span", "hit-snippet", role, " ", element("span", "hit-line", ...markedText(text, marks)));
  }

  // A link that a screen reader offers as one of the results.
  function hitOption(hit, number) {
    const title = element("span", "row-title hit-title", ...markedText(hit.title, hit.titleMarks));
    const option = element("a", "row hit", title, metaLine(hit), ...hit.snippets.map(snippetLine));
    if (hit.also.length) {
      const titles = hit.also.map((other) => other.title).join(" · ");
      option.append(element("span", "hit-also", say("search_also", { titles })));
    }
    option.href = ekskb.base + hit.href;
    option.id = `search-hit-${number}`;
    option.lang = /[\uac00-\ud7a3]/.test(hit.title) ? "ko" : "en";
    option.tabIndex = -1;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    return option;
  }

  function shorten(text) {
    const letters = [...text.slice(0, 2 * SHOWN)];
    return letters.length > SHOWN ? `${letters.slice(0, SHOWN).join("")}…` : text;
  }

  // How many were found, for eyes and ears.
  function totalText({ total, allWords }, query, isNarrowed) {
    if (!total) return isNarrowed ? say("search_none_filters") : say("search_none", { query: shorten(query) });
    if (total === 1) return say("search_total_one");
    const told = allWords && allWords < total ? "search_total_words" : "search_total";
    return say(told, { n: total.toLocaleString(), all: allWords.toLocaleString() });
  }

  // What to try where nothing was found.
  function emptyNotice() {
    const notice = element("div", "search-empty", element("p", "", say("search_none_tip")));
    if (document.querySelector("a[href$='match.html']")) {
      const link = element("a", "", say("search_none_match"));
      link.href = `${ekskb.base}match.html`;
      notice.append(element("p", "", link));
    }
    return notice;
  }

  Object.assign(ekskb.search, { emptyNotice, hitOption, plainLine, totalText });
})();
