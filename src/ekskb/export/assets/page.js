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

  document.querySelector("[data-theme-switch]")?.addEventListener("click", switchTheme);
  ekskb.load("about").then((about) => {
    for (const place of document.querySelectorAll("[data-origin]")) place.textContent = about.origin;
  });
})();
