// A reader of PDF objects (ISO 32000-2, section 7.3), just enough to find an attachment: no pages, no fonts, no execution.
// Bytes are read as text of one character a byte, which regular expressions can search.

import { fromLatin1, latin1 } from "./bytes.js";
import { Refusal } from "./reason.js";

const MAX_STREAM = 64 * 2 ** 20;
const MAX_OBJECTS = 500_000;
const MAX_DEPTH = 50;
const MAX_BLANKS = 20;
const BLANKS = /[\x00\t\n\f\r ]+/y;
const COMMENT = /%[^\r\n]*/y;
const OBJECT = /(?<![0-9])([0-9]{1,10})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+obj(?![A-Za-z])/g;
const REFERENCE = /([0-9]{1,10})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+R(?![A-Za-z])/y;
const NUMBER = /[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)/y;
const NAME = /\/([^\x00\t\n\f\r ()<>[\]{}/%]*)/y;
const WORD = /true|false|null/y;
const OCTAL = /[0-7]{1,3}/y;
const ENCRYPTED = /trailer[^>]{0,2000}\/Encrypt/;
const ESCAPES = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };
const WORDS = { true: true, false: false, null: null };

/** A PDF name, such as /Type. */
export class Name {
  constructor(text) {
    this.text = text;
  }
}

/** A PDF string: its bytes, one a character. */
export class Bytes {
  constructor(raw) {
    this.raw = raw;
  }
}

/** A number with a point: never a length or a size. */
class Fraction {
  constructor(value) {
    this.value = value;
  }
}

/** An indirect reference; only the object number counts. */
export class Ref {
  constructor(number) {
    this.number = number;
  }
}

/** A stream: its dictionary (a Map) and its raw bytes, one a character. */
export class Stream {
  constructor(head, raw) {
    this.head = head;
    this.raw = raw;
  }
}

/** The refusal of a PDF that cannot be read. */
export const broken = (what) => new Refusal("PDF_BROKEN", what);

export const isName = (value, text) => value instanceof Name && value.text === text;

class Parser {
  constructor(data, at = 0) {
    this.data = data;
    this.at = at;
  }

  match(pattern) {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.data);
    if (found) this.at = pattern.lastIndex;
    return found;
  }

  skip() {
    while (this.match(BLANKS) || this.match(COMMENT));
  }

  value(depth = 0) {
    if (depth > MAX_DEPTH) throw broken("nesting");
    this.skip();
    if (this.data.startsWith("<<", this.at)) return this.dictionary(depth);
    const lead = this.data[this.at];
    if (lead === "[") return this.array(depth);
    if (lead === "(") return this.literal();
    if (lead === "<") return this.hexadecimal();
    let found;
    if ((found = this.match(NAME))) return new Name(found[1].replace(/#([0-9A-Fa-f]{2})/g, (_, pair) => letterOf(pair, 16)));
    if ((found = this.match(REFERENCE))) return new Ref(Number(found[1]));
    if ((found = this.match(NUMBER))) return numberOf(found[0]);
    if ((found = this.match(WORD))) return WORDS[found[0]];
    throw broken(`byte ${this.at}`);
  }

  dictionary(depth) {
    this.at += 2;
    const found = new Map();
    for (;;) {
      this.skip();
      if (this.data.startsWith(">>", this.at)) {
        this.at += 2;
        return found;
      }
      const key = this.value(depth + 1);
      if (!(key instanceof Name) || found.has(key.text)) throw broken("dictionary");
      found.set(key.text, this.value(depth + 1));
    }
  }

  array(depth) {
    this.at += 1;
    const found = [];
    for (;;) {
      this.skip();
      if (this.data[this.at] === "]") {
        this.at += 1;
        return found;
      }
      found.push(this.value(depth + 1));
    }
  }

  hexadecimal() {
    const end = this.data.indexOf(">", this.at);
    const digits = this.data.slice(this.at + 1, Math.max(end, 0)).replace(/[\x00\t\n\f\r ]/g, "");
    if (end < 0 || !/^[0-9A-Fa-f]*$/.test(digits)) throw broken("string");
    this.at = end + 1;
    const padded = digits + "0".repeat(digits.length % 2);
    return new Bytes(padded.replace(/../g, (pair) => letterOf(pair, 16)));
  }

  literal() {
    this.at += 1;
    const out = [];
    for (let depth = 1; this.at < this.data.length; ) {
      const letter = this.data[this.at++];
      if (letter === "\\") {
        out.push(this.escape());
        continue;
      }
      depth += (letter === "(") - (letter === ")");
      if (depth === 0) return new Bytes(out.join(""));
      out.push(letter);
    }
    throw broken("string");
  }

  escape() {
    const octal = this.match(OCTAL);
    if (octal) return letterOf(octal[0], 8);
    const letter = this.data[this.at++] ?? "";
    if (letter === "\r" || letter === "\n") {
      if (letter === "\r" && this.data[this.at] === "\n") this.at += 1;
      return "";
    }
    return Object.hasOwn(ESCAPES, letter) ? ESCAPES[letter] : letter;
  }
}

const letterOf = (digits, base) => String.fromCharCode(parseInt(digits, base) & 0xff);

function numberOf(text) {
  if (text.length > 20) throw broken("number");
  return text.includes(".") ? new Fraction(Number(text)) : Number(text);
}

/** The stream's bytes, unfiltered or Flate. Throws Refusal `PDF_FILTER`, `PDF_BROKEN`, `TOO_LARGE`. */
export async function inflate(stream, limit) {
  const given = stream.head.get("Filter") ?? [];
  const filters = Array.isArray(given) ? given : [given];
  const parameters = stream.head.get("DecodeParms") ?? null;
  const plain =
    parameters === null ||
    (Array.isArray(parameters) && parameters.length === 1 && parameters[0] === null) ||
    (parameters instanceof Map && parameters.size === 0);
  if (filters.length > 1 || filters.some((one) => !isName(one, "FlateDecode")) || !plain) {
    throw new Refusal("PDF_FILTER", `[${filters.map((one) => `'${one?.text}'`).join(", ")}]`);
  }
  const raw = fromLatin1(stream.raw);
  if (!filters.length) return raw;
  // A browser's inflater refuses bytes after the end, where blanks may stand; and the stream itself may end with a few such bytes.
  const bare = stream.raw.replace(/[\x00\t\n\f\r ]+$/, "").length;
  for (let end = bare; end <= Math.min(raw.length, bare + MAX_BLANKS); end++) {
    const found = await inflated(raw.subarray(0, end), limit);
    if (found !== null) return found;
  }
  throw broken("Flate");
}

/** The bytes, or null when they are no whole zlib stream. */
async function inflated(raw, limit) {
  const machine = new DecompressionStream("deflate");
  const writer = machine.writable.getWriter();
  const written = Promise.all([writer.write(raw), writer.close()]).then(() => true, () => false);
  const reader = machine.readable.getReader();
  const parts = [];
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > limit) throw new Refusal("TOO_LARGE", "PDF stream", { limit });
      parts.push(value);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) return null;
    reader.cancel().catch(() => null);
    throw error;
  }
  return (await written) ? new Uint8Array(await new Blob(parts).arrayBuffer()) : null;
}

