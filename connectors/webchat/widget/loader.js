// @ts-check
/**
 * The one script a page carries. It finds its own address, offers `window.Rapport` at once, and fetches the widget
 * when the page has nothing better to do, or at the first command.
 */
(() => {
  "use strict";

  // Filled in when served: the folder of this version of the widget, such as "v-0123456789ab/".
  const FOLDER = "";
  const IDLE_AT_MOST_MS = 3000;
  /** @type {readonly RapportCommand[]} */
  const COMMANDS = ["open", "close", "toggle", "reset"];

  const script = document.currentScript;
  const given = window.Rapport;
  if (!(script instanceof HTMLScriptElement) || (given && !Array.isArray(given))) {
    return;
  }
  const base = new URL(".", script.src).href;
  /** @type {RapportCommand[]} */
  const waiting = [];
  /** @type {((command: RapportCommand) => void) | null} */
  let carryOut = null;
  let loading = false;

  /** @param {RapportCommand} command */
  function run(command) {
    if (!COMMANDS.includes(command)) {
      return;
    }
    if (carryOut) {
      carryOut(command);
      return;
    }
    waiting.push(command);
    whenParsed(load);
  }

  async function load() {
    if (loading) {
      return;
    }
    loading = true;
    try {
      const { start } = await import(`${base}${FOLDER}widget.js`);
      carryOut = start(base);
      waiting.splice(0).forEach(run);
    } catch {
      // The page works without us. It gets another chance when the connection is back.
      loading = false;
      window.addEventListener("online", load, { once: true });
    }
  }

  /** @param {() => void} then */
  function whenParsed(then) {
    if (document.readyState === "loading") {
      document.addEventListener("DOMContentLoaded", then, { once: true });
    } else {
      then();
    }
  }

  window.Rapport = {
    open: () => run("open"),
    close: () => run("close"),
    toggle: () => run("toggle"),
    reset: () => run("reset"),
    push: (...commands) => commands.forEach(run),
  };
  (given ?? []).forEach(run);
  whenParsed(() => {
    if ("requestIdleCallback" in window) {
      window.requestIdleCallback(() => load(), { timeout: IDLE_AT_MOST_MS });
    } else {
      setTimeout(load, 200);
    }
  });
})();
