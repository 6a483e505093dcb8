// @ts-check
/** Who contributed what to a case so far. */

import { el } from "../dom.js";
import { percent } from "../format.js";
import { icon } from "../icons.js";
import { byPoints } from "../models/shares.js";
import { texts } from "../texts.js";
import { nameOf } from "./names.js";

/** @param {import("../models/shares.js").Shares | "failed" | undefined} shares */
export function sharesPanel(shares) {
  const t = texts.shares;
  return [
    el("h3", { class: "section" }, icon("shares"), t.title),
    shares === undefined ? el("p", { class: "hint" }, texts.leaving.counting)
    : shares === "failed" ? el("p", { class: "hint" }, t.failed)
    : [
      shares.shares.length ? el("dl", { class: "shares" }, byPoints(shares).flatMap(row)) : el("p", { class: "hint" }, t.none),
      el("p", { class: "hint" }, `${t.rule(shares.rule)} ${texts.leaving.kept}`),
    ],
  ].flat();
}

/** @param {import("../models/shares.js").Share} share */
function row({ expert, points, percent: part }) {
  return [
    el("dt", null, el("bdi", null, nameOf(expert))),
    el("dd", null, texts.shares.points(points)),
    el("dd", { class: "shares-part" }, percent(part)),
  ];
}
