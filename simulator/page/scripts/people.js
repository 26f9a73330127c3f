/** Choosing whom to be: a searchable list of the roster, recent ones first. */
import { avatar } from "./avatar.js";
import { openDialog } from "./dialogs.js";
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { fill, words } from "./words.js";

const KEY = "zhuanban.recent";
const KEPT = 6;

function recentIds() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

/** Put `id` at the head of the recent people. */
export function remember(id) {
  localStorage.setItem(KEY, JSON.stringify([id, ...recentIds().filter((other) => other !== id)].slice(0, KEPT)));
}

/** The address at which somebody else is logged in. */
export function addressOf(id) {
  return `?as=${encodeURIComponent(id)}`;
}

function fits(person, query) {
  const digits = query.replace(/\D/g, "");
  const heap = `${person.name} ${person.note ?? ""} ${person.id}`.toLowerCase();
  if (query.toLowerCase().split(/\s+/).every((word) => heap.includes(word))) return true;
  return digits.length >= 3 && (person.phone ?? "").replace(/\D/g, "").includes(digits);
}

function personRow(person, current, choose) {
  const label = `${person.name}，${person.note ?? ""}`;
  const unread = person.unread ? el("span", { class: "badge", "aria-label": fill(words.people.unread, { count: person.unread }) }, String(person.unread)) : null;
  return el("li", { class: `person ${person.id === current ? "current" : ""}` },
    el("button", { type: "button", class: "person-main", "aria-label": label, "aria-current": person.id === current ? "true" : null, onclick: () => choose(person.id) },
      avatar(person, 42), el("span", { class: "person-text" }, el("strong", {}, person.name), el("small", {}, person.note ?? "")), unread),
    el("a", { class: "round quiet", href: addressOf(person.id), target: "_blank", "aria-label": `${words.people.tab}：${person.name}`, title: words.people.tab }, icon("tab", 18)));
}

function section(title, people, current, choose) {
  if (!people.length) return null;
  return el("section", {}, el("h3", { class: "list-head" }, title), el("ul", { class: "people-list" }, people.map((person) => personRow(person, current, choose))));
}

/** The picker itself (search field and list) for `people`; `choose(id)` on a pick. */
export function peoplePicker(people, current, choose) {
  const byId = new Map(people.map((person) => [person.id, person]));
  const list = el("div", { class: "people-scroll", tabIndex: -1 });
  const search = el("input", { type: "search", class: "search-field", placeholder: words.people.search, "aria-label": words.people.search, autofocus: true, autocomplete: "off" });
  function show() {
    const query = search.value.trim();
    const found = people.filter((person) => fits(person, query));
    const recent = query ? [] : recentIds().map((id) => byId.get(id)).filter(Boolean);
    const none = el("p", { class: "nothing" }, people.length ? fill(words.people.none, { query }) : words.people.empty);
    const title = `${words.people.all} · ${fill(words.people.count, { count: found.length })}`;
    fillNode(list, section(words.people.recent, recent, current, choose), found.length ? section(title, found, current, choose) : none);
    list.scrollTop = 0;
  }
  search.addEventListener("input", show);
  search.addEventListener("keydown", (event) => pickerKeys(event, list));
  list.addEventListener("keydown", (event) => pickerKeys(event, list));
  show();
  return el("div", { class: "picker" }, el("div", { class: "search-box" }, icon("search", 18), search), list);
}

function pickerKeys(event, list) {
  const rows = [...list.querySelectorAll(".person-main")];
  const at = rows.indexOf(document.activeElement);
  if (event.key === "Enter" && event.target.type === "search") rows[0]?.click();
  else if (event.key === "ArrowDown") rows[Math.min(at + 1, rows.length - 1)]?.focus();
  else if (event.key === "ArrowUp" && at > 0) rows[at - 1].focus();
  else return;
  event.preventDefault();
}

/** The picker in a window; gives the chosen id or undefined. */
export function choosePerson(people, current) {
  return openDialog({
    title: words.people.title, className: "people-dialog",
    content: (close) => [
      el("button", { type: "button", class: "round dialog-close", "aria-label": words.close, onclick: () => close() }, icon("close")),
      el("p", { class: "dialog-hint" }, words.people.hint), peoplePicker(people, current, close),
    ],
  });
}

/** The page shown while nobody is chosen. */
export function welcome(people, problem, choose) {
  return el("div", { class: "welcome" }, el("div", { class: "welcome-card" },
    el("img", { src: "icon.svg", alt: "", width: 72, height: 72 }), el("h1", {}, words.people.lead),
    el("p", { class: "dialog-hint" }, problem ?? words.people.hint), peoplePicker(people, null, choose)));
}
