// @ts-check
/** Small drawings, made as elements. They are never the only sign: a word stands beside or behind each. */

import { table } from "./table.js";

/** Paths in a box of 24, drawn with a line. */
const PATHS = table({
  mine: "M4 5h16v11H9l-5 4z",
  offers: "M4 13h4l2 3h4l2-3h4M4 13l3-8h10l3 8v6H4z",
  me: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-6 8-6s7 2 8 6",
  back: "M15 5l-7 7 7 7",
  info: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.5v.2",
  clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2",
  check: "M5 13l4 4 10-10",
  checks: "M2 13l4 4 9-10M11 16l1 1 10-10",
  alert: "M12 4l9 16H3zM12 10v4M12 17v.2",
  question: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.8v.2",
  note: "M5 4h14v11l-5 5H5zM14 20v-5h5M8.5 8.5h7M8.5 12h4",
  handover: "M4 8h13l-3.5-3.5M20 16H7l3.5 3.5",
  shares: "M12 3v9l6.4 6.4A9 9 0 1 1 12 3zM15.5 3.7A9 9 0 0 1 20.8 14L15.5 9.6z",
  down: "M6 10l6 6 6-6",
  close: "M6 6l12 12M18 6L6 18",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z",
  chip: "M8 5H5v14h3M16 5h3v14h-3M9.5 12h5",
  send: "M4 12l16-8-6 16-3-6z",
  phone: "M8 3h8a1 1 0 0 1 1 1v16a1 1 0 0 1-1 1H8a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM11 18h2",
  web: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3.5 12h17M12 3c3 3 3 15 0 18M12 3c-3 3-3 15 0 18",
  bubble: "M5 4h14v12h-7l-5 4v-4H5z",
  image: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.2",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  sound: "M5 10v4h3l4 4V6l-4 4zM16 9c1.3 1.7 1.3 4.3 0 6",
  pin: "M12 21c-4-5-6-8-6-11a6 6 0 1 1 12 0c0 3-2 6-6 11zM12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  card: "M3 6h18v12H3zM3 10h18",
  person: "M12 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM5 20c.8-4 3.3-6 7-6s6.2 2 7 6",
});

const SVG = "http://www.w3.org/2000/svg";

/** @param {string} name */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name] ?? PATHS.bubble ?? "");
  svg.append(path);
  return svg;
}

const CHANNELS = table({ webchat: "web", twilio: "phone", api: "phone" });

/** @param {string} kind */
export const channelIcon = (kind) => icon(CHANNELS[kind] ?? "bubble");
