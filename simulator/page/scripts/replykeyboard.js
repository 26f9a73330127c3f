/** The keyboard that a bot puts in place of the letters. */
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

/** {element, toggle, show(keyboard)}; `press(button)` on a tap. `toggle` is the button that hides and shows it. */
export function replyKeyboard(press) {
  const element = el("div", { class: "reply-keyboard", role: "group", "aria-label": words.keyboard.label, hidden: true });
  const toggle = el("button", { type: "button", class: "round", hidden: true });
  let open = true;
  let signature = "";
  let keyboard = null;

  function redraw() {
    const present = Boolean(keyboard?.rows?.length);
    toggle.hidden = !present;
    element.hidden = !present || !open;
    toggle.setAttribute("aria-label", open ? words.keyboard.hide : words.keyboard.show);
    toggle.setAttribute("aria-pressed", String(open));
    fillNode(toggle, icon(open ? "down" : "keyboard"));
  }
  function show(next) {
    const told = JSON.stringify(next ?? null);
    keyboard = next;
    if (told !== signature) {
      signature = told;
      open = true;
      fillNode(element, (next?.rows ?? []).map((row) => el("div", { class: "reply-row" }, row.map((button) => key(button, press, () => next.one_time && hide())))));
    }
    redraw();
  }
  function hide() {
    open = false;
    redraw();
  }
  toggle.addEventListener("click", () => {
    open = !open;
    redraw();
  });
  return { element, toggle, show };
}

function key(button, press, used) {
  const mark = button.request_contact ? icon("contact", 17) : button.request_location ? icon("pin", 17) : null;
  const run = () => {
    press(button);
    used();
  };
  return el("button", { type: "button", class: "reply-key", onclick: run }, mark, button.text);
}
