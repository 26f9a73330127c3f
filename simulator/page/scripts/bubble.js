/** One bubble (a message or an album) with everything around it. */
import { avatar } from "./avatar.js";
import { inlineButtons } from "./buttons.js";
import { el } from "./dom.js";
import { icon } from "./icons.js";
import { albumGrid, isPicture, mediaOf } from "./media.js";
import { richText } from "./richtext.js";
import { fullText, hourMinute } from "./time.js";
import { fill, serviceText, words } from "./words.js";

const HOLD_MS = 500;

/**
 * The row for `unit` {messages, first, last, showNames}. `hands`: command, link, mention, tap, jump, menu, pending.
 */
export function bubbleRow(unit, hands) {
  const lead = unit.messages[0];
  if (lead.service) return serviceRow(lead);
  const spoken = unit.messages.find((message) => message.html || message.text) ?? lead;
  const side = lead.out ? "out" : "in";
  const bubble = el("div", { class: bubbleClass(unit, spoken) }, bubbleParts(unit, spoken, hands));
  const keyboard = inlineButtons(unit.messages.at(-1), hands);
  const actions = el("button", { type: "button", class: "bubble-more", "aria-label": words.message.actions, "aria-haspopup": "menu", onclick: (event) => hands.menu(spoken, event.currentTarget) }, icon("more", 18));
  const row = el("article", { class: `row ${side} ${unit.first ? "first" : ""} ${unit.last ? "last" : ""}`, dataset: { message: lead.id }, "aria-label": describe(unit, spoken) },
    unit.showNames && !lead.out ? el("span", { class: "row-avatar" }, unit.last ? avatar(lead.from, 34) : null) : null,
    el("div", { class: "stack" }, el("div", { class: "bubble-line" }, bubble, actions), keyboard));
  bubble.addEventListener("contextmenu", (event) => openByPointer(event, spoken, hands));
  onLongPress(bubble, (point) => hands.menu(spoken, point));
  bubble.addEventListener("dblclick", (event) => event.target.closest("button, a") || hands.reply(spoken));
  return row;
}

/** Fingers have no right button: holding still for a moment does the same. */
function onLongPress(target, run) {
  let timer = 0;
  target.addEventListener("pointerdown", (event) => {
    if (event.pointerType === "touch") timer = setTimeout(() => run({ x: event.clientX, y: event.clientY }), HOLD_MS);
  });
  for (const name of ["pointerup", "pointermove", "pointercancel"]) target.addEventListener(name, () => clearTimeout(timer));
}

function openByPointer(event, message, hands) {
  if (getSelection()?.toString() || event.target.closest("a, img")) return;
  event.preventDefault();
  hands.menu(message, { x: event.clientX, y: event.clientY });
}

function describe({ messages: [lead] }, spoken) {
  const kind = Object.keys(words.message).find((name) => lead[name] && typeof lead[name] === "object");
  const who = lead.out ? words.message.out : lead.from?.name ?? "";
  return `${who}，${hourMinute(new Date(lead.time))}：${spoken.text || (kind ? words.message[kind] : "")}`.slice(0, 200);
}

function bubbleClass(unit, spoken) {
  const [lead] = unit.messages;
  const bare = lead.sticker ? "bare" : "";
  const picture = isPicture(lead) ? "with-picture" : "";
  return `bubble ${bare} ${picture} ${hasWords(spoken) ? "" : "no-words"}`;
}

function hasWords(message) {
  return Boolean(message.html || message.text);
}

function bubbleParts(unit, spoken, hands) {
  const [lead] = unit.messages;
  const media = unit.messages.length > 1 ? albumGrid(unit.messages) : mediaOf(lead);
  const text = hasWords(spoken) ? richText(spoken.html || escapeText(spoken.text), hands) : media.length ? null : words.message.notText;
  return [
    unit.showNames && !lead.out && unit.first ? el("div", { class: `sender name-${Math.abs(lead.from.id) % 7}` }, lead.from.name, lead.from.is_bot ? el("small", {}, words.chats.bot) : null) : null,
    lead.forward ? el("div", { class: "forward" }, fill(words.message.forward, { name: lead.forward.name ?? lead.forward })) : null,
    lead.reply_to ? replyQuote(lead.reply_to, hands) : null,
    lead.via ? el("div", { class: "via" }, fill(words.message.via, { name: lead.via.username ?? lead.via })) : null,
    media,
    el("div", { class: "words" }, text, meta(unit.messages.at(-1), spoken)),
    reactions(lead),
  ];
}

/** Plain text as HTML; only for messages that come without `html`. */
export function escapeText(text) {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}

function meta(last, spoken) {
  const sent = new Date(spoken.time);
  return el("span", { class: "meta" },
    last.pinned ? el("span", { title: words.message.pinnedMark }, icon("tack", 13)) : null,
    spoken.edited ? el("span", { class: "edited", title: fullText(new Date(spoken.edited)) }, words.message.edited) : null,
    el("time", { datetime: spoken.time, title: fullText(sent) }, hourMinute(sent)),
    spoken.out ? el("span", { class: "checks", role: "img", "aria-label": words.message.read }, icon("checks", 17)) : null);
}

function replyQuote(quoted, hands) {
  return el("button", { type: "button", class: "reply-quote", onclick: () => hands.jump(quoted.id) },
    el("strong", {}, quoted.name ?? ""), el("span", {}, quoted.text || words.kinds[quoted.kind] || words.message.attachment));
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, message.reactions.map((emoji) => el("span", {}, emoji.emoji ?? emoji)));
}

function serviceRow(message) {
  const text = serviceText(message.service);
  return el("article", { class: "row service", dataset: { message: message.id }, "aria-label": text }, el("span", { class: "pill" }, text));
}
