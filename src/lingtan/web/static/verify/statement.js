// Identity 6: the embedded verification statement holds, is somebody else's, and is about this very footprint.

import { dayNumber, maxText } from "./dates.js";
import { digest } from "./digest.js";
import { SIGNING_LAG_DAYS } from "./identities.js";
import { canonicalText } from "./jcs.js";
import { mentions, partyCore } from "./names.js";
import { checkProof } from "./proof.js";
import { Reason } from "./reason.js";

const PLACE = "evidence[0]";
/** A statement holds for five years at most, as the house's own engagements do. [days] */
const LONGEST_DAYS = 5 * 366;

/** Signature and role of the certifier, independence, time in force, and that both documents say the same. */
export async function* checkStatement(document, trust) {
  const [statement] = document.evidence;
  const [subject, body] = [document.credentialSubject, statement.credentialSubject];
  yield* checkProof(statement, PLACE);
  yield* trust.check("certifiers", statement, PLACE);
  yield* independent(document, statement);
  if (subject.statement.number !== body.number || subject.statement.digest !== (await digest(statement))) {
    yield new Reason("STATEMENT_DIGEST", "statement.digest");
  }
  yield* same(subject, body);
  yield* inForce(document, statement);
  yield* checkWork(body, PLACE);
  if ((body.synthetic || trust.body.synthetic) && !subject.synthetic) yield new Reason("SYNTHETIC_NOT_LABELLED", "synthetic");
}

/** Neither who issues, nor who made the devices, nor who holds or pays for the claim may verify. */
function* independent(document, statement) {
  const [certifier, subject] = [statement.issuer, document.credentialSubject];
  const parties = [document.issuer.name, subject.product.manufacturer, subject.holder.name];
  if (subject.payer !== null) parties.push(subject.payer.name);
  if (certifier.id === document.issuer.id || parties.map(partyCore).includes(partyCore(certifier.name))) {
    yield new Reason("SELF_VERIFICATION", `${PLACE}.issuer`, { name: certifier.name });
  }
}

function* same(subject, body) {
  const { footprint, product } = subject;
  const pairs = {
    studyDigest: footprint.studyDigest,
    meanMg: footprint.meanMg,
    stagesMg: footprint.stagesMg,
    gwpSet: footprint.gwpSet,
    methodVersion: subject.methodVersion,
    subject: product.model,
    configuration: product.configuration,
    configurationDigest: product.configurationDigest,
    serviceYears: product.serviceYears,
    placeOfUse: product.placeOfUse,
  };
  for (const [member, claimed] of Object.entries(pairs)) {
    if (canonicalText(body[member]) !== canonicalText(claimed)) {
      yield new Reason("STATEMENT_DIFFERS", `${PLACE}.${member}`, { member });
    }
  }
}

function* inForce(document, statement) {
  const { validFrom: from, validUntil: until } = statement;
  const { created } = statement.proof;
  const signedOn = from.slice(0, 10);
  if (dayNumber(created) - dayNumber(signedOn) > SIGNING_LAG_DAYS) {
    yield new Reason("BACK_DATED", `${PLACE}.validFrom`, { valid_from: from, created });
  }
  if (!(from <= document.validFrom && document.validFrom < until)) {
    yield new Reason("STATEMENT_NOT_IN_FORCE", `${PLACE}.validUntil`, { from, until });
  }
  if (created > document.proof.created) yield new Reason("STATEMENT_SIGNED_LATER", `${PLACE}.proof.created`);
  yield* checkYears(statement, PLACE);
  for (const [index, { retiredOn }] of document.credentialSubject.credits.entries()) {
    if (retiredOn < signedOn) {
      yield new Reason("RETIRED_BEFORE_STATEMENT", `credits[${index}].retiredOn`, { retired: retiredOn, statement: signedOn });
    }
  }
}

/** Findings closed, but for minor ones that a qualification names, and no more looked at than there was. */
export function* checkWork({ findings: { raised, closed, openMinor = [] }, qualifications, sample }, place) {
  const open = raised - closed;
  const named = openMinor.every((name) => qualifications.some((words) => mentions(words, name)));
  if (!named || new Set(openMinor).size !== open) yield new Reason("FINDINGS_OPEN", `${place}.findings`, { open });
  if (sample.drawn > sample.population) yield new Reason("SAMPLE", `${place}.sample`);
}

/** No longer than five years; competence and accreditation reach to the signature, whatever date the statement bears. */
export function* checkYears({ validFrom: from, validUntil: until, proof, credentialSubject: body }, place) {
  const signedLast = maxText(from.slice(0, 10), proof.created.slice(0, 10));
  if (dayNumber(until) - dayNumber(from) > LONGEST_DAYS) yield new Reason("STATEMENT_TOO_LONG", `${place}.validUntil`, { from, until });
  const { competenceValidUntil } = body.signer;
  if (competenceValidUntil < signedLast) yield new Reason("COMPETENCE_EXPIRED", `${place}.signer`, { until: competenceValidUntil });
  if (body.accreditation !== null && body.accreditation.validUntil < signedLast) {
    yield new Reason("ACCREDITATION_EXPIRED", `${place}.accreditation`, { until: body.accreditation.validUntil });
  }
}
