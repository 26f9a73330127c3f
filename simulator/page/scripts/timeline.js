/** What is known of one chat's messages, and how it falls into rows. */
import { dayKey } from "./time.js";

const RUN_MS = 10 * 60_000;

/** The messages of one view, ordered by id. */
export class Timeline {
  constructor() {
    this.byId = new Map();
    this.more = false;
  }

  /** Take in a page of messages; what lay in its range and is gone from it was deleted. `before` as it was asked for. */
  merge(page, before = null) {
    const first = page.messages[0]?.id ?? -Infinity;
    const low = page.more ? first : -Infinity;
    const high = before === null ? Infinity : before - 1;
    for (const id of [...this.byId.keys()]) if (id >= low && id <= high) this.byId.delete(id);
    for (const message of page.messages) this.byId.set(message.id, message);
    const oldest = this.all[0]?.id;
    if (oldest === undefined || oldest >= first) this.more = Boolean(page.more);
  }

  get all() {
    return [...this.byId.values()].sort((a, b) => a.id - b.id);
  }

  get oldest() {
    return this.all[0]?.id ?? null;
  }
}

function sameRun(a, b) {
  return Boolean(a && b && !a.service && !b.service && a.out === b.out && a.from?.id === b.from?.id
    && dayKey(new Date(a.time)) === dayKey(new Date(b.time)) && Date.parse(b.time) - Date.parse(a.time) < RUN_MS);
}

function gather(messages) {
  const units = [];
  for (const message of messages) {
    const last = units.at(-1);
    if (message.album && last?.album === message.album) last.messages.push(message);
    else units.push({ key: String(message.id), album: message.album ?? null, messages: [message] });
  }
  return units;
}

/**
 * Rows to draw: {key, kind: "day"|"unread"|"unit", …}. Units know whether they begin or end a run of one sender.
 * `unreadFrom`: id of the first message that was unread on opening, or null.
 */
export function rowsOf(messages, showNames, unreadFrom) {
  const units = gather(messages);
  const rows = [];
  let day = "";
  units.forEach((unit, index) => {
    const [lead] = unit.messages;
    const today = dayKey(new Date(lead.time));
    if (today !== day) rows.push({ key: `day-${today}`, kind: "day", time: lead.time });
    day = today;
    if (lead.id === unreadFrom) rows.push({ key: "unread", kind: "unread" });
    const first = !sameRun(units[index - 1]?.messages.at(-1), lead);
    const last = !sameRun(unit.messages.at(-1), units[index + 1]?.messages[0]);
    rows.push({ ...unit, kind: "unit", first, last, showNames });
  });
  return rows;
}
