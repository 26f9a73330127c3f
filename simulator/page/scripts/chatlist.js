/** The left column: who I am, and my chats. */
import { avatar } from "./avatar.js";
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { listTime } from "./time.js";
import { fill, serviceText, words } from "./words.js";

/** {element, show(state)} for state {me, chats, chatId}; `open(id)` on a pick, `change()` to become somebody else, `found()` for a new group. */
export function chatList({ open, change, found }) {
  const me = el("button", { type: "button", class: "me", onclick: change });
  const search = el("input", { type: "search", class: "search-field", placeholder: words.chats.search, "aria-label": words.chats.search, autocomplete: "off" });
  const list = el("ul", { class: "chat-list" });
  const element = el("nav", { class: "sidebar", "aria-label": words.chats.label }, me,
    el("div", { class: "sidebar-line" }, el("div", { class: "search-box" }, icon("search", 18), search),
      el("button", { type: "button", class: "round", "aria-label": words.chats.newGroup, title: words.chats.newGroup, onclick: found }, icon("plus"))), list);
  let state = null;
  list.addEventListener("keydown", (event) => listKeys(event, list));
  search.addEventListener("input", () => show(state));

  function show(next) {
    state = next;
    fillMe(me, state.me);
    const query = search.value.trim().toLowerCase();
    const found = order(state.chats).filter((chat) => chat.title.toLowerCase().includes(query));
    const focused = document.activeElement?.dataset?.chat;
    const nothing = el("li", { class: "nothing" }, state.chats.length ? words.chats.noneFound : words.chats.none);
    fillNode(list, found.length ? found.map((chat) => chatRow(chat, chat.id === state.chatId, open)) : nothing);
    if (focused) list.querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
  }
  return { element, show };
}

function fillMe(button, person) {
  button.setAttribute("aria-label", fill(words.people.as, { name: `${person.name}，${person.note ?? ""}` }));
  button.title = fill(words.people.as, { name: person.name });
  fillNode(button, avatar(person, 40), el("span", { class: "person-text" }, el("strong", {}, person.name), el("small", {}, person.note ?? "")), icon("down", 18));
}

function order(chats) {
  const rank = (chat) => (chat.kind === "private" ? 1 : 0);
  return [...chats].sort((a, b) => rank(b) - rank(a) || (b.time ?? "").localeCompare(a.time ?? ""));
}

function lastLine(chat) {
  if (chat.last?.service) return serviceText(chat.last.service);
  if (!chat.last) return chat.kind === "private" ? words.chats.start : words.chat.emptyTitle;
  const who = chat.last.out ? words.chats.you : chat.kind !== "private" && chat.last.from ? `${nameOf(chat.last.from)}：` : "";
  return [who ? el("span", { class: "who" }, who) : null, lastText(chat.last)];
}

function lastText(last) {
  const text = (last.text ?? "").replace(/\s+/g, " ").slice(0, 90);
  const kind = ["text", "service", "contact", "document"].includes(last.kind) ? "" : words.kinds[last.kind] ?? "";
  return text ? `${kind} ${text}`.trim() : words.kinds[last.kind] ?? "";
}

function nameOf(from) {
  return typeof from === "string" ? from : from.name;
}

function chatRow(chat, current, open) {
  const unread = chat.unread ? el("span", { class: "badge", "aria-label": fill(words.chats.unread, { count: chat.unread }) }, chat.unread > 99 ? "99+" : String(chat.unread)) : null;
  const pinned = !chat.unread && chat.kind === "private" ? el("span", { class: "row-pin", title: words.chats.pinned }, icon("tack", 15)) : null;
  return el("li", {}, el("button", {
    type: "button", class: `chat-row ${current ? "current" : ""}`, dataset: { chat: chat.id }, "aria-current": current ? "true" : null, onclick: () => open(chat.id),
  },
    avatar(chat, 52),
    el("span", { class: "chat-row-top" }, chat.kind === "private" ? null : icon("users", 16), el("strong", {}, chat.title),
      chat.kind === "private" ? el("em", { class: "bot-mark" }, words.chats.bot) : null, el("time", {}, chat.time ? listTime(new Date(chat.time)) : "")),
    el("span", { class: "chat-row-last" }, el("span", { class: "snippet" }, lastLine(chat)), unread, pinned)));
}

function listKeys(event, list) {
  const rows = [...list.querySelectorAll(".chat-row")];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step) return;
  event.preventDefault();
  rows[Math.max(0, Math.min(rows.length - 1, rows.indexOf(document.activeElement) + step))]?.focus();
}
