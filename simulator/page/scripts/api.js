/** The page's side of the simulator's JSON interface. */

/** A refusal by the server, in its words. */
export class Refused extends Error {}

async function read(response) {
  const body = await response.json().catch(() => null);
  if (!response.ok || body === null || body.ok === false) {
    throw new Refused(body?.error ?? body?.detail ?? `HTTP ${response.status}`);
  }
  return body;
}

/** GET `path` with those `params` that have a value. */
export async function get(path, params = {}) {
  const query = new URLSearchParams(Object.entries(params).filter(([, value]) => value !== null && value !== undefined));
  return read(await fetch(`${path}?${query}`, { cache: "no-store" }));
}

async function post(path, fields) {
  const headers = { "Content-Type": "application/json" };
  return read(await fetch(path, { method: "POST", headers, body: JSON.stringify(fields) }));
}

export const world = () => get("/page/world");
export const chats = async (as) => {
  const body = await get("/page/chats", { as });
  return Array.isArray(body) ? body : body.chats;
};
export const chat = (as, id, topic, before) => get("/page/chat", { as, id, topic, before });
export const act = (as, name, fields = {}) => post("/page/act", { as, act: name, ...dropEmpty(fields) });
export const moveClock = (change) => post("/page/clock", change);

function dropEmpty(fields) {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined));
}

/** Send `files` as one message (several become an album). */
export async function upload(as, fields, files) {
  const form = new FormData();
  form.set("as", as);
  form.set("act", "upload");
  for (const [name, value] of Object.entries(dropEmpty(fields))) form.set(name, value);
  for (const file of files) form.append("file", file, file.name);
  return read(await fetch("/page/act", { method: "POST", body: form }));
}

const FIRST_WAIT = 400;
const LONGEST_WAIT = 4000;

/**
 * Listen to what happens to the person `as`, for ever, with reconnection.
 * `onEvent(notice)`; `onState(connected, again)` with `again` true after a lost connection came back. Returns a function that ends it.
 */
export function listen(as, onEvent, onState) {
  let socket = null;
  let wait = FIRST_WAIT;
  let lost = false;
  let ended = false;
  let timer = 0;

  function connect() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}/page/events?as=${encodeURIComponent(as)}`);
    socket.onopen = () => {
      wait = FIRST_WAIT;
      onState(true, lost);
      lost = false;
    };
    socket.onmessage = (message) => onEvent(JSON.parse(message.data));
    socket.onclose = () => {
      if (ended) return;
      lost = true;
      onState(false, false);
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 1.6, LONGEST_WAIT);
    };
  }

  connect();
  return () => {
    ended = true;
    clearTimeout(timer);
    socket.close();
  };
}
