/** What a message carries besides words: photos, files, voice, places, contacts. */
import { openDialog } from "./dialogs.js";
import { copyText, el } from "./dom.js";
import { icon } from "./icons.js";
import { mapPicture } from "./places.js";
import { voicePlayer } from "./voice.js";
import { fill, words } from "./words.js";

const LARGEST = 420;

/** The nodes for whatever `message` carries; an empty list for plain words. */
export function mediaOf(message) {
  return Object.entries(BUILDERS).filter(([kind]) => message[kind]).map(([kind, build]) => build(message[kind], message));
}

/** True when the message fills its bubble with a picture. */
export function isPicture(message) {
  return Boolean(message.photo || message.video || message.animation || message.location);
}

const BUILDERS = {
  photo: (photo, message) => photoButton(photo, [message], 0),
  video: film, animation: film,
  sticker: (sticker) => sticker.url ? el("img", { class: "sticker", src: sticker.url, alt: sticker.emoji ?? words.message.sticker }) : el("span", { class: "sticker-emoji" }, sticker.emoji ?? "🙂"),
  document: (file) => fileCard(file, words.message.document),
  audio: (file) => fileCard(file, words.message.audio),
  voice: voicePlayer,
  location: place,
  contact: contactCard,
  poll: (poll) => el("div", { class: "poll" }, el("strong", {}, poll.question), el("ul", {}, (poll.options ?? []).map((option) => el("li", {}, option.text ?? option)))),
};

function photoButton(photo, messages, index) {
  const { width = 4, height = 3 } = photo;
  const shown = Math.min(LARGEST, width * Math.min(1, LARGEST / Math.max(height, 1)));
  const image = el("img", { src: photo.url, alt: messages[index].text || words.message.photo, draggable: "false" });
  return el("button", {
    type: "button", class: "photo", "aria-label": words.message.openPhoto, style: { "aspect-ratio": `${width} / ${height}`, width: `${Math.max(shown, 140)}px` },
    onclick: () => lightbox(messages, index),
  }, image);
}

/** Several photos of one album as a mosaic. */
export function albumGrid(messages) {
  const photos = messages.filter((message) => message.photo);
  const others = messages.filter((message) => !message.photo);
  const grid = photos.map((message, index) => photoButton(message.photo, photos, index));
  return [photos.length ? el("div", { class: `album album-${Math.min(photos.length, 4)}`, role: "group", "aria-label": words.message.album }, grid) : null, others.map(mediaOf)];
}

/** Show `messages[index].photo` large, with the way to its neighbours. */
function lightbox(messages, index) {
  const image = el("img", { class: "lightbox-image" });
  const caption = el("p", { class: "lightbox-caption" });
  const save = el("a", { class: "round", "aria-label": words.message.download.replace("{name}", words.message.photo), download: "" }, icon("download"));
  function show(next) {
    index = (next + messages.length) % messages.length;
    image.src = messages[index].photo.url;
    image.alt = messages[index].text || words.message.photo;
    caption.textContent = messages[index].text ?? "";
    save.href = messages[index].photo.url;
  }
  show(index);
  const step = (by, label, name) => messages.length > 1
    ? el("button", { type: "button", class: `round lightbox-${name}`, "aria-label": label, onclick: () => show(index + by) }, icon("back")) : null;
  return openDialog({
    className: "lightbox",
    content: (close) => el("div", {
      class: "lightbox-stage",
      onclick: (event) => event.target === event.currentTarget && close(),
      onkeydown: (event) => ({ ArrowLeft: () => show(index - 1), ArrowRight: () => show(index + 1) })[event.key]?.(),
    }, image, caption, step(-1, words.message.previous, "previous"), step(1, words.message.next, "next"),
    el("div", { class: "lightbox-tools" }, save, el("button", { type: "button", class: "round", "aria-label": words.close, autofocus: true, onclick: () => close() }, icon("close")))),
  });
}

function film(video) {
  return el("video", { class: "video", src: video.url, controls: true, preload: "metadata", "aria-label": video.name ?? words.message.video });
}

/** `1.2 MB` */
export function sizeText(bytes) {
  if (!Number.isFinite(bytes)) return "";
  if (bytes < 1024) return `${bytes} B`;
  return bytes < 1024 ** 2 ? `${(bytes / 1024).toFixed(bytes < 10240 ? 1 : 0)} KB` : `${(bytes / 1024 ** 2).toFixed(1)} MB`;
}

function fileCard(file, fallback) {
  const name = file.name || fallback;
  const ending = name.includes(".") ? name.split(".").pop().slice(0, 4).toUpperCase() : "";
  return el("a", { class: "file-card", href: file.url, download: name, "aria-label": fill(words.message.download, { name }) },
    el("span", { class: `file-icon type-${ending.toLowerCase()}` }, ending || icon("file")),
    el("span", { class: "file-text" }, el("strong", {}, name), el("small", {}, sizeText(file.size))));
}

function place(spot) {
  const coordinates = fill(words.location.coordinates, { lat: spot.latitude.toFixed(4), lon: spot.longitude.toFixed(4) });
  const copy = () => copyText(`${spot.latitude},${spot.longitude}`);
  return el("button", { type: "button", class: "place", "aria-label": `${words.message.location}：${spot.title ?? coordinates}`, title: words.copy, onclick: copy },
    mapPicture(spot.latitude, spot.longitude), el("span", { class: "place-text" }, spot.title ? el("strong", {}, spot.title) : null, el("small", {}, spot.address ?? coordinates)));
}

function contactCard(contact) {
  return el("div", { class: "contact-card" }, el("span", { class: "file-icon" }, icon("contact")),
    el("span", { class: "file-text" }, el("strong", {}, contact.name ?? words.message.contact), el("small", {}, contact.phone)));
}
