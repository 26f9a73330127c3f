/** The scrolling list of messages; only rows that changed are drawn anew. */
import { bubbleRow } from "./bubble.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { rowsOf } from "./timeline.js";
import { dayKey, dayLabel, now } from "./time.js";
import { fill, words } from "./words.js";

const NEAR = 120;
const QUIET_MS = 600;

/** {element, show(messages, options), toEnd(), jump(id), reset()}; `older()` is called near the top. */
export function messageList(hands, older) {
  const list = el("div", { class: "messages-inner", role: "log", "aria-live": "polite" });
  const scroll = el("div", { class: "messages", tabIndex: 0 }, list);
  const count = el("span", { class: "badge" });
  const down = el("button", { type: "button", class: "to-end", "aria-label": words.chat.down, hidden: true, onclick: () => toEnd(true) }, count, icon("down"));
  const element = el("div", { class: "messages-box" }, scroll, down);
  const drawn = new Map();
  let newest = null;
  let fresh = 0;
  let stuck = true;
  let height = 0;

  const atEnd = () => scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR;
  /** Remember whether one is reading the end; while the window is being resized the old knowledge holds. */
  function look() {
    if (newest !== null && scroll.clientHeight === height) stuck = atEnd();
  }
  function showDown() {
    if (atEnd()) fresh = 0;
    down.hidden = atEnd();
    count.textContent = fresh || "";
    count.hidden = fresh === 0;
    down.setAttribute("aria-label", fresh ? fill(words.chat.downCount, { count: fresh }) : words.chat.down);
  }
  function toEnd(smooth = false) {
    scroll.scrollTo({ top: scroll.scrollHeight, behavior: smooth && !matchMedia("(prefers-reduced-motion: reduce)").matches ? "smooth" : "instant" });
  }
  function show(messages, { title, showNames, unreadFrom }) {
    look();
    const stick = newest === null || stuck;
    const before = scroll.scrollHeight;
    const last = messages.at(-1);
    const grewAbove = newest !== null && last?.id === newest;
    const added = newest === null ? [] : messages.filter((message) => message.id > newest);
    if (newest === null) quietly(list);
    list.setAttribute("aria-label", fill(words.chat.log, { title }));
    draw(list, drawn, rowsOf(messages, showNames, unreadFrom), hands, newest !== null);
    newest = last?.id ?? newest ?? 0;
    if (stick || added.some((message) => message.out)) toEnd();
    else if (grewAbove && scroll.scrollHeight !== before) scroll.scrollTop += scroll.scrollHeight - before;
    fresh += added.filter((message) => !message.out).length;
    showDown();
  }
  function reset() {
    drawn.clear();
    list.replaceChildren();
    newest = null;
    fresh = 0;
    stuck = true;
  }
  function jump(id) {
    const row = list.querySelector(`[data-message="${CSS.escape(String(id))}"]`) ?? null;
    if (!row) return false;
    row.scrollIntoView({ block: "center", behavior: "instant" });
    row.classList.remove("flash");
    requestAnimationFrame(() => row.classList.add("flash"));
    return true;
  }
  scroll.addEventListener("scroll", () => {
    look();
    showDown();
    if (scroll.scrollTop < 200) older();
  }, { passive: true });
  new ResizeObserver(() => {
    height = scroll.clientHeight;
    if (stuck) toEnd();
    showDown();
  }).observe(scroll);
  return { element, show, toEnd, jump, reset, list };
}

/** Keep screen readers from reading a whole history aloud when a chat is opened. */
function quietly(list) {
  list.setAttribute("aria-busy", "true");
  setTimeout(() => list.removeAttribute("aria-busy"), QUIET_MS);
}

/** Put `rows` into one section per day, so that the date line sticks only while its own day is on screen. */
function draw(list, drawn, rows, hands, animate) {
  const keys = new Set(rows.map((row) => row.key));
  for (const [key, { node }] of drawn) {
    if (keys.has(key)) continue;
    node.remove();
    drawn.delete(key);
  }
  const sections = new Map([...list.children].map((section) => [section.dataset.day, section]));
  const days = new Map();
  for (const row of rows) {
    if (row.kind === "day") days.set(row.key, []);
    [...days.values()].at(-1).push(drawRow(drawn, row, hands, animate));
  }
  arrange(list, [...days].map(([day, nodes]) => {
    const section = sections.get(day) ?? el("div", { class: "day-group", dataset: { day } });
    arrange(section, nodes);
    return section;
  }));
}

/** Make `nodes` the children of `parent`, moving only what is out of place. */
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...parent.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => parent.children[index] === node || parent.insertBefore(node, parent.children[index] ?? null));
}

function drawRow(drawn, row, hands, animate) {
  const signature = JSON.stringify(row) + (row.kind === "day" ? dayKey(now()) : "");
  const known = drawn.get(row.key);
  if (known?.signature === signature) return known.node;
  const node = buildRow(row, hands);
  if (known) known.node.replaceWith(node);
  else if (animate && row.kind === "unit") node.classList.add("arriving");
  drawn.set(row.key, { signature, node });
  return node;
}

function buildRow(row, hands) {
  if (row.kind === "day") return el("div", { class: "row day", role: "separator" }, el("span", { class: "pill" }, dayLabel(new Date(row.time))));
  if (row.kind === "unread") return el("div", { class: "row unread-line", role: "separator" }, el("span", {}, words.chat.unreadLine));
  return bubbleRow(row, hands);
}
