// JSON that can be read in one way only: no duplicate members, no number that cannot be carried exactly, text in NFC, nothing deep.

import { equal } from "./bytes.js";
import { Real, canonical } from "./jcs.js";
import { Refusal } from "./reason.js";

const MAX_BYTES = 64 * 2 ** 20;
const MAX_DEPTH = 64;
const MAX_NESTING = 900; // of the reader itself; what is nested deeper than MAX_DEPTH is refused once it is read
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][-+]?[0-9]+)?/y;
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPES = { '"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t" };
const WORDS = new Map([["true", true], ["false", false], ["null", null]]);
const NO_NUMBERS = ["NaN", "Infinity", "-Infinity"];
const HALF_PAIR = /\p{Surrogate}/u;
const ASCII = /^[\u0000-\u007f]*$/;

class Reader {
  constructor(text, place) {
    this.text = text;
    this.place = place;
    this.at = 0;
  }

  refuse(code, values) {
    throw new Refusal(code, this.place, values);
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  eat(letter) {
    this.match(SPACE);
    const there = this.text[this.at] === letter;
    if (there) this.at += 1;
    return there;
  }

  need(letter) {
    if (!this.eat(letter)) this.refuse("NOT_JSON");
  }

  value(depth) {
    if (depth > MAX_NESTING) this.refuse("TOO_DEEP");
    if (this.eat("{")) return this.object(depth);
    if (this.eat("[")) return this.array(depth);
    if (this.eat('"')) return this.string();
    for (const [word, value] of WORDS) if (this.word(word)) return value;
    for (const word of NO_NUMBERS) if (this.word(word)) this.refuse("BAD_NUMBER", { number: word });
    return this.number();
  }

  word(word) {
    const there = this.text.startsWith(word, this.at);
    if (there) this.at += word.length;
    return there;
  }

  number() {
    const found = this.match(NUMBER) ?? this.refuse("NOT_JSON");
    const value = Number(found[0]);
    const whole = found[2] === undefined && found[3] === undefined;
    if (whole ? !Number.isSafeInteger(value) || found[1].replace("-", "").length > 16 : !Number.isFinite(value)) {
      this.refuse("BAD_NUMBER", { number: found[0].slice(0, 40) });
    }
    return !whole && Number.isInteger(value) ? new Real(value) : value;
  }

  string() {
    let out = "";
    for (;;) {
      out += this.match(PLAIN)[0];
      const letter = this.text[this.at++];
      if (letter === '"') return out;
      if (letter !== "\\") this.refuse("NOT_JSON");
      out += this.escape();
    }
  }

  escape() {
    const letter = this.text[this.at++];
    if (letter === "u") {
      const digits = this.match(/[0-9a-fA-F]{4}/y) ?? this.refuse("NOT_JSON");
      return String.fromCharCode(parseInt(digits[0], 16));
    }
    return Object.hasOwn(ESCAPES, letter ?? "") ? ESCAPES[letter] : this.refuse("NOT_JSON");
  }

  array(depth) {
    const items = [];
    if (this.eat("]")) return items;
    do items.push(this.value(depth + 1));
    while (this.eat(","));
    this.need("]");
    return items;
  }

  object(depth) {
    const found = Object.create(null); // a member may be called __proto__
    let twice = null;
    if (this.eat("}")) return found;
    do {
      this.need('"');
      const name = this.string();
      this.need(":");
      if (Object.hasOwn(found, name)) twice ??= name;
      found[name] = this.value(depth + 1);
    } while (this.eat(","));
    this.need("}");
    if (twice !== null) this.refuse("DUPLICATE_MEMBER", { member: twice });
    return found;
  }
}

/** The value. Throws Refusal `TOO_LARGE`, `NOT_JSON`, `DUPLICATE_MEMBER`, `BAD_NUMBER`, `BAD_TEXT`, `TOO_DEEP`. */
export function load(data, place, limit = MAX_BYTES) {
  if (data.length > limit) throw new Refusal("TOO_LARGE", place, { limit });
  let text;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(data);
  } catch {
    throw new Refusal("NOT_JSON", place);
  }
  const reader = new Reader(text, place);
  const value = reader.value(0);
  reader.match(SPACE);
  if (reader.at !== text.length) reader.refuse("NOT_JSON");
  walk(value, place, 0);
  return value;
}

/** As `load`, and the bytes must be the RFC 8785 form, so that no second spelling passes. Throws Refusal `NOT_CANONICAL` too. */
export function loadCanonical(data, place, limit = MAX_BYTES) {
  const value = load(data, place, limit);
  if (!equal(canonical(value), data)) throw new Refusal("NOT_CANONICAL", place);
  return value;
}

function walk(value, place, depth) {
  if (depth > MAX_DEPTH) throw new Refusal("TOO_DEEP", place);
  if (typeof value === "string") {
    readable(value, place);
  } else if (Array.isArray(value)) {
    for (const item of value) walk(item, place, depth + 1);
  } else if (value !== null && typeof value === "object" && !(value instanceof Real)) {
    for (const name of Object.keys(value)) {
      readable(name, place);
      walk(value[name], place, depth + 1);
    }
  }
}

function readable(text, place) {
  if (ASCII.test(text)) return;
  if (text !== text.normalize("NFC") || HALF_PAIR.test(text)) {
    throw new Refusal("BAD_TEXT", place, { text: text.slice(0, 40) });
  }
}
