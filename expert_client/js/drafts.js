// @ts-check
/**
 * The text an expert has begun in each conversation. Never carried into another one.
 *
 * @typedef {import("./protocol.js").Part} Part
 */

import { isEmpty, join } from "./models/parts.js";

export class Drafts {
  /** @param {import("./storage.js").Storage} storage */
  constructor(storage) {
    this.storage = storage;
    /** @type {Map<string, Part[]>} */
    this.byConversation = new Map();
    this.onChange = () => {};
    /** The text changed from outside of the composer. @type {(conversation: string) => void} */
    this.onReturned = () => {};
  }

  load() {
    for (const [conversation, parts] of this.storage.drafts()) {
      if (!this.byConversation.has(conversation)) this.byConversation.set(conversation, parts);
    }
    this.onChange();
  }

  /** @param {string} conversation */
  of(conversation) {
    return this.byConversation.get(conversation) ?? [];
  }

  /** @param {string} conversation @param {Part[]} parts */
  set(conversation, parts) {
    if (isEmpty(parts)) this.byConversation.delete(conversation);
    else this.byConversation.set(conversation, parts);
    this.storage.keepDraft(conversation, this.of(conversation));
    this.onChange();
  }

  /** Replies that were not taken come back, in front of what was begun since. @param {string} conversation @param {Part[][]} replies */
  giveBack(conversation, replies) {
    const begun = this.of(conversation);
    const all = isEmpty(begun) ? replies : [...replies, begun];
    this.set(conversation, join(all.flatMap((parts, index) => (index ? ["\n", ...parts] : parts))));
    this.onReturned(conversation);
  }

  /** Of a conversation that the expert gave away. @param {string} conversation */
  discard(conversation) {
    this.set(conversation, []);
    this.onReturned(conversation);
  }

  clear() {
    this.byConversation.clear();
    this.onChange();
  }
}
