/** Light, dark, or as the system has it; remembered in this browser. */
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { fill, words } from "./words.js";

const KEY = "zhuanban.theme";
const ORDER = ["auto", "light", "dark"];
const ICONS = { auto: "auto", light: "sun", dark: "moon" };

function saved() {
  const value = localStorage.getItem(KEY);
  return ORDER.includes(value) ? value : "auto";
}

/** Put the remembered appearance on. */
export function applyTheme(value = saved()) {
  document.documentElement.dataset.theme = value;
}

/** The button that goes round through the three appearances. */
export function themeButton() {
  const button = el("button", { type: "button", class: "round", onclick: next });
  function show() {
    const label = fill(words.theme.now, { name: words.theme[saved()] });
    button.setAttribute("aria-label", label);
    button.title = label;
    fillNode(button, icon(ICONS[saved()], 20));
  }
  function next() {
    localStorage.setItem(KEY, ORDER[(ORDER.indexOf(saved()) + 1) % ORDER.length]);
    applyTheme();
    show();
  }
  show();
  return button;
}
