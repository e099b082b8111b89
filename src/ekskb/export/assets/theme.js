// Runs before the first paint: the reader's choice of light or dark, and a class that says scripts run.
"use strict";

(() => {
  const root = document.documentElement;
  root.classList.add("js");
  try {
    const theme = localStorage.getItem("ekskb-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  } catch {
    // Storage may be closed to pages opened from a folder; the system's choice holds then.
  }
})();
