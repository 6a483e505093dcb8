// @ts-check
/** Two soft tones, made on the spot; one tab plays them. */

const TONES_HZ = [659.3, 880];
const APART_S = 0.11;
const LENGTH_S = 0.3;
const VOLUME = 0.06;
const HOLD_MS = 1500;

/** @type {AudioContext | null} */
let audio = null;

/** Call it in answer to a gesture: browsers let no page sound before one. */
export function allowSound() {
  audio ??= typeof AudioContext === "function" ? new AudioContext() : null;
  void audio?.resume().catch(() => {});
}

/**
 * @param {string} once names the occasion: of all tabs that call with it, one plays
 * @returns {Promise<void>}
 */
export async function playOnce(once) {
  if (audio?.state !== "running") {
    return;
  }
  const locks = navigator.locks;
  if (!locks) {
    play(audio);
    return;
  }
  await locks.request(once, { ifAvailable: true }, async (lock) => {
    if (lock && audio) {
      play(audio);
      await new Promise((done) => setTimeout(done, HOLD_MS));
    }
  });
}

/** @param {AudioContext} context */
function play(context) {
  TONES_HZ.forEach((hertz, index) => {
    const at = context.currentTime + index * APART_S;
    const tone = new OscillatorNode(context, { type: "sine", frequency: hertz });
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(VOLUME, at + 0.015);
    volume.gain.exponentialRampToValueAtTime(0.0001, at + LENGTH_S);
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + LENGTH_S);
  });
}
