// The key `/` on every page: into the search box where there is one, else to the page that has it.
"use strict";

(() => {
  function isTyping(target) {
    return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
  }

  // With a Korean input method on, the key is told by its place only.
  const isSlash = (event) => event.key === "/" || (event.key === "Process" && event.code === "Slash");

  document.addEventListener("keydown", (event) => {
    if (!isSlash(event) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const input = document.querySelector("[data-search] input");
    const link = document.querySelector("[data-search] a[href]");
    if (!input && !link) return;
    event.preventDefault();
    if (!input) {
      link.click();
      return;
    }
    input.focus();
    input.select();
  });
})();
