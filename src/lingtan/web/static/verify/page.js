// The public page: takes files, asks `verify.js`, and shows the verdict. Once loaded it asks no server for anything.
//
// The page's template brings these elements; those in brackets may be absent.
//   #drop               where files may be dropped; #file is the file input in it
//   [#trust-list]       script of type application/json with the house's trust list; [#trust-file] takes the visitor's own instead
//   [#status-lists]     script of type application/json with the issuers' signed status lists; [#status-file] takes a newer one instead
//   [#serial, #secret]  inputs for a device; [#serials-file] takes the customer's list of devices, [#path-file] the proof of one device
//   [#certificate-url]  data-href: the certificate to fetch at once; data-number: the number that it must bear; data-code: the end of
//                       the scanned address, with which its root of serials must begin
//   #result             an aria-live region for the verdict
//   #words              script of type application/json: code → sentence, with {values}; a code without a sentence shows as itself
//   template#verdict-valid, -revoked, -replaced, -refused, -not-found     one element each, filled by data-slot:
//                       code, place, sentence, file, number, holder, model, count, mean, total, tonnes, issuer, certifier, status, as-of,
//                       trust, notes (a list), checks (a list or table body)
//   template#verdict-site  the same for a statement on a site that holds: number, site, organisation, year, boundary, standard, grade, met,
//                       not-met, not-assessable, open, certifier, signer
//   template#check      one row, filled by data-slot: name, outcome, detail
// Other files are known by their content, wherever they are dropped: trust list, status list, list of serials, path.

import { utf8 } from "./bytes.js";
import { digestBytes } from "./digest.js";
import { canonical } from "./jcs.js";
import { load } from "./json.js";
import { Refusal } from "./reason.js";
import { isSiteStatement } from "./site.js";
import { verify } from "./verify.js";

const TONE = { valid: "good", revoked: "bad", refused: "bad", replaced: "warn", not_found: "warn" };
const OUTCOMES = new Map([[true, "good"], [false, "bad"], [null, "none"]]);
const CHOSEN = { file: "file", "trust-file": "trust", "status-file": "status", "serials-file": "serials", "path-file": "path" };
const LARGEST_BESIDE = 64 * 2 ** 20;
/** Where the digits of the root end that stand in a scanned address. */
const CODE_END = "sha256:".length + 20;

const element = (id) => document.getElementById(id);
const given = {};
let asked = 0;

/** The JSON of a script element, or undefined where there is none; a template may have escaped letters in it. */
function jsonIn(id) {
  const text = element(id)?.textContent.trim();
  return text ? load(utf8(text), id) : undefined;
}

/** The canonical bytes of the trust list that came with the page. */
function trustIn() {
  const list = jsonIn("trust-list");
  return list && canonical(list);
}

/** The canonical bytes of the status list of the record's issuer among those that came with the page. */
function statusIn({ record }) {
  const list = record && jsonIn("status-lists")?.find((one) => one.issuer.name === record.issuer.name);
  return list ? canonical(list) : undefined;
}

const words = JSON.parse(element("words")?.textContent || "{}");

function say(code, values = {}) {
  return String(words[code] ?? code).replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? "?"));
}

/** What a file is: the certificate in one of its forms, or something beside it. */
function kindOf(bytes) {
  if (bytes.length > LARGEST_BESIDE || bytes[0] !== "{".charCodeAt(0)) return "file";
  let value;
  try {
    value = load(bytes, "file");
  } catch (error) {
    if (error instanceof Refusal) return "file"; // the verifier says what is wrong with it
    throw error;
  }
  if (Array.isArray(value.type) && value.type.includes("LingtanStatusList")) return "status";
  if (Array.isArray(value.issuers) && Array.isArray(value.certifiers)) return "trust";
  if (Array.isArray(value.serials)) return "serials";
  return Array.isArray(value.path) ? "path" : "file";
}

async function take(files, kind = null) {
  for (const file of files) {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const role = kind ?? kindOf(bytes);
    given[role] = bytes;
    if (role === "file") given.name = file.name;
  }
  await show();
  bringIntoView(element("result"));
}

/** On a small screen the verdict would stand below what was just pressed. */
function bringIntoView(region) {
  if (region.getBoundingClientRect().top > innerHeight / 2) (region.closest("section") ?? region).scrollIntoView();
}

const typed = (id) => element(id)?.value.trim() || undefined;

async function show() {
  if (given.file === undefined) return;
  const turn = ++asked;
  const region = element("result");
  region.setAttribute("aria-busy", "true");
  const answer = await ask();
  if (turn !== asked) return; // something newer was asked meanwhile
  region.replaceChildren(await rendered(answer));
  region.removeAttribute("aria-busy");
}

async function ask() {
  const now = `${new Date().toISOString().slice(0, 19)}Z`;
  try {
    const trust = given.trust ?? trustIn();
    const request = { ...given, trust, now, serial: typed("serial"), secret: typed("secret") };
    const alone = await verify(request);
    const status = given.status ?? statusIn(alone);
    const answer = status === given.status ? alone : await verify({ ...request, status });
    return { ...asAsked(answer), trust };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, place } = error.reason; // the page's own lists are no JSON
    return { ...missing(code), verdict: "refused", place, reasons: [error.reason] };
  }
}

