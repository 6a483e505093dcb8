// @ts-check
/** What other tabs of the page do to the conversation, by way of the storage they share. */
import { Queue } from "./queue.js";

/**
 * @param {import("./storage.js").Storage} storage
 * @param {{
 *   token: (token: string | null) => void, queued: (clientId: string) => void, dropped: (clientId: string) => void,
 *   read: (seq: number) => void, sound: (on: boolean) => void,
 * }} heard `token` gets `null` when another tab forgot the conversation
 */
export function watchTabs(storage, heard) {
  storage.listen((name, value) => {
    const clientId = Queue.clientIdOf(name);
    if (name === "token") {
      heard.token(value);
    } else if (clientId !== null && value === null) {
      heard.dropped(clientId);
    } else if (clientId !== null) {
      heard.queued(clientId);
    } else if (name === "read") {
      heard.read(Number(value ?? 0));
    } else if (name === "sound") {
      heard.sound(value !== "off");
    }
  });
}
