// One certificate, checked in order: read, shape, proofs and trust, figures, statement, claim, status, bundle, devices.
// The order, the codes and the places are those of the Python verifier `lingtan-verify`; what it asks of no browser is said at the end.

import { Bundle } from "./bundle.js";
import { latin1 } from "./bytes.js";
import { checkClaim } from "./claim.js";
import { checkCredits } from "./credits.js";
import { minText } from "./dates.js";
import { checkAllocation, checkFootprint, checkPeriod } from "./identities.js";
import { loadCanonical } from "./json.js";
import { attachedRecord } from "./pdf.js";
import { checkProof } from "./proof.js";
import { Reason, Refusal } from "./reason.js";
import { checkListed, checkMember, checkSerials, readSerials } from "./serials.js";
import { CERTIFICATE } from "./shapes.js";
import { isSiteStatement, verifySite } from "./site.js";
import { checkStatement } from "./statement.js";
import { SAYING, checkStatus, isOld, readStatus, stateOf } from "./status.js";
import { Trust } from "./trust.js";
import { MAX_BYTES, readArchive } from "./zip.js";

const MAX_CERTIFICATE = 16 * 2 ** 20;
/** Reasons that say of a true certificate, or of a device, that the list does not know it. */
const UNKNOWN = ["STATUS_UNKNOWN", "NOT_A_MEMBER"];

/** What was found: every check with its outcome, every reason against the certificate, and what should be said beside. */
class Finding {
  constructor() {
    this.reasons = [];
    this.checks = [];
    this.notes = [];
    this.status = "not_checked";
    this.statusAsOf = null;
    this.record = null;
  }

  /** Makes one check and notes its outcome; true when nothing speaks against it. */
  async run(code, find) {
    const before = this.reasons.length;
    try {
      for await (const reason of find()) this.reasons.push(reason);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      this.reasons.push(error.reason);
    }
    const against = this.reasons.slice(before);
    this.checks.push({ code, ok: against.length === 0, detail: against });
    return against.length === 0;
  }

  /** A check that is not made, and why. */
  skip(code, why) {
    this.checks.push({ code, ok: null, detail: [new Reason(why)] });
  }

  get verdict() {
    const codes = this.reasons.map((reason) => reason.code);
    if (!codes.length) return "valid";
    if (codes.every((code) => UNKNOWN.includes(code))) return "not_found";
    if (codes.every((code) => SAYING.includes(code))) {
      if (codes.includes("REVOKED")) return "revoked";
      if (codes.includes("REPLACED")) return "replaced";
    }
    return "refused";
  }

  get answer() {
    const [first] = this.reasons;
    const { verdict, checks, record, reasons, notes, status, statusAsOf } = this;
    return { verdict, code: first?.code ?? "VALID", place: first?.place ?? "", checks, record, reasons, notes, status, statusAsOf };
  }
}

/**
 * The verdict on one file: certificate or statement on a site as JSON or PDF, or bundle ZIP.
 *
 * `trust`, `status`, `path` and `serials` are the bytes of their files; `now` is a stamp `YYYY-MM-DDTHH:MM:SSZ`. Only file, trust and now
 * are needed. Answers `{verdict, code, place, checks: [{code, ok, detail}], record, reasons, notes, status, statusAsOf}`: `ok` is null for
 * a check that was not made, and `detail` lists the reasons `{code, place, values}` against it, or why it was not made.
 */
export async function verify({ file, name = "certificate.json", trust, status, now, serial, secret, path, serials }) {
  const finding = new Finding();
  const list = await trusted(finding, trust, name);
  if (list === null) return finding.answer;
  const read = {};
  const reading = async function* () {
    [read.bytes, read.bundle] = await recordOf(finding, file, name);
    read.document = loadCanonical(read.bytes, "certificate.json", MAX_CERTIFICATE);
  };
  if (!(await finding.run("CHECK_RECORD", reading))) return finding.answer;
  const { document, bundle } = read;
  if (isSiteStatement(document)) {
    await verifySite(finding, document, { trust: list, status, now });
    return finding.answer;
  }
  if (!(await finding.run("CHECK_SHAPE", () => CERTIFICATE(document, "certificate")))) return finding.answer;
  finding.record = document;
  const subject = document.credentialSubject;
  await contents(finding, document, list, now);
  if (bundle !== null) await finding.run("CHECK_BUNDLE", () => bundle.check(subject, read.bytes));
  await standing(finding, document, status, list, now);
  await devices(finding, subject, { serial, secret, path, serials });
  if (bundle !== null) finding.skip("CHECK_RECOMPUTE", "NOT_IN_BROWSER");
  return finding.answer;
}