/** The answer, unless the server's certificate is not the one whose address was opened. */
function asAsked(answer) {
  const { number, code } = (given.name === undefined && answer.record && element("certificate-url")?.dataset) || {};
  if (number === undefined) return answer;
  const subject = answer.record.credentialSubject;
  if (subject.number !== number) return missing("OTHER_NUMBER");
  if (!code || subject.devices.serialsRoot.slice("sha256:".length, CODE_END) === code) return answer;
  const reason = { code: "OTHER_CODE", place: "", values: {} };
  return { ...answer, verdict: "refused", code: reason.code, place: "", reasons: [reason, ...answer.reasons] };
}

const missing = (code) => ({
  verdict: "not_found", code, place: "", checks: [], reasons: [{ code, place: "", values: {} }], notes: [], record: null, status: "unknown", statusAsOf: null,
});

const grouped = (whole) => String(whole).replace(/\B(?=(?:[0-9]{3})+$)/g, ",");

const kilograms = (grams) => {
  const text = String(grams).padStart(4, "0");
  return `${grouped(text.slice(0, -3))}.${text.slice(-3)}`;
};

function figures(record) {
  const { credentialSubject: subject, issuer, evidence } = record;
  if (isSiteStatement(record)) {
    const { met, notMet, notAssessable } = subject.clauses;
    const words = (rule) => subject.clauseTitles?.[rule]?.[document.documentElement.lang.slice(0, 2)] ?? rule;
    const counts = { met: met.length, "not-met": notMet.length, "not-assessable": notAssessable.length, open: notAssessable.map(words).join(", ") || "–" };
    const { number, site, organisation, year, boundary, standard, grade } = subject;
    return { number, site, organisation, year, boundary, standard, grade, ...counts, certifier: issuer.name, signer: subject.signer.name };
  }
  return {
    number: subject.number,
    holder: subject.holder.name,
    model: subject.product.model,
    count: grouped(subject.devices.count),
    mean: kilograms((BigInt(subject.footprint.meanMg) + 500n) / 1000n),
    total: kilograms(subject.allocation.totalG),
    tonnes: grouped(subject.credits.reduce((sum, line) => sum + BigInt(line.tonnes), 0n)),
    issuer: issuer.name,
    certifier: evidence[0].issuer.name,
  };
}

const sentenceOf = ({ code, place, values }) => say(code, { place, ...values }) + (place ? ` (${place})` : "");

async function rendered(answer) {
  const { verdict, code, place, reasons, notes, record, status, statusAsOf, checks, trust } = answer;
  const kind = record && isSiteStatement(record) && verdict === "valid" ? "site" : verdict.replace("_", "-");
  const view = element(`verdict-${kind}`).content.cloneNode(true);
  const sentence = reasons.map(sentenceOf).join("\n") || say(code);
  const texts = { code, place, sentence, file: given.name ?? "", status: say(`STATE_${status.toUpperCase()}`), "as-of": statusAsOf ?? "" };
  fill(view, { ...texts, trust: trust ? await digestBytes(trust) : "", ...(record ? figures(record) : {}) });
  for (const slot of view.querySelectorAll('[data-slot="notes"]')) slot.replaceChildren(...notes.map(noteRow));
  for (const slot of view.querySelectorAll('[data-slot="checks"]')) slot.replaceChildren(...checks.map(checkRow));
  view.firstElementChild.classList.add(`verdict--${TONE[verdict]}`);
  return view;
}

function fill(view, texts) {
  for (const slot of view.querySelectorAll("[data-slot]")) {
    if (Object.hasOwn(texts, slot.dataset.slot)) slot.textContent = String(texts[slot.dataset.slot]);
  }
}

function noteRow(code) {
  const row = document.createElement("li");
  row.textContent = say(code);
  return row;
}

function checkRow({ code, ok, detail }) {
  const row = element("check").content.cloneNode(true);
  const outcome = OUTCOMES.get(ok);
  fill(row, { name: say(code), outcome: say(`OUTCOME_${outcome.toUpperCase()}`), detail: detail.map(sentenceOf).join("\n") });
  row.firstElementChild.classList.add(`check--${outcome}`);
  return row;
}

function listen() {
  const zone = element("drop");
  for (const [id, kind] of Object.entries(CHOSEN)) {
    element(id)?.addEventListener("change", ({ target }) => take(target.files, id === "file" ? null : kind));
  }
  for (const id of ["serial", "secret"]) element(id)?.addEventListener("change", show);
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", true);
  });
  zone.addEventListener("dragleave", () => zone.toggleAttribute("data-over", false));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.toggleAttribute("data-over", false);
    take(event.dataTransfer.files);
  });
}

/** The certificate of the address that was opened. */
async function fetchNamed() {
  const address = element("certificate-url")?.dataset.href;
  if (!address) return;
  const response = await fetch(address).catch(() => null);
  if (response?.ok) {
    given.file = new Uint8Array(await response.arrayBuffer());
    await show();
  } else {
    element("result").replaceChildren(await rendered(missing(response?.status === 404 ? "CERTIFICATE_NOT_FOUND" : "CERTIFICATE_NOT_READ")));
  }
}

listen();
fetchNamed();
