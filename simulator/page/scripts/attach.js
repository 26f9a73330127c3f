/** Photos, files, voice samples and places from the composer. */
import { dialogButtons, openDialog, toast } from "./dialogs.js";
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { sizeText } from "./media.js";
import { mapPicture } from "./places.js";
import { fullText, now } from "./time.js";
import { fill, words } from "./words.js";

const LARGEST_FILE = 50 * 1024 * 1024;

/** Let the person choose files; `accept` as in an input field. Gives the chosen list (perhaps never, when cancelled). */
export function pickFiles(accept) {
  return new Promise((resolve) => {
    const input = el("input", { type: "file", multiple: true, accept, class: "visually-hidden", "aria-hidden": "true", tabIndex: -1 });
    input.addEventListener("change", () => {
      resolve([...input.files]);
      input.remove();
    });
    document.body.append(input);
    input.click();
  });
}

function refusal(file) {
  if (file.size > LARGEST_FILE) return fill(words.composer.tooBig, { name: file.name });
  return file.size === 0 ? fill(words.composer.empty, { name: file.name }) : null;
}

/** Show what is going to be sent; gives {files, caption, kind: "photo"|"document"} or undefined. */
export async function previewFiles(files, asPhotos) {
  const good = files.filter((file) => {
    const problem = refusal(file);
    if (problem) toast(problem, "bad");
    return !problem;
  });
  if (!good.length) return undefined;
  const pictures = good.every((file) => file.type.startsWith("image/"));
  const caption = el("textarea", { class: "field", rows: 2, placeholder: words.composer.caption, "aria-label": words.composer.caption, autofocus: true });
  const asFile = el("input", { type: "checkbox", checked: !asPhotos || !pictures, disabled: !pictures });
  const urls = [];
  const shown = el("div", { class: `previews ${good.length > 1 ? "many" : ""}` }, good.map((file) => preview(file, pictures, urls)));
  const kind = () => (asFile.checked ? "document" : "photo");
  const title = fill(pictures && asPhotos ? words.composer.sendPhotos : words.composer.sendFiles, { count: good.length });
  const choice = await openDialog({
    title,
    content: (close) => {
      const send = () => close({ files: good, caption: caption.value.trim() || null, kind: kind() });
      caption.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        send();
      });
      return [shown, pictures ? el("label", { class: "check-line" }, asFile, words.composer.asFile) : null, caption,
        dialogButtons(close, [[words.cancel], [words.send, () => ({ files: good, caption: caption.value.trim() || null, kind: kind() }), "primary"]])];
    },
  });
  urls.forEach((url) => URL.revokeObjectURL(url));
  return choice;
}

function preview(file, pictures, urls) {
  if (pictures) {
    const url = URL.createObjectURL(file);
    urls.push(url);
    return el("img", { src: url, alt: file.name });
  }
  return el("div", { class: "file-card" }, el("span", { class: "file-icon" }, icon("file")), el("span", { class: "file-text" }, el("strong", {}, file.name), el("small", {}, sizeText(file.size))));
}

/** A drawn picture of a building site, for those who have no photo at hand. */
export async function samplePhoto() {
  const canvas = el("canvas");
  canvas.width = 1280;
  canvas.height = 960;
  drawScene(canvas.getContext("2d"));
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.88));
  return new File([blob], `${words.composer.sampleName}.jpg`, { type: "image/jpeg" });
}

function drawScene(pen) {
  const sky = pen.createLinearGradient(0, 0, 0, 620);
  sky.addColorStop(0, "#7fb2dd");
  sky.addColorStop(1, "#f3e3cf");
  fillBox(pen, sky, 0, 0, 1280, 960);
  fillBox(pen, "#8a7a67", 0, 640, 1280, 320);
  const walls = ["#b9c2c9", "#9fabb5", "#c9b9a3", "#aebac2"];
  for (let hall = 0; hall < 4; hall += 1) drawHall(pen, 30 + hall * 310 + Math.random() * 30, 300 + Math.random() * 110, walls[hall]);
  for (let stack = 0; stack < 7; stack += 1) drawStack(pen, 40 + stack * 180 + Math.random() * 40, 720 + Math.random() * 90);
  fillBox(pen, "rgba(0,0,0,.45)", 0, 890, 1280, 70);
  pen.fillStyle = "#fff";
  pen.font = "34px sans-serif";
  pen.fillText(`${words.composer.sampleName}  ${fullText(now())}`, 32, 937);
}

function fillBox(pen, style, x, y, width, height) {
  pen.fillStyle = style;
  pen.fillRect(x, y, width, height);
}

function drawHall(pen, x, top, wall) {
  fillBox(pen, wall, x, top, 270, 650 - top);
  fillBox(pen, "#6d7780", x - 12, top - 26, 294, 30);
  for (let column = 0; column < 5; column += 1) fillBox(pen, "#54646f", x + 20 + column * 50, top + 40, 30, 46);
  fillBox(pen, "#5b4a3c", x + 95, 540, 90, 110);
}

function drawStack(pen, x, y) {
  for (let board = 0; board < 6; board += 1) fillBox(pen, board % 2 ? "#c79a5e" : "#b4854a", x, y - board * 15, 140, 13);
}

/** Ask for a number of seconds; undefined when cancelled. */
export function askVoice() {
  const field = el("input", { type: "number", class: "field", id: "voice-seconds", min: 1, max: 600, value: "12", autofocus: true });
  return openDialog({
    title: words.composer.voiceTitle, className: "small",
    content: (close) => [el("label", { class: "field-label", for: "voice-seconds" }, words.composer.voiceSeconds), field,
      dialogButtons(close, [[words.cancel], [words.send, () => Math.max(1, Math.min(600, Number(field.value) || 1)), "primary"]])],
  });
}

/** Ask for a place; {latitude, longitude} or undefined. */
export async function askLocation() {
  const latitude = el("input", { class: "field", inputmode: "decimal", "aria-label": words.location.latitude });
  const longitude = el("input", { class: "field", inputmode: "decimal", "aria-label": words.location.longitude });
  const map = el("div", { class: "map-frame" });
  const read = () => ({ latitude: Number(latitude.value), longitude: Number(longitude.value) });
  const redraw = () => fillNode(map, mapPicture(read().latitude || 0, read().longitude || 0));
  function choose(lat, lon) {
    latitude.value = lat;
    longitude.value = lon;
    redraw();
  }
  const [, firstLat, firstLon] = words.location.list[0];
  choose(firstLat, firstLon);
  for (const field of [latitude, longitude]) field.addEventListener("input", redraw);
  const places = words.location.list.map(([name, lat, lon]) => el("button", { type: "button", class: "chip", onclick: () => choose(lat, lon) }, name));
  const place = await openDialog({
    title: words.location.title,
    content: (close) => [map, el("div", { class: "chips", role: "group", "aria-label": words.location.places }, places),
      el("div", { class: "field-pair" }, latitude, longitude), dialogButtons(close, [[words.cancel], [words.location.send, read, "primary"]])],
  });
  if (!place || isPlace(place)) return place;
  toast(words.location.invalid, "bad");
  return undefined;
}

function isPlace({ latitude, longitude }) {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
}
