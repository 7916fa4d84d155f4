// What must be true of footprint, grams and dates: identities 1 to 3 of docs/certificate.md, and those of time.
// Integers that are multiplied or summed are BigInt: beyond 2⁵³ a number would round.

import { dayNumber, yearOf } from "./dates.js";
import { normalQuantile } from "./normal.js";
import { Reason } from "./reason.js";

const Z95 = 1.6449; // standard normal P95
/** Cantelli's inequality: at most 5 % of any distribution lie further than √19 standard deviations above, or below, its mean. */
const FURTHEST_P95 = Math.sqrt(19);
/** A claim begins with its issue; hardware may follow within this. [days] */
const START_DAYS = 366;
/** A certificate is signed when it is issued; the outbox may lag, but not by more than this. [days] */
export const SIGNING_LAG_DAYS = 31;

const sum = (numbers) => numbers.reduce((total, one) => total + BigInt(one), 0n);

/** Identity 1, and that the quantiles are in order and the policy is what its basis says. */
export function* checkFootprint({ footprint, policy, devices }) {
  const { meanMg: mean, stagesMg: stages } = footprint;
  const total = sum(Object.values(stages));
  if (total !== BigInt(mean)) yield new Reason("STAGES_NOT_MEAN", "footprint.stagesMg", { sum: total, mean });
  for (const stage of ["materials", "assembly", "transport", "use"]) {
    // only what is recovered at the end of life may be a credit
    if (stages[stage] < 0) yield new Reason("STAGE_NEGATIVE", `footprint.stagesMg.${stage}`, { mg: stages[stage] });
  }
  yield* spreadIsPlausible(footprint);
  const want = BigInt(mean) * BigInt(devices.count);
  const { basis, batchMg, meanBatchMg, quantile } = policy;
  if (BigInt(meanBatchMg) !== want) yield new Reason("BATCH_NOT_MEAN", "policy.meanBatchMg", { want, got: meanBatchMg });
  if ((basis === "quantile") !== (quantile !== null)) yield new Reason("BASIS", "policy.quantile");
  else if (basis === "mean" && batchMg !== meanBatchMg) {
    yield new Reason("BATCH_NOT_MEAN", "policy.batchMg", { want: meanBatchMg, got: batchMg });
  } else if (batchMg < meanBatchMg) yield new Reason("BATCH_BELOW_MEAN", "policy.batchMg");
  else if (basis === "quantile") yield* quantileIsPlausible(footprint, policy, devices.count);
}

/** Quantiles in order, the mean between them, and no further apart than any distribution of this σ allows, within the noise. */
function* spreadIsPlausible(footprint) {
  const { meanMg: mean, sdMg: sd, p5Mg: low, p50Mg: middle, p95Mg: high } = footprint;
  const noise = noiseOf(footprint);
  if (!(low <= middle && middle <= high) || !(low - noise <= mean && mean <= high + noise)) {
    yield new Reason("QUANTILES_OUT_OF_ORDER", "footprint.p5Mg");
  } else if (Math.max(high - mean, mean - low) > FURTHEST_P95 * sd + noise) {
    yield new Reason("SD_IMPLAUSIBLE", "footprint.sdMg", { sd, p5: low, p95: high });
  }
}

/** Four standard errors of the draws' mean, against which the exact mean is held, and a milligram of rounding. [mg] */
const noiseOf = ({ sdMg, draws }) => (4 * sdMg) / Math.sqrt(draws) + 1;

/**
 * The batch's quantile lies between half the normal closed form and the fully common bound (METHODS 4), within the noise.
 *
 * With a share u of the variance independent per unit, the batch's relative spread falls to √(1 − u + u/n) of one device's. Below
 * P95 the least falls to nothing, as a skewed total's lower quantiles lie under its mean; above P95 the most is Cantelli's bound.
 */
function* quantileIsPlausible(footprint, policy, count) {
  const { unitVarianceShare: share, quantile } = policy;
  const { meanMg, sdMg, p95Mg } = footprint;
  const ofP95 = Math.max(0, Math.min(1, (normalQuantile(quantile) / Z95 - 0.3) / 0.7));
  const furthest = quantile > 0.95 ? Math.sqrt(quantile / (1 - quantile)) * sdMg * count : 0;
  const spread = Math.sqrt(1 - share + share / count);
  const noise = noiseOf(footprint) * count;
  const above = policy.batchMg - policy.meanBatchMg;
  const common = Math.max(p95Mg - meanMg, 0) * count;
  const least = 0.5 * ofP95 * Math.min(common, Z95 * sdMg * count) * spread - noise;
  if (!(least <= above && above <= Math.max(common, furthest) + noise + 1000 * count)) {
    yield new Reason("QUANTILE_IMPLAUSIBLE", "policy.batchMg", { above_mg: above, common_mg: common });
  }
}

