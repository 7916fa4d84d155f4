// Reading a bundle's ZIP: stored files only, plain names, none twice; so nothing can swell, escape or shadow.
//
// A bundle has one byte string only (docs/certificate.md, section 4): `manifest.json` first, the other names sorted, fixed times, nothing
// before, between or behind. It is built again here from its files, and compared.

import { byCodePoint, concat, equal, utf8 } from "./bytes.js";
import { folded } from "./names.js";
import { Refusal } from "./reason.js";

const MAX_FILES = 10_000;
export const MAX_BYTES = 512 * 2 ** 20;
const [LOCAL, CENTRAL, END] = [0x04034b50, 0x02014b50, 0x06054b50];
const [LOCAL_SIZE, CENTRAL_SIZE, END_SIZE] = [30, 46, 22];
const [ENCRYPTED, UTF8_NAME] = [0x1, 0x800];
const NOT_READ = 0x20 | 0x40; // patches and strong encryption
const NEWEST = 63; // version of the format
const [FILE_KIND, PLAIN_FILE] = [0o170000, 0o100000];
const NAME = /^(?!.*(?:^|\/)\.{1,2}(?:\/|$))[^/\\\x00-\x1f:]+(?:\/[^/\\\x00-\x1f:]+)*$/;

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = CRC_TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Map name → bytes. Throws Refusal `TOO_LARGE`, `BAD_ZIP`, `ZIP_NAME`, `ZIP_TWICE`, `ZIP_NOT_STORED`, `ZIP_NOT_CANONICAL`. */
export function readArchive(data, place) {
  if (data.length > MAX_BYTES) throw new Refusal("TOO_LARGE", place, { limit: MAX_BYTES });
  let files;
  try {
    const entries = directory(data);
    check(entries, place, data.length);
    files = new Map(entries.map((entry) => [entry.name, content(data, entry)]));
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("BAD_ZIP", place); // bytes that end too early, a name that is not UTF-8, a checksum that differs
  }
  if (!equal(built(files), data)) throw new Refusal("ZIP_NOT_CANONICAL", place);
  return files;
}

const view = (data) => new DataView(data.buffer, data.byteOffset, data.byteLength);

function fail(what) {
  throw new RangeError(what);
}

/** Where the end record stands: last of all, or before a comment. */
function endRecord(data) {
  const bytes = view(data);
  const least = Math.max(0, data.length - END_SIZE - 0xffff);
  for (let at = data.length - END_SIZE; at >= least; at--) {
    if (bytes.getUint32(at, true) === END) return at;
  }
  return fail("no end record");
}

/** The entries of the central directory (APPNOTE 4.3.12), wherever the archive begins in the file. */
function directory(data) {
  const bytes = view(data);
  const end = endRecord(data);
  const size = bytes.getUint32(end + 12, true);
  const before = end - size - bytes.getUint32(end + 16, true);
  const entries = [];
  let at = end - size;
  if (at < 0 || before < 0) fail("directory");
  for (const stop = end; at < stop; ) {
    if (bytes.getUint32(at, true) !== CENTRAL || bytes.getUint16(at + 6, true) > NEWEST) fail("entry");
    const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => bytes.getUint16(at + offset, true));
    const flags = bytes.getUint16(at + 8, true);
    const raw = data.subarray(at + CENTRAL_SIZE, at + CENTRAL_SIZE + nameSize);
    entries.push({
      raw,
      name: nameOf(raw, flags).split("\0")[0],
      flags,
      method: bytes.getUint16(at + 10, true),
      crc: bytes.getUint32(at + 16, true),
      packed: bytes.getUint32(at + 20, true),
      size: bytes.getUint32(at + 24, true),
      mode: bytes.getUint16(at + 40, true),
      offset: bytes.getUint32(at + 42, true) + before,
    });
    at += CENTRAL_SIZE + nameSize + extraSize + commentSize;
  }
  return entries;
}

function nameOf(raw, flags) {
  return new TextDecoder(flags & UTF8_NAME ? "utf-8" : "latin1", { fatal: true, ignoreBOM: true }).decode(raw);
}

function check(entries, place, size) {
  if (entries.length > MAX_FILES || entries.reduce((sum, entry) => sum + entry.size, 0) > size) {
    throw new Refusal("TOO_LARGE", place, { limit: size });
  }
  const seen = new Set();
  for (const { name, mode, method, flags, packed, size: unpacked } of entries) {
    if (!NAME.test(name) || ![0, PLAIN_FILE].includes(mode & FILE_KIND)) throw new Refusal("ZIP_NAME", name);
    if (seen.has(folded(name))) throw new Refusal("ZIP_TWICE", name);
    seen.add(folded(name));
    if (method !== 0 || flags & ENCRYPTED || packed !== unpacked) throw new Refusal("ZIP_NOT_STORED", name);
  }
}

function content(data, { raw, offset, flags, size, crc }) {
  const bytes = view(data);
  if (bytes.getUint32(offset, true) !== LOCAL || flags & NOT_READ) fail("local header");
  const nameSize = bytes.getUint16(offset + 26, true);
  const start = offset + LOCAL_SIZE + nameSize + bytes.getUint16(offset + 28, true);
  const found = data.subarray(start, start + size);
  const name = data.subarray(offset + LOCAL_SIZE, offset + LOCAL_SIZE + nameSize);
  if (!equal(name, raw) || found.length !== size || crc32(found) !== crc) fail("file");
  return found;
}

function little(widths, values) {
  const bytes = new DataView(new ArrayBuffer(widths.reduce((sum, width) => sum + width, 0)));
  let at = 0;
  for (const [index, width] of widths.entries()) {
    if (width === 1) bytes.setUint8(at, values[index]);
    else if (width === 2) bytes.setUint16(at, values[index], true);
    else bytes.setUint32(at, values[index], true);
    at += width;
  }
  return new Uint8Array(bytes.buffer);
}

/** The one byte string of these files (APPNOTE 4.3.7, 4.3.12 and 4.3.16: local headers, central directory, end record). */
function built(files) {
  const [bodies, directories] = [[], []];
  let [offset, size] = [0, 0];
  const first = (name) => Number(name !== "manifest.json");
  for (const name of [...files.keys()].sort((a, b) => first(a) - first(b) || byCodePoint(a, b))) {
    const [data, raw] = [files.get(name), utf8(name)];
    const flags = raw.every((byte) => byte < 0x80) ? 0 : UTF8_NAME;
    // version 2.0, flags, stored, 1980-01-01 00:00, CRC-32, sizes, lengths of name and extra field
    const values = [20, flags, 0, 0, 0x21, crc32(data), data.length, data.length, raw.length, 0];
    const common = little([2, 2, 2, 2, 2, 4, 4, 4, 2, 2], values);
    // comment, disk, internal attributes; a plain file of mode 644; offset of the local header
    const more = little([2, 2, 2, 4, 4], [0, 0, 0, 0o644 * 0x10000, offset]);
    directories.push(little([4, 1, 1], [CENTRAL, 20, 3]), common, more, raw);
    bodies.push(little([4], [LOCAL]), common, raw, data);
    offset += LOCAL_SIZE + raw.length + data.length;
    size += CENTRAL_SIZE + raw.length;
  }
  const end = little([4, 2, 2, 2, 2, 4, 4, 2], [END, 0, 0, files.size, files.size, size, offset, 0]);
  return concat(...bodies, ...directories, end);
}