async function trusted(finding, trust, name) {
  let list = null;
  const reading = async function* () {
    if (!trust) throw new Refusal("NO_TRUST_ANCHOR", name);
    list = await Trust.parse(trust);
  };
  return (await finding.run("CHECK_TRUST", reading)) ? list : null;
}

async function recordOf(finding, file, name) {
  if (file.length > MAX_BYTES) throw new Refusal("TOO_LARGE", name, { limit: MAX_BYTES });
  const lead = latin1(file.subarray(0, 5));
  if (lead === "%PDF-") {
    finding.notes.push("NOTE_PDF");
    finding.skip("CHECK_PDF_PAGES", "NOT_IN_BROWSER");
    return [await attachedRecord(file), null];
  }
  if (lead.startsWith("PK")) {
    const bundle = await Bundle.read(readArchive(file, name));
    return [bundle.certificate, bundle];
  }
  return [file, null];
}

/** Everything that the certificate says by itself. */
async function contents(finding, document, trust, now) {
  const subject = document.credentialSubject;
  // What is cancelled after the signature was not cancelled when it was signed, whatever date the certificate bears.
  const issuedOn = minText(document.validFrom, document.proof.created).slice(0, 10);
  await finding.run("CHECK_SIGNATURE", () => checkProof(document, "certificate"));
  await finding.run("CHECK_ISSUER", () => trust.check("issuers", document, "certificate"));
  await finding.run("CHECK_STATEMENT", () => checkStatement(document, trust));
  await finding.run("CHECK_FOOTPRINT", () => checkFootprint(subject));
  await finding.run("CHECK_ALLOCATION", () => checkAllocation(subject));
  await finding.run("CHECK_CREDITS", () => checkCredits(subject, issuedOn));
  await finding.run("CHECK_DATES", () => checkPeriod(document, now));
  await finding.run("CHECK_CLAIM", () => checkClaim(document));
  if (subject.allocation.carriedInG) finding.notes.push("NOTE_CARRIED_IN");
  if (subject.synthetic) finding.notes.push("NOTE_SYNTHETIC");
}

/** What the issuer's list says has become of it. */
async function standing(finding, document, status, trust, now) {
  if (!status) {
    finding.notes.push("NOTE_STATUS_NOT_CHECKED");
    finding.skip("CHECK_STATUS", "NOTE_STATUS_NOT_CHECKED");
    return;
  }
  await finding.run("CHECK_STATUS", async function* () {
    finding.status = "unknown"; // until a list that may be believed says otherwise
    const body = readStatus(status);
    const found = [];
    for await (const reason of checkStatus(body, document, trust, now)) found.push(reason);
    if (found.every((reason) => SAYING.includes(reason.code))) {
      finding.status = stateOf(body, document.credentialSubject);
      finding.statusAsOf = body.credentialSubject.asOf;
      if (isOld(finding.statusAsOf, now)) finding.notes.push("NOTE_STATUS_OLD");
    }
    yield* found;
  });
}

/** Whether a device, or the customer's list of devices, is the certificate's. */
async function devices(finding, subject, { serial, secret, path, serials }) {
  if (serials) {
    let body = null;
    const listing = function* () {
      body = readSerials(serials);
      yield* checkSerials(body, subject, "serials.json");
    };
    const fits = await finding.run("CHECK_SERIALS", listing);
    if (fits && serial) await finding.run("CHECK_MEMBERSHIP", () => checkListed({ serial, secret }, body));
  } else if (serial && secret && path) {
    await finding.run("CHECK_MEMBERSHIP", () => checkMember({ serial, secret, path }, subject));
  } else if (serial) {
    finding.skip("CHECK_MEMBERSHIP", "MEMBERSHIP_NEEDS_PROOF");
  }
}
