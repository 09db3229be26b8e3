/** The element with an id that the page is known to have. */
export const $ = (id) => document.getElementById(id);

/**
 * A new element. Attributes that are null or false are left out; "on…" are listeners. Text is never read as markup.
 *
 * @param {string} tag
 * @param {Record<string, unknown>} attributes
 * @param {...(Node | string | null)} children
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

/** Sets a text only where it differs, so that screen readers are not told the same again. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * What the browser keeps for the page; null where there is nothing, or where it may not keep anything.
 *
 * @param {"localStorage" | "sessionStorage"} storage
 * @param {string} key
 */
export function kept(storage, key) {
  try {
    return window[storage].getItem(key);
  } catch (e) {
    if (!(e instanceof DOMException)) throw e;
    return null;
  }
}

/** Keeps a value for the page, or no longer (null). Where storage is forbidden, nothing is left when the page is closed. */
export function keep(storage, key, value) {
  try {
    if (value === null) window[storage].removeItem(key);
    else window[storage].setItem(key, value);
  } catch (e) {
    if (!(e instanceof DOMException)) throw e;
  }
}

/** Grey lines where content is about to come. */
export function skeleton(lines) {
  return Array.from({ length: lines }, () => h("span", { class: "skeleton line" }));
}

/** A list item that stands in for a list, such as "Nothing yet". */
export function lone(text) {
  return h("li", { class: "note" }, text);
}

/** A part of a horizontal bar, as wide as its share (0 to 1) of the bar. */
export function part(kind, share, from = 0) {
  const element = h("i", { class: kind });
  // Through the object model: the page's policy forbids style attributes.
  element.style.width = `${100 * Math.min(1, Math.max(0, share))}%`;
  element.style.left = `${100 * Math.min(1, Math.max(0, from))}%`;
  return element;
}

/**
 * A table that can be scrolled with the keyboard.
 *
 * @param {string} caption
 * @param {string[]} columns
 * @param {{cells: string[], gap?: boolean}[]} rows
 */
export function table(caption, columns, rows) {
  return h(
    "div",
    { class: "table-host", tabindex: "0", role: "region", "aria-label": caption },
    h(
      "table",
      {},
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, ...columns.map((name) => h("th", { scope: "col" }, name)))),
      h(
        "tbody",
        {},
        ...rows.map(({ cells, gap }) =>
          h(
            "tr",
            { class: gap ? "gap" : null },
            h("th", { scope: "row" }, cells[0]),
            ...cells.slice(1).map((cell) => h("td", {}, cell)),
          ),
        ),
      ),
    ),
  );
}
