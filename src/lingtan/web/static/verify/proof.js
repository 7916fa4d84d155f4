// Ed25519 keys named by `did:key`, and Data Integrity proofs `eddsa-jcs-2022` (W3C Recommendation vc-di-eddsa, section 3.3).

import * as noble from "../vendor/noble-ed25519/index.js";
import { sha512 } from "../vendor/noble-hashes/sha2.js";
import { concat } from "./bytes.js";
import { sha256 } from "./digest.js";
import { canonical } from "./jcs.js";
import { Reason } from "./reason.js";

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
const PREFIX = "did:key:";

noble.hashes.sha512 = sha512;

/** The bytes of Multibase `z` text, or null when it is none. */
export function decodeBase58(text) {
  if (text.length < 2 || text.length > 200 || text[0] !== "z") return null;
  const digits = [...text.slice(1)].map((letter) => ALPHABET.indexOf(letter));
  if (digits.includes(-1)) return null;
  let number = 0n;
  for (const digit of digits) number = number * 58n + BigInt(digit);
  const bytes = [];
  for (; number > 0n; number >>= 8n) bytes.unshift(Number(number & 255n));
  const zeros = digits.findIndex((digit) => digit !== 0);
  return Uint8Array.from([...new Array(zeros < 0 ? digits.length : zeros).fill(0), ...bytes]);
}

/** The 32 public bytes that a `did:key` of an Ed25519 key names, or null. */
export function publicKey(did) {
  const raw = did.startsWith(PREFIX) ? decodeBase58(did.slice(PREFIX.length)) : null;
  return raw !== null && raw.length === 34 && raw[0] === 0xed && raw[1] === 0x01 ? raw.slice(2) : null;
}

/** Whether the signature is the key's. Browsers without Ed25519 in WebCrypto, and pages without WebCrypto, use noble. */
export async function isSignature(key, signature, message) {
  const subtle = globalThis.crypto?.subtle;
  if (subtle) {
    try {
      const imported = await subtle.importKey("raw", key, { name: "Ed25519" }, false, ["verify"]);
      return await subtle.verify({ name: "Ed25519" }, imported, signature, message);
    } catch (error) {
      if (error.name !== "NotSupportedError") return false;
    }
  }
  return noble.verify(signature, message, key, { zip215: false });
}

/** What is signed: the hash of the proof's options, and the hash of the document without its proof. */
export async function proofMessage(document) {
  const { proof, ...body } = document;
  const { proofValue: _, ...options } = proof;
  return concat(await sha256(canonical(options)), await sha256(canonical(body)));
}

/** Whether the document's proof was made with the key that its issuer names; its shape is already known to fit. */
export async function* checkProof(document, place) {
  const did = document.issuer.id;
  const short = did.startsWith(PREFIX) ? did.slice(PREFIX.length) : did;
  if (document.proof.verificationMethod !== `${did}#${short}`) {
    yield new Reason("ISSUER_NOT_SIGNER", `${place}.proof.verificationMethod`);
    return;
  }
  const [key, signature] = [publicKey(did), decodeBase58(document.proof.proofValue)];
  if (key === null) {
    yield new Reason("BAD_KEY", `${place}.issuer.id`);
    return;
  }
  const fits = signature?.length === 64 && (await isSignature(key, signature, await proofMessage(document)));
  if (!fits) yield new Reason("BAD_SIGNATURE", `${place}.proof`);
}
