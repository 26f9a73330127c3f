/** Inline keyboards under messages. */
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const CORNER = { url: "link", switch_inline: "share", switch_inline_current: "share", web_app: "tab", copy: "copy" };

/** A key for one button of one message, also while the message is drawn anew. */
export function buttonKey(message, button) {
  return `${message.id}:${button.row}:${button.col}`;
}

/** The keyboard of `message`, or null. `hands.tap(message, button)`; buttons in `hands.pending` show a spinner. */
export function inlineButtons(message, hands) {
  const rows = message.buttons ?? [];
  if (!rows.some((row) => row.length)) return null;
  return el("div", { class: "inline-keyboard", role: "group", "aria-label": words.keyboard.inline },
    rows.map((row, r) => el("div", { class: "inline-row" }, row.map((button, c) => inlineButton(message, { row: r, col: c, ...button }, hands)))));
}

function inlineButton(message, button, hands) {
  const key = buttonKey(message, button);
  const waiting = hands.pending.has(key);
  return el("button", {
    type: "button", class: `inline-button ${waiting ? "waiting" : ""}`, dataset: { key }, "aria-busy": waiting ? "true" : null, onclick: () => hands.tap(message, button),
  }, el("span", {}, button.text), CORNER[button.kind] ? icon(CORNER[button.kind], 12) : null, el("i", { class: "spinner", "aria-hidden": "true" }));
}

/** Turn the spinner of the button `key` on or off. */
export function markWaiting(root, key, waiting) {
  const button = root.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!button) return;
  button.classList.toggle("waiting", waiting);
  if (waiting) button.setAttribute("aria-busy", "true");
  else button.removeAttribute("aria-busy");
}