const gramsUp = (mg) => (BigInt(mg) + 999n) / 1000n;

/** Identities 2 and 3: milligrams rounded up to grams, and grams to devices, without one lost or added. */
export function* checkAllocation({ policy, allocation, devices }) {
  const want = gramsUp(policy.batchMg);
  if (BigInt(policy.requiredG) !== want) yield new Reason("REQUIRED_GRAMS", "policy.requiredG", { want, got: policy.requiredG });
  const buffer = BigInt(policy.requiredG) - gramsUp(policy.meanBatchMg);
  if (BigInt(policy.bufferG) !== buffer) yield new Reason("BUFFER_GRAMS", "policy.bufferG", { want: buffer, got: policy.bufferG });
  if (allocation.totalG !== policy.requiredG) {
    yield new Reason("TOTAL_GRAMS", "allocation.totalG", { want: policy.requiredG, got: allocation.totalG });
  }
  const shared = BigInt(devices.count) * BigInt(allocation.baseG) + BigInt(allocation.extraCount);
  if (allocation.extraCount >= devices.count || shared !== BigInt(allocation.totalG)) yield new Reason("SHARE_GRAMS", "allocation.baseG");
}

/** Dates of the certificate itself: signed when issued, not in the future, not over, and no longer than the declared years. */
export function* checkPeriod(document, now) {
  const { credentialSubject: subject, validFrom, validUntil } = document;
  const { created } = document.proof;
  const [start, end] = [subject.claim.periodStart, subject.claim.periodEnd].map(dayNumber);
  const [issued, until] = [validFrom, validUntil].map(dayNumber);
  if (validFrom > now || created > now) yield new Reason("NOT_YET_VALID", "validFrom", { valid_from: validFrom, now });
  if (validUntil <= now) yield new Reason("EXPIRED", "validUntil", { valid_until: validUntil });
  if (dayNumber(created) - issued > SIGNING_LAG_DAYS) yield new Reason("BACK_DATED", "validFrom", { valid_from: validFrom, created });
  const years = subject.product.serviceYears;
  const covered = end - start + 1 <= 365.25 * years + 3 && Math.abs(start - issued) <= START_DAYS;
  if (!(covered && start <= end && end <= until && issued < until) || until - start > 366 * (years + 1)) {
    yield new Reason("CLAIM_PERIOD", "claim.periodEnd", { years });
  }
  const { dataYear } = subject.footprint;
  if (dataYear > yearOf(validFrom)) yield new Reason("DATA_YEAR", "footprint.dataYear", { year: dataYear });
  yield* addressIsOwn(subject);
  if (document.credentialStatus.id !== `urn:lingtan:status:${subject.number}`) yield new Reason("STATUS_ENTRY", "credentialStatus.id");
  if ((subject.version === 1) !== (subject.replaces === null) || subject.replaces === subject.number) {
    yield new Reason("VERSION", "replaces");
  }
}

/** The address to verify at is this certificate's: its number ends the path, and `r`, when given, begins its batch root. */
function* addressIsOwn(subject) {
  const { address } = subject.verify;
  const [, path, query = ""] = /^https:\/\/[^/]*([^?#]*)(?:\?([^#]*))?/.exec(address);
  const root = subject.devices.serialsRoot.slice("sha256:".length);
  const roots = new URLSearchParams(query).getAll("r").filter((one) => one !== "");
  const named = percentDecoded(path).split("/").at(-1);
  if (named !== subject.number || roots.some((one) => one.length < 16 || !root.startsWith(one))) {
    yield new Reason("VERIFY_ADDRESS", "verify.address", { address });
  }
}

function percentDecoded(text) {
  const pairs = /(?:%[0-9A-Fa-f]{2})+/g;
  return text.replace(pairs, (run) => new TextDecoder().decode(Uint8Array.from(run.slice(1).split("%"), (pair) => parseInt(pair, 16))));
}
