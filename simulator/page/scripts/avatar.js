/** Round pictures with initials; a colour of its own for every account. */
import { el } from "./dom.js";
import { icon } from "./icons.js";

const HUES = 7;

function initials(name) {
  const plain = name.replace(/[^\p{L}\p{N}]/gu, "");
  const numbered = plain.match(/\p{Script=Han}?\d{1,2}$/u);
  if (numbered && plain.length > 2) return numbered[0];
  return /\p{Script=Han}/u.test(plain) ? plain.slice(-2) : plain.slice(0, 2).toUpperCase();
}

function groupInitials(title) {
  return title.replace(/[^\p{L}\p{N}]/gu, "").slice(0, 2);
}

/** The avatar of {id, name|title, kind?, is_bot?}; `size` in pixels. */
export function avatar(subject, size = 46) {
  const name = subject.name ?? subject.title ?? "";
  const text = subject.title && subject.kind !== "private" ? groupInitials(name) : initials(name);
  const isBot = Boolean(subject.is_bot || subject.kind === "private");
  return el("span", {
    class: `avatar hue-${Math.abs(Number(subject.id) || 0) % HUES} ${isBot ? "avatar-bot" : ""} ${text.length > 2 ? "long" : ""}`,
    style: { "--size": `${size}px` }, "aria-hidden": "true",
  }, isBot ? icon("bot", Math.round(size * 0.55)) : text);
}
