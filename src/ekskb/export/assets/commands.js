// Commands of an entry: placeholders become fields, buttons copy what is filled in and nothing else.
"use strict";

(() => {
  const values = new Map();
  const fields = new Map();
  const MARK_TIME = 1600;

  // Pieces of a command in order: text, or the name of a placeholder.
  function read(command) {
    const parts = [];
    const walker = document.createTreeWalker(command.querySelector("code"), NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.parentElement.closest(".pr, .rest")) continue;
      const holder = node.parentElement.closest(".ph");
      parts.push(holder ? { name: holder.dataset.ph } : node.data);
    }
    return parts;
  }

  function fill(parts) {
    let text = "";
    for (const part of parts) {
      if (typeof part === "string") text += part;
      else text += values.get(part.name) ? ekskb.shell.quoteAfter(text, values.get(part.name)) : part.name;
    }
    return text.replace(/\s+$/u, "");
  }

  function openNames(parts) {
    return [...new Set(parts.filter((part) => part.name && !values.get(part.name)).map((part) => part.name))];
  }

  function makeField(holder) {
    const name = holder.dataset.ph;
    const field = ekskb.element("input", "ph-field");
    field.type = "text";
    field.placeholder = name;
    field.size = Math.max(3, name.length);
    field.autocomplete = "off";
    field.spellcheck = false;
    field.setAttribute("aria-label", name);
    holder.replaceChildren(field);
    watch(field, name);
  }

  function watch(field, name) {
    if (!fields.has(name)) fields.set(name, new Set());
    fields.get(name).add(field);
    field.addEventListener("input", () => set(name, field.value, field));
  }

  function set(name, value, source) {
    const line = value.replace(/[\r\n]+/g, " ").trim();
    values.set(name, line);
    for (const field of fields.get(name) ?? []) {
      if (field !== source) field.value = line;
      field.classList.toggle("filled", line !== "");
      if (field.classList.contains("ph-field")) field.size = Math.max(3, line.length || name.length);
    }
  }

  function mark(button, state) {
    button.classList.remove("done", "open");
    button.classList.add(state);
    setTimeout(() => button.classList.remove(state), MARK_TIME);
  }

  // A command with a gap is copied only when asked for a second time.
  function copyText(button, commands, makeText) {
    const open = openNames(commands.flat());
    if (open.length && !button.classList.contains("open")) {
      mark(button, "open");
      ekskb.announce(ekskb.say("copy_open", { names: open.join(", ") }));
      return;
    }
    ekskb.copy(makeText()).then((copied) => {
      mark(button, copied ? "done" : "open");
      ekskb.announce(ekskb.say(copied ? "copied" : "copy_failed"));
    });
  }

  function start() {
    const parts = new Map();
    for (const command of document.querySelectorAll("[data-cmd]")) parts.set(command, read(command));
    for (const holder of document.querySelectorAll(".ph")) makeField(holder);
    for (const field of document.querySelectorAll("[data-field]")) watch(field, field.dataset.field);
    for (const [command, read] of parts) {
      const button = command.querySelector("[data-copy]");
      button.addEventListener("click", () => copyText(button, [read], () => fill(read)));
    }
    for (const button of document.querySelectorAll("[data-copy-all]")) {
      const own = [...button.closest("[data-block]").querySelectorAll("[data-cmd]")].map((one) => parts.get(one));
      button.addEventListener("click", () => copyText(button, own, () => own.map(fill).join("\n")));
    }
    for (const block of document.querySelectorAll("[data-code]")) {
      const button = block.querySelector("[data-copy]");
      button.addEventListener("click", () => copyText(button, [], () => block.querySelector("code").textContent));
    }
    document.querySelector("[data-clear]")?.addEventListener("click", () => {
      for (const name of fields.keys()) set(name, "", null);
    });
  }

  start();
})();
