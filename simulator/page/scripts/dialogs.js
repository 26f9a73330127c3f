/** Modal windows, menus and toasts; native <dialog> keeps the focus inside and gives Escape. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const TOAST_MS = 3600;

/** A short line at the bottom that goes away by itself. */
export function toast(text, kind = "") {
  const box = document.getElementById("toasts");
  const line = el("div", { class: `toast ${kind}` }, text);
  box.append(line);
  while (box.children.length > 3) box.firstChild.remove();
  setTimeout(() => line.classList.add("leaving"), TOAST_MS);
  setTimeout(() => line.remove(), TOAST_MS + 300);
}

/**
 * Open a modal window. `content(close)` returns its nodes; the promise gives what `close(value)` was called with (undefined on Escape).
 */
export function openDialog({ title, className = "", content, role = "dialog" }) {
  return new Promise((resolve) => {
    let result;
    const close = (value) => {
      result = value;
      dialog.close();
    };
    const head = title ? el("h2", { class: "dialog-title", id: "dialog-title" }, title) : null;
    const dialog = el("dialog", { class: `dialog ${className}`, role, "aria-label": title ?? words.more, "aria-modal": "true" }, head, content(close));
    dialog.addEventListener("click", (event) => event.target === dialog && close());
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(result);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** The row of buttons below a window: [[label, value, kind?]]. The last one takes the focus. */
export function dialogButtons(close, buttons) {
  return el("div", { class: "dialog-buttons" }, buttons.map(([label, value, kind = ""], index) =>
    el("button", {
      type: "button", class: `flat ${kind}`, autofocus: index === buttons.length - 1, onclick: () => close(typeof value === "function" ? value() : value),
    }, label)));
}

/** An alert that has to be confirmed. */
export function showAlert(text, title = null) {
  return openDialog({
    title, role: "alertdialog", className: "small",
    content: (close) => [el("p", { class: "dialog-text" }, text), dialogButtons(close, [[words.ok, true]])],
  });
}

/** Ask; true when agreed. */
export async function confirm({ title, text, ok = words.ok, kind = "" }) {
  const agreed = await openDialog({
    title, role: "alertdialog", className: "small",
    content: (close) => [el("p", { class: "dialog-text" }, text), dialogButtons(close, [[words.cancel, false], [ok, true, kind]])],
  });
  return agreed === true;
}

/** A menu at `anchor` (an element or {x, y}): items {label, icon, kind?, run} or null for a line. */
export function openMenu(anchor, items, label = words.more) {
  closeMenu();
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label }, items.map((item) => menuItem(item, menuGone)));
  const before = document.activeElement;
  const shade = el("div", { class: "menu-shade" }, menu);
  function menuGone(refocus = true) {
    shade.remove();
    if (refocus && before?.isConnected) before.focus();
  }
  shade.addEventListener("pointerdown", (event) => event.target === shade && menuGone());
  shade.addEventListener("contextmenu", (event) => event.preventDefault());
  menu.addEventListener("keydown", (event) => menuKeys(event, menu, menuGone));
  (document.querySelector("dialog[open]") ?? document.body).append(shade);
  placeMenu(menu, anchor);
  menu.querySelector("button")?.focus();
}

/** Take away any open menu. */
export function closeMenu() {
  document.querySelectorAll(".menu-shade").forEach((shade) => shade.remove());
}

function menuItem(item, gone) {
  if (!item) return el("hr", { class: "menu-line" });
  const run = () => {
    gone(false);
    item.run();
  };
  return el("button", { type: "button", role: "menuitem", class: `menu-item ${item.kind ?? ""}`, onclick: run }, icon(item.icon, 20), el("span", {}, item.label));
}

function menuKeys(event, menu, gone) {
  const items = [...menu.querySelectorAll("button")];
  const at = items.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) items[(at + step + items.length) % items.length].focus();
  else if (event.key === "Escape" || event.key === "Tab") gone();
  else return;
  event.preventDefault();
}

function placeMenu(menu, anchor) {
  const box = anchor instanceof Element ? anchor.getBoundingClientRect() : { left: anchor.x, right: anchor.x, top: anchor.y, bottom: anchor.y };
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = box.left + width > innerWidth - 8 ? box.right - width : box.left;
  const top = box.bottom + 4 + height > innerHeight - 8 ? box.top - 4 - height : box.bottom + 4;
  menu.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  menu.style.top = `${Math.max(8, top)}px`;
}
