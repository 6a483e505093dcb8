// @ts-check
/**
 * Which language the widget speaks, and how it writes times and lists.
 *
 * @typedef {import("./texts/en.js").Texts} Texts
 * @typedef {{tag: string, language: string, direction: "ltr" | "rtl", texts: Texts}} Locale
 *   `tag` is for formatting (`de-AT`), `language` names the texts (`de`).
 */
import english from "./texts/en.js";

/** The languages there are texts for, by their own names. */
export const LANGUAGES = Object.freeze({
  en: "English",
  de: "Deutsch",
  fr: "Français",
  es: "Español",
  pt: "Português",
  it: "Italiano",
  nl: "Nederlands",
  ar: "العربية",
});

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/**
 * Take the first wish that there are texts for.
 *
 * @param {readonly (string | null | undefined)[]} wishes language tags, best first; other texts are passed over
 * @returns {{tag: string, language: string}} English when no wish can be met
 */
export function choose(wishes) {
  for (const wish of wishes) {
    const tag = canonical(wish ?? "");
    const language = tag.split("-")[0] ?? "";
    if (Object.hasOwn(LANGUAGES, language)) {
      return { tag, language };
    }
  }
  return { tag: "en", language: "en" };
}

/**
 * @param {readonly (string | null | undefined)[]} wishes
 * @returns {Promise<Locale>} in English when the texts cannot be fetched
 */
export async function loadLocale(wishes) {
  const { tag, language } = choose(wishes);
  try {
    const texts = language === "en" ? english : (await import(`./texts/${language}.js`)).default;
    return { tag, language, direction: RIGHT_TO_LEFT.has(language) ? "rtl" : "ltr", texts };
  } catch {
    return { tag: "en", language: "en", direction: "ltr", texts: english };
  }
}

/**
 * @param {string} text with `{name}` in places
 * @param {Record<string, string | number>} values
 * @returns {string}
 */
export function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

/**
 * @param {Locale} locale
 * @param {string[]} entities entity types
 * @returns {string} such as `phone number, card number`
 */
export function listEntities(locale, entities) {
  /** @type {Record<string, string>} */
  const names = locale.texts.entities;
  const words = [...new Set(entities.map((entity) => names[entity] ?? locale.texts.entities.OTHER))];
  return new Intl.ListFormat(locale.tag, { type: "unit" }).format(words);
}

/**
 * @param {Locale} locale
 * @param {number} atMs
 * @returns {string} the time of day
 */
export function timeOf(locale, atMs) {
  return new Intl.DateTimeFormat(locale.tag, { hour: "numeric", minute: "2-digit" }).format(atMs);
}

/**
 * @param {Locale} locale
 * @param {number} atMs
 * @param {number} nowMs
 * @returns {string} the day: today and yesterday by name
 */
export function dayOf(locale, atMs, nowMs) {
  const days = Math.round((startOfDay(atMs) - startOfDay(nowMs)) / 86_400_000);
  if (days === 0 || days === -1) {
    const word = new Intl.RelativeTimeFormat(locale.tag, { numeric: "auto" }).format(days, "day");
    return word.charAt(0).toLocaleUpperCase(locale.tag) + word.slice(1);
  }
  const sameYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear();
  const year = sameYear ? {} : { year: /** @type {const} */ ("numeric") };
  return new Intl.DateTimeFormat(locale.tag, { weekday: "short", day: "numeric", month: "short", ...year }).format(atMs);
}

/** @param {number} atMs */
function startOfDay(atMs) {
  return new Date(atMs).setHours(0, 0, 0, 0);
}

/** @param {string} tag */
function canonical(tag) {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? "";
  } catch {
    return "";
  }
}
