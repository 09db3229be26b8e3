// Runs before the first paint, so that nothing jumps or flashes after it: the theme, and whether the page knows a
// household at all or has to ask for one. The rest is in main.js and session.js.
(() => {
  const stored = (storage, key) => {
    try {
      return window[storage].getItem(key);
    } catch (e) {
      if (!(e instanceof DOMException)) throw e; // Storage may be forbidden: then there is nothing in it.
      return null;
    }
  };
  const root = document.documentElement;
  const theme = stored("localStorage", "wattflow-theme");
  const ofSystem = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  root.dataset.theme = theme === "dark" || theme === "light" ? theme : ofSystem;
  const known = new URLSearchParams(location.search).has("user") || stored("sessionStorage", "wattflow-token") !== null;
  root.classList.toggle("asking", !known);
})();
