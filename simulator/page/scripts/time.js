/** The demo clock and how its times read; everything in Beijing time. */

const ZONE = "Asia/Shanghai";
const part = (options) => new Intl.DateTimeFormat("zh-CN", { timeZone: ZONE, ...options });
const HOUR_MINUTE = part({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const WEEKDAY = part({ weekday: "short" });
const MONTH_DAY = part({ month: "long", day: "numeric" });
const FULL_DAY = part({ year: "numeric", month: "long", day: "numeric" });
const DAY_KEY = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE, year: "numeric", month: "2-digit", day: "2-digit" });
const DAY_MS = 86_400_000;

let base = Date.now();
let since = performance.now();
let frozen = false;

/** Take over the demo time that the server tells. */
export function setClock(clock) {
  const told = Date.parse(clock.now);
  if (Number.isNaN(told)) return;
  base = told;
  since = performance.now();
  frozen = Boolean(clock.frozen);
}

/** The present demo time as a Date. */
export function now() {
  return new Date(frozen ? base : base + performance.now() - since);
}

/** True while the clock moves only when it is pushed. */
export function isFrozen() {
  return frozen;
}

/** A key that is the same for all moments of one Beijing day. */
export function dayKey(date) {
  return DAY_KEY.format(date);
}

/** `17:33` */
export function hourMinute(date) {
  return HOUR_MINUTE.format(date);
}

function daysAgo(date) {
  return Math.round((Date.parse(dayKey(now())) - Date.parse(dayKey(date))) / DAY_MS);
}

/** `11月23日 周一`, with the year when it is not this one. */
export function dayText(date) {
  const sameYear = dayKey(date).slice(0, 4) === dayKey(now()).slice(0, 4);
  return `${(sameYear ? MONTH_DAY : FULL_DAY).format(date)} ${WEEKDAY.format(date)}`;
}

/** What the date line between messages says. */
export function dayLabel(date) {
  const near = { 0: "今天", 1: "昨天" }[daysAgo(date)];
  return near ? `${near} · ${dayText(date)}` : dayText(date);
}

/** The short time in the chat list: a time today, a weekday this week, else a date. */
export function listTime(date) {
  const ago = daysAgo(date);
  if (ago <= 0) return ago === 0 ? hourMinute(date) : MONTH_DAY.format(date);
  if (ago === 1) return "昨天";
  return ago < 7 ? WEEKDAY.format(date) : MONTH_DAY.format(date);
}

/** `2026年11月23日 周一 17:33` */
export function fullText(date) {
  return `${FULL_DAY.format(date)} ${WEEKDAY.format(date)} ${hourMinute(date)}`;
}

/** The value of a datetime-local field for `date`, Beijing time. */
export function toField(date) {
  return `${dayKey(date)}T${hourMinute(date)}`;
}

/** The ISO moment that a datetime-local field means in Beijing time. */
export function fromField(value) {
  return `${value.length === 16 ? `${value}:00` : value}+08:00`;
}
