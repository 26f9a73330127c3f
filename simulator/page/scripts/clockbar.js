/** The bar with the demo clock and the buttons that push it forward. */
import { moveClock } from "./api.js";
import { dialogButtons, openDialog, openMenu, toast } from "./dialogs.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { fromField, fullText, isFrozen, now, setClock, toField } from "./time.js";
import { fill, refusalText, words } from "./words.js";

const NAMED = [["hour", words.clock.hour], ["day", words.clock.day], ["next_workday_9", words.clock.workday]];

/** {element, show()}: `show` redraws after the clock was told anew. `moved` is called after a push; `extra` stands at the right. */
export function clockBar(moved, ...extra) {
  const time = el("time", { class: "clock-time" });
  const face = el("button", { type: "button", class: "clock-face", "aria-label": words.clock.open, "aria-haspopup": "menu" }, icon("clock", 18), time, icon("down", 16));
  const still = el("div", { class: "clock-face clock-still", role: "timer", "aria-label": words.clock.label }, icon("clock", 18), el("time", { class: "clock-time" }));
  const push = (change) => pushClock(change, () => {
    show();
    moved();
  });
  face.addEventListener("click", () => openMenu(face, clockItems(push), words.clock.open));
  const buttons = el("div", { class: "clock-buttons", role: "group", "aria-label": words.clock.open },
    NAMED.map(([named, label]) => el("button", { type: "button", class: "chip", onclick: () => push({ named }) }, label)),
    el("button", { type: "button", class: "chip", onclick: () => askTime(push) }, words.clock.custom));
  const brand = el("div", { class: "brand" }, el("img", { src: "icon.svg", alt: "", width: 26, height: 26 }), el("span", {}, words.brand), el("small", {}, words.trial));
  const element = el("header", { class: "topbar" }, brand, still, buttons, face, el("div", { class: "topbar-end" }, extra));
  function show() {
    for (const node of [time, still.querySelector("time")]) {
      node.textContent = fullText(now());
      node.dateTime = now().toISOString();
    }
    still.title = isFrozen() ? words.clock.frozen : words.clock.label;
  }
  setInterval(show, 1000);
  return { element, show };
}

function clockItems(push) {
  const items = NAMED.map(([named, label]) => ({ label, icon: "clock", run: () => push({ named }) }));
  return [...items, null, { label: words.clock.custom, icon: "edit", run: () => askTime(push) }];
}

async function pushClock(change, done) {
  const answer = await moveClock(change).catch((problem) => void toast(refusalText(problem.message), "bad"));
  if (!answer) return;
  setClock(answer.clock ?? answer);
  toast(fill(words.clock.moved, { time: fullText(now()) }));
  done();
}

async function askTime(push) {
  const field = el("input", { type: "datetime-local", class: "field", id: "clock-field", value: toField(now()), min: toField(now()) });
  const to = await openDialog({
    title: words.clock.customTitle, className: "small",
    content: (close) => [
      el("p", { class: "dialog-hint" }, words.clock.customHint),
      el("label", { class: "field-label", for: "clock-field" }, words.clock.field), field,
      dialogButtons(close, [[words.cancel], [words.clock.go, () => field.value, "primary"]]),
    ],
  });
  if (!to) return;
  if (Date.parse(fromField(to)) < now().getTime() - 60_000) toast(words.clock.backwards, "bad");
  else push({ to: fromField(to) });
}
