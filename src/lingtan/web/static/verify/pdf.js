// The record inside a certificate's PDF: the one attachment named certificate.json. What the pages show is not trusted.

import { md5 } from "../vendor/noble-hashes/legacy.js";
import { fromLatin1, latin1 } from "./bytes.js";
import { Bytes, Document, Ref, Stream, broken, inflate, isName } from "./pdf_objects.js";
import { Refusal } from "./reason.js";

const RECORD = "certificate.json";
const MAX_BYTES = 64 * 2 ** 20;
const MAX_TREE = 200;
const END = /startxref[\x00\t\n\f\r ]+[0-9]+[\x00\t\n\f\r ]+%%EOF/g;

/**
 * The bytes of the attached record.
 *
 * Throws Refusal `PDF_NO_RECORD`, `PDF_MANY_RECORDS` (also when a later revision of the file redefines it), `PDF_BROKEN`,
 * `PDF_REVISED` (anything else was added after the file was made), `PDF_ENCRYPTED`, `PDF_FILTER`, `TOO_LARGE`.
 */
export async function attachedRecord(bytes) {
  const document = await Document.read(bytes);
  const named = recordNumbers(fileSpecs(document));
  const listed = recordNumbers(listedSpecs(document));
  if (named.size > 1) throw new Refusal("PDF_MANY_RECORDS");
  const [number] = named;
  if (number === undefined || listed.size !== 1 || !listed.has(number)) throw new Refusal("PDF_NO_RECORD");
  const definitions = document.objects.get(number) ?? [];
  if (definitions.length !== 1) throw new Refusal(definitions.length ? "PDF_MANY_RECORDS" : "PDF_NO_RECORD");
  const [stream] = definitions;
  if (!(stream instanceof Stream)) throw broken("EmbeddedFile");
  const content = await inflate(stream, MAX_BYTES);
  for (const parameters of document.definitions(stream.head.get("Params"))) {
    if (!(parameters instanceof Map)) continue;
    const [size, checksum] = [parameters.get("Size"), parameters.get("CheckSum")];
    if (Number.isInteger(size) && size !== content.length) throw broken("Size");
    if (checksum instanceof Bytes && checksum.raw !== latin1(md5(content))) throw broken("CheckSum");
  }
  // The pages may now show something else than was issued.
  const redefined = [...document.objects.values()].some((values) => values.length > 1);
  if ((document.data.match(END) ?? []).length > 1 || redefined) throw new Refusal("PDF_REVISED");
  return content;
}

/** The object numbers of the streams that these file specifications attach under the record's name. */
function recordNumbers(specs) {
  const numbers = new Set();
  for (const spec of specs) if (fileNames(spec).includes(RECORD)) numbers.add(streamNumber(spec));
  return numbers;
}

/** Every dictionary with /EF, wherever it stands. */
function* fileSpecs(document) {
  for (const values of document.objects.values()) {
    for (const value of values) yield* inside(value instanceof Stream ? value.head : value);
  }
}

function* inside(value) {
  if (value instanceof Map) {
    if (value.has("EF")) yield value;
    for (const item of value.values()) yield* inside(item);
  } else if (Array.isArray(value)) {
    for (const item of value) yield* inside(item);
  }
}

const fileNames = (spec) => ["F", "UF"].map((key) => spec.get(key)).filter((value) => value instanceof Bytes).map(({ raw }) => textOf(raw));

function textOf(raw) {
    const wide = raw.startsWith("\xfe\xff");
  return new TextDecoder(wide ? "utf-16be" : "utf-8").decode(fromLatin1(raw)); // a mark of the byte order is no part of the text
}

function streamNumber(spec) {
  const files = spec.get("EF");
  const references = files instanceof Map ? [...files.values()].filter((one) => one instanceof Ref) : [];
  const numbers = new Set(references.map((one) => one.number));
  if (numbers.size !== 1) throw broken("EF");
  return [...numbers][0];
}

/** File specifications that a catalogue lists, in its embedded-files tree or as associated files. */
function* listedSpecs(document) {
  for (const catalog of [...document.objects.values()].flat()) {
    if (!(catalog instanceof Map) || !isName(catalog.get("Type"), "Catalog")) continue;
    for (const names of document.definitions(catalog.get("Names"))) {
      if (names instanceof Map) yield* tree(document, names.get("EmbeddedFiles"), new Set());
    }
    for (const associated of document.definitions(catalog.get("AF"))) {
      for (const item of Array.isArray(associated) ? associated : []) yield* specs(document, item);
    }
  }
}

function* specs(document, item) {
  for (const spec of document.definitions(item)) if (spec instanceof Map && spec.has("EF")) yield spec;
}

function* tree(document, node, seen) {
  if (node instanceof Ref) {
    if (seen.has(node.number) || seen.size > MAX_TREE) throw broken("names tree");
    seen.add(node.number);
  }
  for (const body of document.definitions(node)) {
    if (!(body instanceof Map)) continue;
    for (const names of document.definitions(body.get("Names"))) {
      for (const [at, item] of (Array.isArray(names) ? names : []).entries()) if (at % 2 === 1) yield* specs(document, item);
    }
    for (const kids of document.definitions(body.get("Kids"))) {
      for (const kid of Array.isArray(kids) ? kids : []) yield* tree(document, kid, seen);
    }
  }
}
