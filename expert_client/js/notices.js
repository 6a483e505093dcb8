// @ts-check
/** What there is to say about a conversation, until the expert takes it away: one notice each. */

export class Notices {
  /** @param {() => void} onChange */
  constructor(onChange) {
    this.onChange = onChange;
    /** @type {Map<string, string>} */
    this.codes = new Map();
  }

  /** @param {string} conversation @returns {string | undefined} a code */
  of(conversation) {
    return this.codes.get(conversation);
  }

  /** @param {string} conversation @param {string} code */
  tell(conversation, code) {
    this.codes.set(conversation, code);
    this.onChange();
  }

  /** @param {string} conversation */
  dismiss(conversation) {
    this.codes.delete(conversation);
    this.onChange();
  }
}
