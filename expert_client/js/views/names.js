// @ts-check
/**
 * How experts are called on screen.
 *
 * @typedef {import("../protocol.js").Author} Author
 */

import { visible } from "../models/visible.js";
import { texts } from "../texts.js";

/** Whoever has no name that the gateway knows just now is called by their number, which helps nobody. @param {Author} author */
const known = ({ id, name }) => Boolean(name) && name !== id;

/** Empty when there is no name to say. @param {Author | undefined} author */
export function nameIfKnown(author) {
  if (author?.me) return texts.conversation.you;
  return author && known(author) ? visible(String(author.name)) : "";
}

/** At the start of a line: "You", "Ben". @param {Author} author */
export function nameOf(author) {
  if (author.me) return texts.conversation.you;
  return known(author) ? visible(author.name) : texts.conversation.anotherExpert;
}

/** Within a sentence: "you", "Ben". @param {Author} author */
export function nameWithin(author) {
  if (author.me) return texts.conversation.youAsObject;
  return known(author) ? visible(author.name) : texts.conversation.anotherExpertAsObject;
}
