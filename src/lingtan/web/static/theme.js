// Light or dark: the system's choice until the reader makes one; a cookie carries it to the server, so no page flashes.
"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");
  const now = () => root.dataset.theme || (system.matches ? "dark" : "light");

  const changed = () => {
    for (const button of document.querySelectorAll("[data-theme-toggle]")) button.setAttribute("aria-pressed", String(now() === "dark"));
    document.dispatchEvent(new CustomEvent("lingtan:theme"));
  };

  for (const button of document.querySelectorAll("[data-theme-toggle]")) {
    button.hidden = false;
    button.setAttribute("aria-pressed", String(now() === "dark"));
    button.addEventListener("click", () => {
      const chosen = now() === "dark" ? "light" : "dark";
      root.dataset.theme = chosen;
      const secure = location.protocol === "https:" ? "; secure" : "";
      document.cookie = `theme=${chosen}; path=/; max-age=31536000; samesite=lax${secure}`;
      changed();
    });
  }
  system.addEventListener("change", changed);

  // Paper is white.
  let before;
  addEventListener("beforeprint", () => {
    before = root.dataset.theme;
    root.dataset.theme = "light";
    document.dispatchEvent(new CustomEvent("lingtan:print", { detail: true }));
  });
  addEventListener("afterprint", () => {
    if (before === undefined) delete root.dataset.theme;
    else root.dataset.theme = before;
    document.dispatchEvent(new CustomEvent("lingtan:print", { detail: false }));
  });
})();
