// RFC 8785 (JSON Canonicalization Scheme): its numbers and strings are those of ECMAScript, its members sorted by UTF-16 units.

import { utf8 } from "./bytes.js";

/** A whole number that was spelled with a point or an exponent: no integer to any shape. */
export class Real {
  constructor(value) {
    this.value = value;
  }
}

/** The canonical text of a value that `json.load` returned (or a part of it). */
export function canonicalText(value) {
  if (value instanceof Real) return String(value.value);
  if (Array.isArray(value)) return `[${value.map(canonicalText).join(",")}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.keys(value).sort();
    return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalText(value[name])}`).join(",")}}`;
  }
  return typeof value === "number" ? String(value) : JSON.stringify(value); // String(-0) is "0", as the RFC wants
}

export const canonical = (value) => utf8(canonicalText(value));
