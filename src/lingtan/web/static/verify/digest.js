// SHA-256: WebCrypto where the page has it, else noble. Trees of thousands of small hashes always use noble, which needs no waiting.

import { sha256 as noble } from "../vendor/noble-hashes/sha2.js";
import { hex } from "./bytes.js";
import { canonical } from "./jcs.js";

/** The hash of large bytes. `crypto.subtle` is missing outside of secure contexts. */
export async function sha256(bytes) {
  const subtle = globalThis.crypto?.subtle;
  return subtle ? new Uint8Array(await subtle.digest("SHA-256", bytes)) : noble(bytes);
}

export const sha256Now = (bytes) => noble(bytes);

/** `sha256:` and 64 hexadecimal digits. */
export async function digestBytes(bytes) {
  return `sha256:${hex(await sha256(bytes))}`;
}

/** The digest of a value's RFC 8785 bytes. */
export async function digest(value) {
  return digestBytes(canonical(value));
}
