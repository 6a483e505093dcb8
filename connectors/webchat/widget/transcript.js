// @ts-check
/** A copy of the conversation as plain text, for the visitor to keep. */
import { visible } from "./spans.js";

/**
 * @param {import("./protocol.js").VisitorMessage[]} messages
 * @param {(message: import("./protocol.js").VisitorMessage) => string} nameOf
 * @param {string} tag language tag for dates
 * @returns {string} one paragraph a message
 */
export function transcript(messages, nameOf, tag) {
  const format = new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" });
  const paragraphs = messages.map(
    (message) => `${format.format(message.at_ms)}  ${visible(nameOf(message))}\n${visible(message.text)}\n`,
  );
  return paragraphs.join("\n");
}

/**
 * Hand the text to the browser as a file.
 *
 * @param {string} name of the file
 * @param {string} text
 */
export function save(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
