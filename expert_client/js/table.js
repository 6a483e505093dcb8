// @ts-check
/**
 * A table to look words up in that others wrote: nothing is in it but what we put there. A plain object would answer
 * to "constructor" and "__proto__" too.
 *
 * @template T
 * @param {Record<string, T>} entries
 * @returns {Record<string, T | undefined>}
 */
export function table(entries) {
  return Object.assign(Object.create(null), entries);
}
