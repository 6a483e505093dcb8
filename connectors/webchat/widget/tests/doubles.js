/** Stand-ins for what a browser gives. */

/** A localStorage of its own; `full` makes every write fail. */
export class FakeStorage {
  constructor() {
    Object.defineProperty(this, "full", { value: false, writable: true, enumerable: false });
  }

  getItem(key) {
    return Object.hasOwn(this, key) ? this[key] : null;
  }

  setItem(key, value) {
    if (this.full) {
      throw new Error("quota");
    }
    this[key] = String(value);
  }

  removeItem(key) {
    delete this[key];
  }
}

/** A clock that goes on only when told. */
export class FakeClock {
  time = 1_000_000;
  #due = [];

  now = () => this.time;

  after = (ms, then) => {
    this.#due.push({ at: this.time + ms, then });
  };

  /** Go on by so many milliseconds, run what falls due, and let promises settle. */
  async pass(ms) {
    this.time += ms;
    const due = this.#due.filter((item) => item.at <= this.time);
    this.#due = this.#due.filter((item) => item.at > this.time);
    due.forEach((item) => item.then());
    await settle();
  }
}

export function settle() {
  return new Promise((done) => setImmediate(done));
}
