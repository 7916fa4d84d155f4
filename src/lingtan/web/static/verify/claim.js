// Identity 7: the sentence says what was cancelled, beside the footprint, and nothing more (METHODS 22).
//
// What decides is that the sentence is the cleared one, made anew from the record. The words and figures named here say why another one
// was not cleared, and keep the certificate's other free texts clean.

import { maxText } from "./dates.js";
import { folded } from "./names.js";
import { Reason } from "./reason.js";

/** Words that no offset-based sentence may carry. Compared without spaces, hyphens, width and case. */
const BANNED = [
  "碳中和", "碳中立", "零碳", "无碳", "负碳", "零排放", "净零", "气候中和", "气候中立", "气候中性", "零足迹", "足迹为零", "认证证书",
  "carbonneutral", "climateneutral", "co2neutral", "co2eneutral", "zerocarbon", "carbonzero", "zeroemission", "emissionfree",
  "emissionsfree", "netzero", "carbonfree", "co2free", "carbonnegative", "carbonpositive", "climatepositive",
  "zerofootprint", "zeroco2", "noemission", "neutralincarbon", "klimaneutral", "neutreencarbone", "neutralitecarbone",
];
const NONE_LEFT = /排放量?[为是][0零](?![0-9])/;
/** The two disclaimers in which a banned word may stand, without spaces as above. */
const SANCTIONED = ["不代表产品零排放", "doesnotmeantheproducthaszeroemissions"];
/** Directive (EU) 2024/825 applies from this day: no offset-based claim to consumers (METHODS 22). */
const EU_FROM = "2026-09-27";
/** Letters of other scripts, and of phonetic alphabets, that look like Latin ones. */
const LOOKALIKE = /[\u0180-\u02af\u0370-\u058f\u13a0-\u13ff\u1d00-\u1d7f\u2c60-\u2cff\ua640-\ua7ff\uab30-\uabbf]/;
const FIGURE =
  /(?<![0-9.,])([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(\.[0-9]+)?\s*(千克|公斤|毫克|吨|克|kilograms?|kgs?|KG|Kg|tonnes?|tons?|grams?|mg|t|g)(?=CO2|[^A-Za-z]|$)/g;
const MG = { 千克: 10n ** 6n, 公斤: 10n ** 6n, 毫克: 1n, 吨: 10n ** 9n, 克: 10n ** 3n, k: 10n ** 6n, t: 10n ** 9n, g: 10n ** 3n, m: 1n };
/** Free texts of the issuer that a certificate prints beside the claim. */
const PRINTED = [["product", "model"], ["product", "configuration"], ["product", "functionalUnit"], ["claim", "standard"]];

/** Member states, the EEA beside them, and the territories with codes of their own in which Union law applies to consumers. */
const EU = "EU AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO AX GF GP MF MQ RE YT".split(" ");
const WORLD = ["GLO", "GLOBAL"];
/** Every other code of ISO 3166-1 alpha-2. */
const OTHERS = (
  "AD AE AF AG AI AL AM AO AQ AR AS AU AW AZ BA BB BD BF BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN " +
  "CO CR CU CV CW CX DJ DM DO DZ EC EG EH ER ET FJ FK FM FO GA GB GD GE GG GH GI GL GM GN GQ GS GT GU GW GY HK HM HN HT ID IL IM IN IO " +
  "IQ IR JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LK LR LS LY MA MC MD ME MG MH MK ML MM MN MO MP MR MS MU MV MW MX MY MZ " +
  "NA NC NE NF NG NI NP NR NU NZ OM PA PE PF PG PH PK PM PN PR PS PW PY QA RS RU RW SA SB SC SD SG SH SJ SL SM SN SO SR SS ST SV SX SY " +
  "SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE ZA ZM ZW"
).split(" ");

/** The market, the words and every mass in both language versions. */
export function* checkClaim(document) {
  const subject = document.credentialSubject;
  const { market, audience, text } = subject.claim;
  const latest = maxText(document.validFrom, document.proof.created).slice(0, 10);
  if (![...EU, ...WORLD, ...OTHERS].includes(market)) yield new Reason("CLAIM_MARKET", "claim.market", { market });
  const reached = [...EU, ...WORLD].includes(market.normalize("NFKC").trim().toUpperCase());
  if (reached && audience === "B2C" && latest >= EU_FROM) yield new Reason("CLAIM_NOT_ALLOWED", "claim.market", { market });
  for (const [part, name] of PRINTED) {
    const word = banned(subject[part][name]);
    if (word !== undefined) yield new Reason("CLAIM_WORD", `${part}.${name}`, { word });
  }
  const cleared = clearedSentences(subject);
  for (const [language, sentence] of Object.entries(text)) {
    const place = `claim.text.${language}`;
    if (LOOKALIKE.test(sentence)) yield new Reason("CLAIM_LETTERS", place);
    const word = banned(sentence);
    if (word !== undefined) yield new Reason("CLAIM_WORD", place, { word });
    yield* figures(sentence, subject, place);
    if (sentence !== cleared[language]) yield new Reason("CLAIM_WORDING", place);
  }
}

/** The first forbidden word of a text, without marks, width, case, blanks and hyphens. */
function banned(text) {
  let squashed = folded(text.normalize("NFKD").replace(/\p{M}/gu, "")).replace(/[^\p{L}\p{N}]+/gu, "");
  for (const allowed of SANCTIONED) squashed = squashed.replaceAll(allowed, "/");
  return NONE_LEFT.exec(squashed)?.[0] ?? BANNED.find((word) => squashed.includes(word));
}

/** A share of masses, exactly: [mg] as numerator and denominator. */
const fraction = (numerator, denominator = 1) => ({ above: BigInt(numerator), below: BigInt(denominator) });

/** |one − other| ≤ half, exactly. */
function within(one, other, half) {
  const apart = one.above * other.below - other.above * one.below;
  return (apart < 0n ? -apart : apart) * half.below <= half.above * one.below * other.below;
}

function* figures(sentence, subject, place) {
  const { means, cancelled, others } = masses(subject);
  const known = [...means, ...cancelled, ...others].filter((value) => value.above > 0n);
  const [asMean, asCancelled] = [new Set(), new Set()];
  for (const [index, found] of [...sentence.normalize("NFKC").matchAll(FIGURE)].entries()) {
    const { shown, half, inKg } = reading(found);
    const fits = (value) => within(shown, value, half);
    if (!known.some(fits)) yield new Reason("CLAIM_FIGURE", place, { figure: found[0] });
    if (inKg && means.some(fits)) asMean.add(index);
    if (inKg && cancelled.some(fits)) asCancelled.add(index);
  }
  if (!asMean.size || !asCancelled.size || new Set([...asMean, ...asCancelled]).size < 2) yield new Reason("CLAIM_LACKS_FIGURE", place);
}

function masses({ footprint, allocation, policy, devices }) {
  const count = BigInt(devices.count);
  const grams = (value) => 1000n * BigInt(value);
  const total = grams(allocation.totalG);
  const others = ["p5Mg", "p50Mg", "p95Mg", "sdMg"].flatMap((name) => [1n, count].map((times) => fraction(BigInt(footprint[name]) * times)));
  others.push(fraction(policy.batchMg), fraction(policy.batchMg, count), fraction(grams(policy.bufferG)));
  if (allocation.extraCount > 0) others.push(fraction(grams(allocation.baseG + 1)));
  others.push(...["retiredG", "carriedInG", "remainderG"].map((name) => fraction(grams(allocation[name]))));
  return {
    means: [fraction(footprint.meanMg), fraction(policy.meanBatchMg)],
    cancelled: [fraction(total), fraction(total, count), fraction(grams(allocation.baseG))],
    others,
  };
}

/** The mass shown [mg], half of its last digit [mg], and whether it is written in kilograms. */
function reading([, whole, decimals = "", unit]) {
  const scale = MG[unit] ?? MG[unit[0].toLowerCase()];
  const places = 10n ** BigInt(Math.max(0, decimals.length - 1));
  const shown = { above: BigInt(whole.replaceAll(",", "") + decimals.slice(1)) * scale, below: places };
  return { shown, half: { above: scale, below: 2n * places }, inKg: scale === 10n ** 6n };
}

/** Language → the sentence that the claim gate clears: the mean per device [kg, to the gram], what it covers, and what was cancelled [kg]. */
export function clearedSentences(subject) {
  const { product, devices, statement, footprint, allocation } = subject;
  const [mean, cancelled] = [kilograms(gramsHalfEven(BigInt(footprint.meanMg))), kilograms(BigInt(allocation.totalG))];
  const [years, place, count] = [general(product.serviceYears), product.placeOfUse, devices.count];
  return {
    zh:
      `本机生命周期碳足迹 ${mean} kg CO₂e（${years} 年，${place}；依据核查声明 ${statement.number}）；` +
      `已为 ${count} 台设备另行注销 ${cancelled} kg 碳信用（不代表产品零排放；使用与处置阶段为预测值）。`,
    en:
      `Life-cycle carbon footprint of this device: ${mean} kg CO₂e (${years} years, ${place}; ` +
      `source: verification statement ${statement.number}). ` +
      `Separately, ${cancelled} kg CO₂e of carbon credits were cancelled for ${count} device(s). ` +
      "This does not mean the product has zero emissions; use and disposal are forecasts.",
  };
}

function gramsHalfEven(mg) {
  const [grams, rest] = [mg / 1000n, mg % 1000n];
  return rest > 500n || (rest === 500n && grams % 2n === 1n) ? grams + 1n : grams;
}

const kilograms = (grams) => `${grams / 1000n}.${String(grams % 1000n).padStart(3, "0")}`;

/** A number in at most six digits, without trailing zeros; with an exponent below 10⁻⁴ (as `%g` in C). */
function general(value) {
  const rounded = Number(value.toPrecision(6));
  if (rounded !== 0 && rounded < 1e-4) return rounded.toExponential().replace(/e-([0-9])$/, "e-0$1");
  return String(rounded);
}
