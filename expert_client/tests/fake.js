/** Stand-ins for tests: a clock that moves when told, a line that answers when told. */

export class FakeClock {
  constructor(startMs = 1_000_000) {
    this.ms = startMs;
    this.timers = new Map();
    this.next = 1;
  }

  now() {
    return this.ms;
  }

  after(run, ms) {
    this.timers.set(this.next, { at: this.ms + ms, run });
    return this.next++;
  }

  cancel(timer) {
    this.timers.delete(timer);
  }

  /** Let time pass; promises settle between the timers. */
  async pass(ms) {
    const end = this.ms + ms;
    await settle();
    for (;;) {
      const due = [...this.timers].filter(([, timer]) => timer.at <= end).sort((a, b) => a[1].at - b[1].at)[0];
      if (!due) break;
      this.timers.delete(due[0]);
      this.ms = due[1].at;
      due[1].run();
      await settle();
    }
    this.ms = end;
  }
}

export async function settle() {
  for (let i = 0; i < 10; i += 1) await Promise.resolve();
}

/** A socket of Socket.IO as far as `transport.js` uses it. */
export class FakeSocket {
  constructor() {
    this.listeners = new Map();
    this.any = null;
    this.manager = new Map();
    this.io = { on: (event, run) => this.manager.set(event, run) };
    this.asked = [];
    this.answer = async () => ({ ok: true });
    this.closed = false;
  }

  connect() {
    return this;
  }

  disconnect() {
    this.closed = true;
    return this;
  }

  on(event, run) {
    this.listeners.set(event, run);
    return this;
  }

  onAny(run) {
    this.any = run;
    return this;
  }

  removeAllListeners() {
    this.listeners.clear();
    return this;
  }

  offAny() {
    this.any = null;
    return this;
  }

  timeout() {
    return {
      emitWithAck: (event, payload) => {
        this.asked.push([event, payload]);
        return this.answer(event, payload);
      },
    };
  }

  fire(event, payload) {
    this.listeners.get(event)?.(payload);
  }

  receive(event, payload) {
    this.any?.(event, payload);
  }
}

export class FakePlace {
  constructor() {
    Object.defineProperty(this, "getItem", { value: (key) => this[key] ?? null });
    Object.defineProperty(this, "setItem", { value: (key, value) => { this[key] = value; } });
    Object.defineProperty(this, "removeItem", { value: (key) => { delete this[key]; } });
  }
}

export function message(seq, more = {}) {
  const { text = `message ${seq}`, ...rest } = more;
  return {
    seq, kind: "customer", at_ms: seq * 1_000, received_at_ms: seq * 1_000, content: { kind: "text", text: [text] },
    edited: false, revoked: false, withheld: false, ...rest,
  };
}

export function conversation(id, more = {}) {
  return {
    conversation: id,
    brand: { id: "acme", name: "Acme" },
    channel: { id: "acme/wa", kind: "whatsapp" },
    case: { number: 1, state: "held", token: 3, holder: { id: "e1", name: "Ana", me: true } },
    high_water: 0,
    read: 0,
    customer: [{ entity: "PERSON", n: 1 }],
    placeholders: [{ entity: "PHONE_NUMBER", n: 1, sendable: true }],
    capabilities: { text_limit: 4096, text_unit: "characters", receipts: ["sent"], typing: true },
    ...more,
  };
}

export function offer(id, more = {}) {
  return {
    conversation: id, brand: { id: "acme", name: "Acme" }, channel: { id: "acme/wa", kind: "whatsapp" },
    case_number: 1, offered_at_ms: 1_000, waiting_since_ms: 1_000, messages: 1, preview: ["hello"],
    customer: [{ entity: "PERSON", n: 1 }], first_look: false, why: "new", ...more,
  };
}

export function started(more = {}) {
  return {
    protocol: 1, now_ms: 1_000_000, expert: { id: "e1", name: "Ana" }, brands: [], offers: [], mine: [], ...more,
  };
}
