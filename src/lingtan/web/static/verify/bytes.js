// Bytes and their spellings.

const UTF8 = new TextEncoder();
const HEX = /^(?:[0-9a-fA-F]{2})*$/;

export const utf8 = (text) => UTF8.encode(text);

export function hex(bytes) {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The bytes of hexadecimal digits, or null. */
export function unhex(text) {
  if (!HEX.test(text)) return null;
  return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function concat(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function equal(one, other) {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

/** One character a byte, so that regular expressions can search bytes. */
export function latin1(bytes) {
  const parts = [];
  for (let at = 0; at < bytes.length; at += 0x8000) parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return parts.join("");
}

export function fromLatin1(text) {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

/** Order by code point; the order of UTF-16 units differs beyond U+FFFF. */
export function byCodePoint(one, other) {
  const [a, b] = [[...one], [...other]];
  for (let index = 0; index < Math.min(a.length, b.length); index++) {
    if (a[index] !== b[index]) return a[index].codePointAt(0) - b[index].codePointAt(0);
  }
  return a.length - b.length;
}
