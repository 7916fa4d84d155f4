// The issuer's signed status list: what has become of the certificate and of the statement under it.

import { daysBetween } from "./dates.js";
import { loadCanonical } from "./json.js";
import { checkProof } from "./proof.js";
import { Reason, Refusal } from "./reason.js";
import { STATUS } from "./shapes.js";

const PLACE = "status";
/** A list older than this is said to be old. [days] */
const FRESH_DAYS = 31;
/** Codes that a list which may be believed says of the certificate; any other code speaks against the list itself. */
export const SAYING = ["REVOKED", "REPLACED", "STATEMENT_WITHDRAWN"];

/** The status list of its bytes. Throws Refusal for JSON or a shape that is not one. */
export function readStatus(data) {
  const status = loadCanonical(data, "status.json");
  for (const reason of STATUS(status, PLACE)) throw new Refusal("BAD_STATUS", reason.place, { problem: reason.code });
  return status;
}

/** `valid`, `replaced`, `revoked`, or `unknown` where the list does not know the certificate or says two things. */
export function stateOf(status, subject) {
  const found = certificates(status, subject);
  return found.length === 1 ? found[0].status : "unknown";
}

/** Whether a list says little of today: what was revoked since is not in it. */
export const isOld = (asOf, now) => daysBetween(asOf, now) > FRESH_DAYS;

function certificates(status, subject) {
  return status.credentialSubject.certificates.filter(
    (entry) => entry.number === subject.number && entry.version === subject.version,
  );
}

/** Whether the list is the issuer's own and current, and still calls certificate and statement valid. */
export async function* checkStatus(status, document, trust, now) {
  const subject = document.credentialSubject;
  yield* ownAndCurrent(status, document, trust, now, "issuers");
  yield* standing(certificates(status, subject), subject.number);
  yield* statementStanding(status, subject.statement.number);
}

/** Whether a list is the certifier's own and current, and still calls its statement valid. */
export async function* checkStatementStatus(data, document, trust, now) {
  const status = readStatus(data);
  yield* ownAndCurrent(status, document, trust, now, "certifiers");
  yield* statementStanding(status, document.credentialSubject.number);
}

async function* ownAndCurrent(status, document, trust, now, role) {
  yield* checkProof(status, PLACE);
  yield* trust.check(role, status, PLACE);
  // By trusted name: a rotated key of the same issuer may sign the list.
  if (status.issuer.name !== document.issuer.name) {
    yield new Reason("STATUS_OF_ANOTHER", `${PLACE}.issuer`, { name: status.issuer.name });
  }
  const { asOf } = status.credentialSubject;
  if (asOf > now || asOf < document.validFrom || asOf > status.proof.created) {
    yield new Reason("STATUS_TIME", `${PLACE}.asOf`, { as_of: asOf });
  }
}

function* standing(found, number) {
  const place = `${PLACE}.certificates`;
  const [entry] = found;
  if (found.length !== 1) yield new Reason(found.length ? "STATUS_CONTRADICTS" : "STATUS_UNKNOWN", place, { number });
  else if (entry.status === "revoked") yield new Reason("REVOKED", place, { since: entry.since, reason: entry.reason ?? "-" });
  else if (entry.status === "replaced") yield new Reason("REPLACED", place, { by: entry.by ?? "-", since: entry.since });
}

function* statementStanding(status, number) {
  const place = `${PLACE}.statements`;
  const found = status.credentialSubject.statements.filter((entry) => entry.number === number);
  if (found.length !== 1) yield new Reason(found.length ? "STATUS_CONTRADICTS" : "STATUS_UNKNOWN", place, { number });
  else if (found[0].status === "withdrawn") yield new Reason("STATEMENT_WITHDRAWN", place, { number, since: found[0].since });
}
