/** Building elements without ever parsing text as HTML. */

const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "tabIndex", "muted", "readOnly"]);

function setProp(node, name, value) {
  if (value === null || value === undefined || value === false && !PROPERTIES.has(name)) return;
  if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, item] of Object.entries(value)) node.style.setProperty(key, item);
  else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (PROPERTIES.has(name)) node[name] = value;
  else node.setAttribute(name, value === true ? "" : value);
}

/** An element `tag` with `props` (attributes, `on…` listeners, `class`, `dataset`, `style`) and children (nodes or text). */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(node, name, value);
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** Replace everything inside `node`. */
export function fillNode(node, ...children) {
  node.replaceChildren(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
}

/** Run `action` once, `wait` milliseconds after the last call. */
export function debounce(action, wait) {
  let timer = 0;
  return (...args) => {
    clearTimeout(timer);
    timer = setTimeout(() => action(...args), wait);
  };
}

/** Put `text` on the clipboard; quietly does nothing where the browser forbids it. */
export async function copyText(text) {
  if (navigator.clipboard && window.isSecureContext) {
    await navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
  } else copyBySelection(text);
}

function copyBySelection(text) {
  const box = el("textarea", { value: text, class: "visually-hidden", "aria-hidden": "true" });
  document.body.append(box);
  box.select();
  document.execCommand("copy");
  box.remove();
}
