// A statement on a site's assessment: signed by a trusted certifier that is not the site's own, in force, its clauses counted once.

import { dayNumber, yearOf } from "./dates.js";
import { SIGNING_LAG_DAYS } from "./identities.js";
import { partyCore } from "./names.js";
import { checkProof } from "./proof.js";
import { Reason } from "./reason.js";
import { SITE_STATEMENT } from "./shapes.js";
import { checkWork, checkYears } from "./statement.js";
import { checkStatementStatus } from "./status.js";

const PLACE = "statement";

/** Whether a record says of itself that it is a statement on a site. */
export function isSiteStatement(document) {
  const kind = document?.type;
  return Array.isArray(kind) && kind.length === 2 && kind[0] === "VerifiableCredential" && kind[1] === "LingtanSiteStatement";
}

/** The checks on a statement on a site, in their order, noted in `finding`. */
export async function verifySite(finding, document, { trust, status, now }) {
  if (!(await finding.run("CHECK_SHAPE", () => SITE_STATEMENT(document, PLACE)))) return;
  finding.record = document;
  await finding.run("CHECK_SIGNATURE", () => checkProof(document, PLACE));
  await finding.run("CHECK_ISSUER", () => trust.check("certifiers", document, PLACE));
  await finding.run("CHECK_STATEMENT", () => statement(document, trust));
  await finding.run("CHECK_DATES", () => dates(document, now));
  if (!status) {
    finding.notes.push("NOTE_STATUS_NOT_CHECKED");
    finding.skip("CHECK_STATUS", "NOTE_STATUS_NOT_CHECKED");
  } else if (await finding.run("CHECK_STATUS", () => checkStatementStatus(status, document, trust, now))) finding.status = "valid";
  if (document.credentialSubject.synthetic) finding.notes.push("NOTE_SYNTHETIC");
}

/** Independence, findings and sample, and every clause under one result. */
function* statement(document, trust) {
  const { credentialSubject: body, issuer } = document;
  if (partyCore(issuer.name) === partyCore(body.organisation)) yield new Reason("SELF_VERIFICATION", `${PLACE}.issuer`, { name: issuer.name });
  const { met, notMet, notAssessable } = body.clauses;
  const clauses = [...met, ...notMet, ...notAssessable];
  const different = new Set(clauses).size;
  if (different !== clauses.length) yield new Reason("SITE_CLAUSES", "clauses", { count: clauses.length, different });
  yield* checkWork(body, PLACE);
  if (trust.body.synthetic && !body.synthetic) yield new Reason("SYNTHETIC_NOT_LABELLED", "synthetic");
}

function* dates(document, now) {
  const { validFrom: from, validUntil: until, proof, credentialSubject } = document;
  if (from > now || proof.created > now) yield new Reason("NOT_YET_VALID", "validFrom", { valid_from: from, now });
  if (!(from <= now && now < until)) yield new Reason("STATEMENT_NOT_IN_FORCE", "validUntil", { from, until });
  if (dayNumber(proof.created) - dayNumber(from) > SIGNING_LAG_DAYS) {
    yield new Reason("BACK_DATED", "validFrom", { valid_from: from, created: proof.created });
  }
  if (credentialSubject.year >= yearOf(from)) yield new Reason("DATA_YEAR", "year", { year: credentialSubject.year });
  yield* checkYears(document, PLACE);
}
