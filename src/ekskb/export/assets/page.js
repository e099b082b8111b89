// What every page does: switch light and dark, and say what the site was made from.
"use strict";

(() => {
  const root = document.documentElement;

  function isDark() {
    const chosen = root.dataset.theme;
    return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  }

  function switchTheme() {
    root.dataset.theme = isDark() ? "light" : "dark";
    try {
      localStorage.setItem("ekskb-theme", root.dataset.theme);
    } catch {
      // Not kept; still switched for this page.
    }
  }

  // Pages without a search of their own lead to the one that has it.
  function goToSearch(event) {
    const link = document.querySelector("[data-search='header'] a");
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || typing || !link) return;
    event.preventDefault();
    link.click();
  }

  document.addEventListener("keydown", goToSearch);
  document.querySelector("[data-theme-switch]")?.addEventListener("click", switchTheme);
  ekskb.load("about").then((about) => {
    for (const place of document.querySelectorAll("[data-origin]")) place.textContent = about.origin;
  });
})();
