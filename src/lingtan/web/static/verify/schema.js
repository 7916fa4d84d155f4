// A small language for the shape of JSON: every member is named, unknown ones are refused, integers are integers.
// A shape is a generator (value, place) → reasons.

import { byCodePoint } from "./bytes.js";
import { isDay, isStamp } from "./dates.js";
import { Real, canonicalText } from "./jcs.js";
import { codePoints, isBlank, mixedScripts } from "./names.js";
import { Reason } from "./reason.js";

/** Control, zero-width and direction-changing characters: what a reader cannot see must not be signed. */
const UNSEEN = new RegExp(
  "[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u2069\\ufeff\\ufff9-\\ufffb]",
);
const LONGEST = 2000;

export const isRecord = (value) => value !== null && typeof value === "object" && !Array.isArray(value) && !(value instanceof Real);

/** An object with exactly these members; those in `optional` may be absent. */
export function record(members, optional = []) {
  return function* (value, place) {
    if (!isRecord(value)) {
      yield new Reason("WRONG_TYPE", place, { want: "object" });
      return;
    }
    const unknown = Object.keys(value).filter((name) => !Object.hasOwn(members, name));
    for (const name of unknown.sort(byCodePoint)) yield new Reason("UNKNOWN_MEMBER", `${place}.${name}`);
    for (const [name, shape] of Object.entries(members)) {
      if (Object.hasOwn(value, name)) yield* shape(value[name], `${place}.${name}`);
      else if (!optional.includes(name)) yield new Reason("MISSING_MEMBER", `${place}.${name}`);
    }
  };
}

/** An object whose names all satisfy `key`. */
export function mapping(key, shape) {
  return function* (value, place) {
    if (!isRecord(value)) {
      yield new Reason("WRONG_TYPE", place, { want: "object" });
      return;
    }
    for (const name of Object.keys(value)) {
      if (!key(name)) yield new Reason("UNKNOWN_MEMBER", `${place}.${name}`);
      yield* shape(value[name], `${place}.${name}`);
    }
  };
}

/** A list of between `least` and `most` items. */
export function array(item, { least = 0, most = 10_000_000 } = {}) {
  return function* (value, place) {
    if (!Array.isArray(value)) yield new Reason("WRONG_TYPE", place, { want: "array" });
    else if (value.length < least || value.length > most) yield new Reason("WRONG_LENGTH", place, { length: value.length });
    else for (const [index, one] of value.entries()) yield* item(one, `${place}[${index}]`);
  };
}

/** Readable text: not blank, nothing that cannot be seen, no word of two alphabets that look alike. */
export function text({ most = LONGEST, lines = false } = {}) {
  return function* (value, place) {
    if (typeof value !== "string") yield new Reason("WRONG_TYPE", place, { want: "text" });
    else if (codePoints(value) > most || isBlank(value)) yield new Reason("WRONG_LENGTH", place, { length: codePoints(value) });
    else if (UNSEEN.test(lines ? value.replaceAll("\n", "") : value)) yield new Reason("UNSEEN_CHARACTER", place);
    else if (mixedScripts(value)) yield new Reason("MIXED_SCRIPTS", place);
  };
}

/** A JSON integer, never a fraction or an exponent. */
export function integer(least = 0) {
  return function* (value, place) {
    if (!Number.isSafeInteger(value)) yield new Reason("WRONG_TYPE", place, { want: "integer" });
    else if (value < least) yield new Reason("OUT_OF_RANGE", place, { value });
  };
}

/** A number in [least, most], or in (least, most] when `above`. */
export function number(least, most, above = false) {
  return function* (given, place) {
    const value = given instanceof Real ? given.value : given;
    if (typeof value !== "number") yield new Reason("WRONG_TYPE", place, { want: "number" });
    else if (value < least || value > most || (above && value === least)) yield new Reason("OUT_OF_RANGE", place, { value });
  };
}

/** `true` or `false`. */
export function* flag(value, place) {
  if (typeof value !== "boolean") yield new Reason("WRONG_TYPE", place, { want: "boolean" });
}

/** This very value. */
export function exactly(wanted) {
  const want = canonicalText(wanted);
  return function* (value, place) {
    if (canonicalText(value) !== want) yield new Reason("WRONG_VALUE", place);
  };
}

/** One of these texts. */
export function choice(...wanted) {
  return function* (value, place) {
    if (!wanted.includes(value)) yield new Reason("WRONG_VALUE", place);
  };
}

/** `null`, or this. */
export function nullable(shape) {
  return function* (value, place) {
    if (value !== null) yield* shape(value, place);
  };
}

function fitting(fits, want) {
  return function* (value, place) {
    if (typeof value !== "string" || !fits(value)) yield new Reason("WRONG_TYPE", place, { want });
  };
}

/** A text that is all of this pattern; `want` says in words what it is. */
export function matching(pattern, want) {
  const whole = new RegExp(`^(?:${pattern})$`);
  return fitting((value) => whole.test(value), want);
}

export const digest = matching("sha256:[0-9a-f]{64}", "sha256 digest");
export const stamp = fitting(isStamp, "YYYY-MM-DDTHH:MM:SSZ");
export const day = fitting(isDay, "YYYY-MM-DD");
export const hexadecimal = matching("[0-9a-f]{64}", "64 hexadecimal digits");
/** Decimal digits as text: serial numbers of credits, beyond 2⁵³ too. */
export const digits = matching("[0-9]{1,30}", "digits");
