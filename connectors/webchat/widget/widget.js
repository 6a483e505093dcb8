// @ts-check
/** Begins the widget; the loader imports this module. */
import { App } from "./app.js";

/**
 * @param {string} base address of the channel's widget, such as `https://gateway.example/widget/acme/site/`
 * @returns {(command: RapportCommand) => void}
 */
export function start(base) {
  const app = new App(base);
  app.start();
  return (command) => app.run(command);
}
