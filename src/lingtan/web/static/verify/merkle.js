// RFC 9162 tree hash, and the commitments of docs/certificate.md, section 1.

import { concat, hex, utf8 } from "./bytes.js";
import { sha256Now } from "./digest.js";
import { canonical } from "./jcs.js";
import { ROW_SCHEME, SERIAL_SCHEME } from "./shapes.js";

const ZERO = Uint8Array.of(0);
const ONE = Uint8Array.of(1);

const leafHash = (data) => sha256Now(concat(ZERO, data));
const nodeHash = (left, right) => sha256Now(concat(ONE, left, right));

/** The root as `sha256:…` of at least one leaf; an odd node rises unchanged. */
export function rootOf(leaves) {
  let level = leaves.map(leafHash);
  while (level.length > 1) {
    const next = [];
    for (let at = 0; at < level.length; at += 2) {
      next.push(at + 1 < level.length ? nodeHash(level[at], level[at + 1]) : level[at]);
    }
    level = next;
  }
  return `sha256:${hex(level[0])}`;
}

/** The root that a path leads to; null when it is too short or too long for a tree of this size. */
export function pathRoot(leaf, index, size, path) {
  if (index >= size) return null;
  let node = leafHash(leaf);
  const steps = [...path];
  for (let last = size - 1; last > 0; last = Math.floor(last / 2), index = Math.floor(index / 2)) {
    if (index % 2 === 0 && index === last) continue;
    const step = steps.shift();
    if (step === undefined) return null;
    node = index % 2 === 1 ? nodeHash(step, node) : nodeHash(node, step);
  }
  return steps.length ? null : `sha256:${hex(node)}`;
}

/** SHA-256(scheme ‖ 0 ‖ secret ‖ 0 ‖ manufacturer ‖ 0 ‖ serial). */
export function serialCommitment(secret, manufacturer, serial) {
  return sha256Now(concat(utf8(SERIAL_SCHEME), ZERO, secret, ZERO, utf8(manufacturer), ZERO, utf8(serial)));
}

/** SHA-256(scheme ‖ 0 ‖ salt ‖ 0 ‖ RFC 8785 bytes of the row). */
export function rowCommitment(salt, row) {
  return sha256Now(concat(utf8(ROW_SCHEME), ZERO, salt, ZERO, canonical(row)));
}
