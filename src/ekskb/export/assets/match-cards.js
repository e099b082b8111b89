// One card for each entry found: how sure, by which lines, and the commands filled from the paste.
"use strict";

(m => {
  const LEVELS = [[0.9, "sure"], [0.7, "likely"], [0.4, "possible"], [0, "unsure"]];
  const MOST_PAIRS = 3;
  const say = (key, parts) => window.ekskb.say(key, parts);
  const element = (...parts) => window.ekskb.element(...parts);
  const percent = part => `${Math.round(100 * part)} %`;

  const levelOf = confidence => LEVELS.find(([least]) => confidence >= least)[1];

  // A bar of ten steps; its length is a class, since pages may not carry styles of their own.
  function makeBar(part, className) {
    const bar = element("span", `m-bar ${className}`, element("span", `m-bar-in m-w${Math.round(20 * part) * 5}`));
    bar.setAttribute("aria-hidden", "true");
    return bar;
  }

  // A line with its variable parts, which the comparison passed over, set back.
  function makeVariable(text) {
    const code = element("code", "m-line");
    let done = 0;
    for (const [start, end] of m.maskSpans(text).marks) {
      code.append(text.slice(done, start), element("span", "m-var", text.slice(start, end)));
      done = end;
    }
    code.append(text.slice(done));
    return code;
  }

  function makeSide(className, label, text) {
    return element("div", `m-side ${className}`, label, makeVariable(text));
  }

  function makePair(pair) {
    const times = pair.repeats > 1 ? ` × ${pair.repeats}` : "";
    const link = element("a", "m-side-name", `${say("match_log_line", { n: pair.line })}${times}`);
    link.href = `#log-${pair.line}`;
    const name = element("span", "m-side-name", say("match_entry_line", { n: pair.entryLine }));
    const share = element("p", "m-share", makeBar(pair.share, "m-bar-share"),
      say("match_share", { n: percent(pair.share) }));
    return element("li", "m-pair", makeSide("m-side-log", link, pair.text),
      makeSide("m-side-entry", name, pair.entryText), share);
  }

  // A list of which the rest opens with a button.
  function makeList(tag, className, rows, most, make) {
    const list = element(tag, className, ...rows.slice(0, most).map(make));
    if (rows.length <= most) return [list];
    const more = element("button", "m-more", say("match_more", { n: rows.length - most }));
    more.type = "button";
    more.addEventListener("click", () => {
      list.append(...rows.slice(most).map(make));
      more.remove();
    });
    return [list, more];
  }

  function makeEvidence(one) {
    const heading = element("h3", "", say("match_evidence"));
    return element("section", "m-evidence", heading, ...makeList("ol", "m-pairs", one.evidence, MOST_PAIRS, makePair));
  }

  // What was behind it and what helped, in the entry's own words.
  function makeTold(one) {
    return one.entry.told.map(([role, text]) => {
      const body = element("p", "", text);
      body.lang = one.entry.lang;
      return element("section", `m-prose m-prose-${role}`, element("h3", "", say(`role_${role}`)), body);
    });
  }

  function makeHead(one, number) {
    const { entry } = one;
    const link = element("a", "m-title", entry.title);
    link.href = one.href;
    link.lang = entry.lang;
    const level = levelOf(one.confidence);
    const sure = element("p", `m-sure m-sure-${level}`, makeBar(one.confidence, "m-bar-sure"),
      element("strong", "", say(`match_level_${level}`)), ` ${percent(one.confidence)}`);
    const about = [say(`kind_${entry.kind}`), entry.date, entry.path].filter(Boolean).join(" · ");
    return element("header", "m-head", element("span", "m-number", String(number)),
      element("div", "m-head-in", element("h2", "", link), element("p", "m-about", about)), sure);
  }

  // A card of one match.
  function makeCard(one, number) {
    const card = element("article", "m-card", makeHead(one, number), makeEvidence(one),
      ...makeTold(one), ...m.makeCommands(one));
    const open = element("a", "m-open-entry", say("match_open_entry"));
    open.href = one.href;
    open.setAttribute("aria-label", say("match_open_entry_named", { title: one.entry.title }));
    card.append(element("p", "m-foot", open));
    card.id = `match-${number}`;
    return card;
  }

  // A row of a candidate that is too weak to be an answer, with what is missing.
  function makeWeak(one, number) {
    const link = element("a", "m-title", one.entry.title);
    link.href = one.href;
    link.lang = one.entry.lang;
    const proof = element("details", "m-weak-proof", element("summary", "", say("match_weak_proof")),
      element("ol", "m-pairs", ...one.evidence.map(makePair)));
    const head = element("p", "m-weak-head", link, element("span", "m-weak-sure", percent(one.confidence)));
    const row = element("li", "m-weak", head, element("p", "m-missing", say(one.missing)), proof);
    row.id = `match-${number}`;
    return row;
  }

  Object.assign(m, { makeCard, makeWeak, makeList });
})(window.ekskb.matcher);
