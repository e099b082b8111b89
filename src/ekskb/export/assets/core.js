// What every script of the site stands on. Data lies beside the pages as scripts, not as JSON:
// a page opened from a folder (file://) may load scripts, but may not fetch.
"use strict";

window.ekskb = (() => {
  const base = document.documentElement.dataset.base || "";
  const values = new Map();
  const waiting = new Map();

  // Called by a data file: hands over what it holds.
  function provide(name, value) {
    values.set(name, value);
  }

  // The value of data file `name` ("search/postings-07"), loaded once; rejects when there is none.
  function load(name) {
    if (!waiting.has(name)) {
      waiting.set(name, values.has(name) ? Promise.resolve(values.get(name)) : loadScript(name));
    }
    return waiting.get(name);
  }

  function loadScript(name) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = `${base}data/${name}.js`;
      script.onload = () =>
        values.has(name) ? resolve(values.get(name)) : reject(new Error(`no data in ${name}`));
      script.onerror = () => {
        waiting.delete(name);
        reject(new Error(`cannot load ${name}`));
      };
      document.head.append(script);
    });
  }

  // A text in the language of the page; `{name}` parts are filled from `parts`.
  function say(key, parts = {}) {
    const text = (values.get("words") || {})[key] || key;
    return text.replace(/\{([a-z]{1,20})\}/g, (whole, name) => (name in parts ? String(parts[name]) : whole));
  }

  // An element with a class and children; text is always text, never markup.
  function element(tag, className, ...children) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    node.append(...children);
    return node;
  }

  // Puts text on the clipboard; resolves to whether it worked. Older ways are tried where the new one is shut.
  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text);
    }
  }

  function copyBySelection(text) {
    const area = element("textarea", "offscreen");
    const focused = document.activeElement;
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    focused?.focus();
    return copied;
  }

  // A short message for eyes and screen readers alike; gone after a while.
  function announce(text) {
    const place = document.querySelector("[data-said]");
    const line = element("span", "", text);
    place?.replaceChildren(line);
    setTimeout(() => line.remove(), 4000);
  }

  return { base, provide, load, say, element, copy, announce };
})();
