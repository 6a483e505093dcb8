// @ts-check
/**
 * How long to wait before try number `attempt` (0, 1, ...): doubles from `base_ms` up to `cap_ms`, and the last half
 * of it is random, so that many clients do not come back at the same moment.
 *
 * @param {number} attempt
 * @param {{base_ms: number, cap_ms: number}} bounds
 * @param {() => number} random
 */
export function backoffMs(attempt, { base_ms, cap_ms }, random) {
  const whole = Math.min(cap_ms, base_ms * 2 ** Math.min(attempt, 30));
  return Math.round(whole / 2 + (whole / 2) * random());
}
