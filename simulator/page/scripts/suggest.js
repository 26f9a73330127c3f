/** The list above the composer: commands for "/", the bot for "@", results of inline queries. */
import { el, fillNode } from "./dom.js";
import { words } from "./words.js";

/**
 * A listbox steered from `field`. {element, show(options, label, note), hide(), isOpen(), key(event)}; an option is
 * {title, description?, thumb?, mark?, run}.
 */
export function suggestions(field) {
  const list = el("div", { class: "suggest-list", role: "listbox", id: "suggestions" });
  const element = el("div", { class: "suggest", hidden: true }, list);
  let options = [];
  let at = 0;
  field.setAttribute("aria-controls", "suggestions");

  function mark(next) {
    at = next;
    [...list.querySelectorAll("[role=option]")].forEach((row, index) => {
      row.setAttribute("aria-selected", String(index === at));
      if (index === at) row.scrollIntoView({ block: "nearest" });
    });
    field.setAttribute("aria-activedescendant", `suggestion-${at}`);
  }
  function show(next, label, note = null) {
    options = next;
    list.setAttribute("aria-label", label);
    fillNode(list, options.map((option, index) => optionRow(option, index)), note && !options.length ? el("p", { class: "nothing" }, note) : null);
    element.hidden = !options.length && !note;
    field.setAttribute("aria-expanded", String(!element.hidden));
    if (options.length) mark(0);
  }
  function hide() {
    options = [];
    element.hidden = true;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  }
  function key(event) {
    if (element.hidden) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") hide();
    else if (step && options.length) mark((at + step + options.length) % options.length);
    else if ((event.key === "Enter" && !event.shiftKey || event.key === "Tab") && options.length) options[at].run(event.key === "Tab");
    else return false;
    event.preventDefault();
    return true;
  }
  return { element, show, hide, key, isOpen: () => !element.hidden };
}

function optionRow(option, index) {
  const picture = option.thumb ? el("img", { src: option.thumb, alt: "" }) : option.mark ? el("span", { class: "option-mark", "aria-hidden": "true" }, option.mark) : null;
  return el("div", {
    role: "option", class: "option", id: `suggestion-${index}`, "aria-selected": "false",
    onpointerdown: (event) => event.preventDefault(), onclick: () => option.run(false),
  }, picture, el("span", { class: "option-text" }, el("strong", {}, option.title), option.description ? el("small", {}, option.description) : null));
}

/** Commands among `commands` that begin with what `text` holds, the one that is it first; none when `text` is no unfinished command. */
export function fittingCommands(text, commands) {
  const match = text.match(/^\/([A-Za-z0-9_]*)$/);
  if (!match) return [];
  const begun = match[1].toLowerCase();
  const fitting = commands.filter((item) => item.command.startsWith(begun));
  return fitting.sort((one, other) => Number(other.command === begun) - Number(one.command === begun));
}

/** The inline query in `text` ("@bot words"), or null. */
export function inlineQuery(text, username) {
  const head = `@${username} `;
  return text.toLowerCase().startsWith(head.toLowerCase()) ? text.slice(head.length) : null;
}

/** True while `text` is the beginning of the bot's name. */
export function isMentionStart(text, username) {
  return /^@\w*$/.test(text) && `@${username}`.toLowerCase().startsWith(text.toLowerCase());
}

/** The first sign of a title, as a picture for results without one. */
export function markOf(title) {
  return [...(title.replace(/[^\p{L}\p{N}]/gu, "") || words.message.document)][0];
}
