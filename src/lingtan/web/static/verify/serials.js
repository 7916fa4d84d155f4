// The devices of a certificate: the customer's own list of serials and secrets, and the proof of one device.

import { byCodePoint, unhex } from "./bytes.js";
import { load } from "./json.js";
import { pathRoot, rootOf, serialCommitment } from "./merkle.js";
import { Reason, Refusal } from "./reason.js";
import { PATH, SERIALS } from "./shapes.js";

/** The list of serials of its bytes. Throws Refusal for JSON that is none, `BAD_SERIALS` for another shape. */
export function readSerials(data) {
  const body = load(data, "serials.json");
  for (const reason of SERIALS(body, "serials.json")) throw new Refusal("BAD_SERIALS", reason.place, { problem: reason.code });
  return body;
}

/** Whether these are the devices that the certificate counts and commits to, each with its grams. */
export function* checkSerials({ manufacturer, serials: rows }, subject, place) {
  const { devices, allocation, product } = subject;
  const sorted = rows.every((row, index) => index === 0 || byCodePoint(rows[index - 1].serial, row.serial) < 0);
  if (manufacturer !== product.manufacturer || rows.length !== devices.count || !sorted) {
    yield new Reason("SERIALS", place, { count: rows.length });
  }
  const leaves = rows.map((row) => serialCommitment(unhex(row.secret), product.manufacturer, row.serial));
  if (rootOf(leaves) !== devices.serialsRoot) yield new Reason("SERIALS_ROOT", place);
  for (const [index, row] of rows.entries()) {
    if (row.grams !== allocation.baseG + (index < allocation.extraCount ? 1 : 0)) {
      yield new Reason("SERIAL_GRAMS", `${place}.serials[${index}]`, { grams: row.grams });
    }
  }
}

/** Whether serial number, secret and path lead to the certificate's root. */
export function* checkMember({ serial, secret, path }, subject) {
  const body = load(path, "path.json");
  for (const reason of PATH(body, "path")) throw new Refusal("BAD_PATH", reason.place, { problem: reason.code });
  const key = unhex(secret) ?? new Uint8Array();
  const leaf = serialCommitment(key, subject.product.manufacturer, serial);
  const root = pathRoot(leaf, body.index, body.size, body.path.map(unhex));
  if (key.length !== 32 || body.size !== subject.devices.count || root !== subject.devices.serialsRoot) {
    yield new Reason("NOT_A_MEMBER", serial);
  }
}

/** Whether the device stands in the list, and its secret, where one is given, is that of the list. */
export function* checkListed({ serial, secret }, { serials }) {
  const found = serials.find((row) => row.serial === serial);
  if (found === undefined || (secret && secret.toLowerCase() !== found.secret)) yield new Reason("NOT_A_MEMBER", serial);
}
