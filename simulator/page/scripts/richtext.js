/** Message HTML rebuilt node by node from an allow list; raw text never becomes HTML of this page. */
import { copyText, el } from "./dom.js";
import { toast } from "./dialogs.js";
import { words } from "./words.js";

const SIMPLE = { B: "b", STRONG: "b", I: "i", EM: "i", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s" };
const DROPPED = new Set(["SCRIPT", "STYLE", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "NOSCRIPT", "TITLE", "SVG", "MATH"]);
const BLOCKS = new Set(["PRE", "BLOCKQUOTE"]);
const SAFE_LINK = /^(https?:|mailto:|tel:|tg:)/i;
const MARKS = /(https?:\/\/[^\s<>"'（）【】《》，。；、！？]+)|(?<![\p{L}\p{N}/<@])(\/[A-Za-z][A-Za-z0-9_]{0,31}(?:@[A-Za-z0-9_]+)?)(?![\p{L}\p{N}/])|(?<![\p{L}\p{N}.])(@[A-Za-z][A-Za-z0-9_]{3,31})|(?<![\p{L}\p{N}&])(#[\p{L}\p{N}_]*\p{L}[\p{L}\p{N}_]*)/gu;

/**
 * A fragment for Telegram HTML `html`. `hands.command(text)`, `hands.link(url)` and `hands.mention(name)` are called on taps.
 */
export function richText(html, hands) {
  const parsed = new DOMParser().parseFromString(`<div>${html}</div>`, "text/html");
  const fragment = document.createDocumentFragment();
  fragment.append(...walk(parsed.body, hands, true));
  return fragment;
}

/** A fragment for plain `text`, with its links, commands and mentions made tappable. */
export function plainText(text, hands) {
  const fragment = document.createDocumentFragment();
  fragment.append(...linkify(text, hands));
  return fragment;
}

function walk(parent, hands, marks) {
  return [...parent.childNodes].flatMap((node) => convert(withoutBreak(node), hands, marks));
}

/** The line break after a block is part of the block, as in Telegram; without this it would show as an empty line. */
function withoutBreak(node) {
  const follows = node.nodeType === Node.TEXT_NODE && BLOCKS.has(node.previousSibling?.tagName);
  return follows && node.data.startsWith("\n") ? document.createTextNode(node.data.slice(1)) : node;
}

function convert(node, hands, marks) {
  if (node.nodeType === Node.TEXT_NODE) return marks ? linkify(node.data, hands) : [document.createTextNode(node.data)];
  if (node.nodeType !== Node.ELEMENT_NODE || DROPPED.has(node.tagName.toUpperCase())) return [];
  const tag = node.tagName.toUpperCase();
  if (tag in SIMPLE) return [el(SIMPLE[tag], {}, walk(node, hands, marks))];
  const build = BUILDERS[tag];
  return build ? [build(node, hands, marks)] : walk(node, hands, marks);
}

const BUILDERS = {
  BR: () => document.createTextNode("\n"),
  A: buildLink,
  CODE: (node) => copyable("code", node.textContent),
  PRE: (node) => el("pre", {}, node.textContent),
  BLOCKQUOTE: buildQuote,
  SPAN: (node, hands, marks) => node.classList.contains("tg-spoiler") ? spoiler(node, hands, marks) : el("span", {}, walk(node, hands, marks)),
  "TG-SPOILER": spoiler,
  "TG-EMOJI": (node) => document.createTextNode(node.textContent),
};

function buildLink(node, hands) {
  const href = node.getAttribute("href") ?? "";
  const content = walk(node, hands, false);
  return SAFE_LINK.test(href) ? link(href, content, hands) : el("span", {}, content);
}

function link(href, content, hands) {
  return el("a", {
    href, rel: "noopener noreferrer", target: "_blank", title: href,
    onclick: (event) => {
      event.preventDefault();
      hands.link(href);
    },
  }, content);
}

function copyable(tag, text) {
  const copy = async () => {
    await copyText(text);
    toast(`${words.copied}：${text}`);
  };
  return el(tag, {
    class: "copyable", title: words.message.copyCode, role: "button", tabIndex: 0, onclick: copy,
    onkeydown: (event) => event.key === "Enter" && copy(),
  }, text);
}

function buildQuote(node, hands, marks) {
  const quote = el("blockquote", {}, walk(node, hands, marks));
  if (!node.hasAttribute("expandable")) return quote;
  quote.classList.add("folded");
  const fold = el("button", { type: "button", class: "fold", "aria-expanded": "false" }, words.message.expand);
  fold.addEventListener("click", () => {
    const folded = quote.classList.toggle("folded");
    fold.textContent = folded ? words.message.expand : words.message.collapse;
    fold.setAttribute("aria-expanded", String(!folded));
  });
  return el("div", { class: "quote-box" }, quote, fold);
}

function spoiler(node, hands, marks) {
  const hidden = el("span", { class: "spoiler", role: "button", tabIndex: 0, "aria-label": words.message.spoiler }, walk(node, hands, marks));
  const show = () => {
    hidden.classList.add("shown");
    hidden.removeAttribute("aria-label");
    hidden.removeAttribute("role");
  };
  hidden.addEventListener("click", show);
  hidden.addEventListener("keydown", (event) => event.key === "Enter" && show());
  return hidden;
}

function linkify(text, hands) {
  const nodes = [];
  let at = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > at) nodes.push(document.createTextNode(text.slice(at, match.index)));
    nodes.push(mark(match, hands));
    at = match.index + match[0].length;
  }
  if (at < text.length) nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

function mark([whole, url, command, mention], hands) {
  if (url) return link(url, [url], hands);
  if (command) return el("button", { type: "button", class: "text-link", onclick: () => hands.command(command) }, command);
  if (mention) return el("button", { type: "button", class: "text-link", onclick: () => hands.mention(mention) }, mention);
  return el("span", { class: "hashtag" }, whole);
}
