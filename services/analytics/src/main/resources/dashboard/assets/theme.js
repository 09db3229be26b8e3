// Runs before the first paint, so that a chosen theme never flashes; main.js has the button.
(() => {
  let chosen = null;
  try {
    chosen = localStorage.getItem("wattflow-theme");
  } catch (e) {
    if (!(e instanceof DOMException)) throw e; // Storage may be forbidden: then the system's theme.
  }
  if (chosen === "dark" || chosen === "light") document.documentElement.dataset.theme = chosen;
})();
