// @ts-check
/** Times and numbers in the viewer's language and zone. */

const LOCALE = globalThis.navigator?.languages?.length ? [...navigator.languages] : undefined;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const clockTime = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit" });
const clockSeconds = new Intl.DateTimeFormat(LOCALE, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const wholeTime = new Intl.DateTimeFormat(LOCALE, { dateStyle: "full", timeStyle: "medium" });
const weekday = new Intl.DateTimeFormat(LOCALE, { weekday: "long", day: "numeric", month: "long" });
const wholeDay = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long" });
const shortDay = new Intl.DateTimeFormat(LOCALE, { weekday: "short", hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });

/** @param {string} name @param {"short" | "long"} display */
const unit = (name, display) => new Intl.NumberFormat(LOCALE, { style: "unit", unit: name, unitDisplay: display });
const SHORT = { minute: unit("minute", "short"), hour: unit("hour", "short"), day: unit("day", "short") };
const LONG = { minute: unit("minute", "long"), hour: unit("hour", "long"), day: unit("day", "long") };
const bytes = ["byte", "kilobyte", "megabyte"].map(
  (name) => new Intl.NumberFormat(LOCALE, { style: "unit", unit: name, maximumFractionDigits: 1 }),
);
const hundredths = new Intl.NumberFormat(LOCALE, { style: "percent" });
const decimal = new Intl.NumberFormat(LOCALE);

/** "4 min", "2 hr", "3 days"; at least one minute. @param {number} ms */
export const span = (ms) => spanIn(ms, SHORT);

/** The age of something: "now" within the first minute. @param {number} ms */
export const age = (ms) => (ms < MINUTE ? relative.format(0, "second") : span(ms));

/** The same in whole words. @param {number} ms */
export const spanLong = (ms) => spanIn(ms, LONG);

/** @param {number} ms @param {typeof SHORT} formats */
function spanIn(ms, formats) {
  if (ms < HOUR) return formats.minute.format(Math.max(1, Math.floor(ms / MINUTE)));
  if (ms < 2 * DAY) return formats.hour.format(Math.floor(ms / HOUR));
  return formats.day.format(Math.floor(ms / DAY));
}

/** @param {number} ms */
export const timeOf = (ms) => clockTime.format(ms);

/** @param {number} ms */
export const secondsOf = (ms) => clockSeconds.format(ms);

/** @param {number} ms */
export const exactly = (ms) => wholeTime.format(ms);

/** A moment near now: the time, with the weekday when it is not today. @param {number} ms @param {number} nowMs */
export const moment = (ms, nowMs) => (dayKey(ms) === dayKey(nowMs) ? timeOf(ms) : shortDay.format(ms));

/** @param {number} ms @returns {string} the viewer's calendar day */
export function dayKey(ms) {
  const date = new Date(ms);
  return `${date.getFullYear()}-${date.getMonth() + 1}-${date.getDate()}`;
}

/** "Today", "Yesterday", "Monday, 2 March". @param {number} ms @param {number} nowMs */
export function dayName(ms, nowMs) {
  const midnight = (/** @type {number} */ at) => new Date(at).setHours(0, 0, 0, 0);
  const days = Math.round((midnight(ms) - midnight(nowMs)) / DAY);
  if (days === 0 || days === -1) return capital(relative.format(days, "day"));
  return (days < -300 ? wholeDay : weekday).format(ms);
}

/** @param {number} count */
export function size(count) {
  let step = 0;
  let value = count;
  while (value >= 1_000 && step < 2) {
    value /= 1_000;
    step += 1;
  }
  return bytes[step].format(value);
}

/** @param {number} value */
export const number = (value) => decimal.format(value);

/** @param {number} value of a hundred */
export const percent = (value) => hundredths.format(value / 100);

/** @param {string} text */
const capital = (text) => text.charAt(0).toLocaleUpperCase(LOCALE) + text.slice(1);