/** Every object of every revision of a PDF, by number: a redefined object has several definitions. */
export class Document {
  /** Throws Refusal `NOT_PDF`, `PDF_BROKEN`, `PDF_ENCRYPTED`, `PDF_FILTER`, `TOO_LARGE`. */
  static async read(bytes) {
    const data = latin1(bytes);
    if (!data.startsWith("%PDF-")) throw new Refusal("NOT_PDF");
    const document = new Document();
    document.objects = new Map();
    document.count = 0;
    document.data = data;
    document.scan(data);
    const streams = [...document.objects.values()].flat().filter((value) => value instanceof Stream);
    if (streams.some(({ head }) => isName(head.get("Type"), "XRef") && head.has("Encrypt")) || ENCRYPTED.test(data)) {
      throw new Refusal("PDF_ENCRYPTED");
    }
    let budget = MAX_STREAM;
    for (const stream of streams) {
      if (isName(stream.head.get("Type"), "ObjStm")) budget -= await document.unpack(stream, budget);
    }
    return document;
  }

  add(number, value) {
    this.count += 1;
    if (this.count > MAX_OBJECTS) throw new Refusal("TOO_LARGE", "PDF objects", { limit: MAX_OBJECTS });
    const defined = this.objects.get(number);
    if (defined) defined.push(value);
    else this.objects.set(number, [value]);
  }

  scan(data) {
    OBJECT.lastIndex = 0;
    for (let found; (found = OBJECT.exec(data)); ) {
      const parser = new Parser(data, OBJECT.lastIndex);
      let value = parser.value();
      parser.skip();
      let at = parser.at;
      if (data.startsWith("stream", at) && value instanceof Map) {
        const [raw, end] = streamBytes(data, at + "stream".length, value.get("Length"));
        [value, at] = [new Stream(value, raw), end];
      }
      this.add(Number(found[1]), value);
      OBJECT.lastIndex = at;
    }
  }

  async unpack(stream, budget) {
    const data = latin1(await inflate(stream, budget));
    const [count, first] = [stream.head.get("N"), stream.head.get("First")];
    if (!Number.isInteger(count) || !Number.isInteger(first) || count < 0 || count > MAX_OBJECTS) throw broken("ObjStm");
    const parser = new Parser(data);
    const table = Array.from({ length: count }, () => [parser.value(), parser.value()]);
    for (const [number, offset] of table) {
      const at = first + offset;
      if (!Number.isInteger(number) || !Number.isInteger(offset) || at < 0 || at > data.length) throw broken("ObjStm");
      this.add(number, new Parser(data, at).value());
    }
    return data.length;
  }

  /** The value, or every definition of the object that it refers to. */
  definitions(value) {
    return value instanceof Ref ? (this.objects.get(value.number) ?? []) : [value];
  }
}

function streamBytes(data, after, length) {
  const start = after + (data.startsWith("\r\n", after) ? 2 : 1);
  if (Number.isInteger(length) && length >= 0 && length <= data.length - start) {
    const rest = data.slice(start + length, start + length + 20).replace(/^[\x00\t\n\f\r ]+/, "");
    if (rest.startsWith("endstream")) return [data.slice(start, start + length), start + length];
  }
  const end = data.indexOf("endstream", start);
  if (end < 0) throw broken("stream");
  return [data.slice(start, end).replace(/[\r\n]+$/, ""), end];
}
