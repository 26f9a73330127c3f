/** A voice message: a button, a wave, and how long it is. */
import { el, fillNode } from "./dom.js";
import { icon } from "./icons.js";
import { words } from "./words.js";

const BARS = 34;

function clockText(seconds) {
  return `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;
}

function bars(seed) {
  return Array.from({ length: BARS }, (_, index) => {
    const wave = Math.abs(Math.sin(index * 0.9 + seed) * Math.cos(index * 0.37 + seed * 2));
    return el("i", { style: { height: `${18 + wave * 82}%` } });
  });
}

/** The player for {url, duration} of `message`. Samples that the browser cannot decode run silently through their length. */
export function voicePlayer(voice, message) {
  const duration = Math.max(voice.duration ?? 1, 1);
  const wave = el("span", { class: "wave", "aria-hidden": "true" }, bars(message.id % 97));
  const left = el("span", { class: "voice-time" }, clockText(duration));
  const button = el("button", { type: "button", class: "voice-play", "aria-label": words.message.play }, icon("play"));
  const player = silentOrAudible(voice.url, duration, (seconds, playing) => {
    const reached = seconds / duration * BARS;
    [...wave.children].forEach((bar, index) => bar.classList.toggle("played", index < reached));
    left.textContent = clockText(playing || seconds ? seconds : duration);
    button.setAttribute("aria-label", playing ? words.message.pause : words.message.play);
    fillNode(button, icon(playing ? "pause" : "play"));
  });
  button.addEventListener("click", player);
  return el("div", { class: "voice" }, button, el("span", { class: "voice-body" }, wave, left));
}

function silentOrAudible(url, duration, show) {
  let timer = 0;
  let seconds = 0;
  const audio = url ? new Audio() : null;
  function stop() {
    clearInterval(timer);
    timer = 0;
    audio?.pause();
    if (seconds >= duration) seconds = 0;
    show(seconds, false);
  }
  return () => {
    if (timer) return stop();
    if (audio && !audio.src) audio.src = url;
    audio?.play().catch(() => undefined);
    const began = performance.now() - seconds * 1000;
    timer = setInterval(() => {
      seconds = (performance.now() - began) / 1000;
      if (seconds >= duration) stop();
      else show(seconds, true);
    }, 100);
    return show(seconds, true);
  };
}
