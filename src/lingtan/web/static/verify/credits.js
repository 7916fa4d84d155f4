// The cancelled credits: identities 4 and 5 of docs/certificate.md, and what the serial number of a credit says of itself.
//
// Verra     12082-*-VCS-VCU-304-VER-CN-1-191-01012021-31122021-0     batch, the units, …, country, (scope,) project, vintage from and to
// CAR       CAR-1-US-293-1-120-CA-2006-102                           country, project, …, vintage
// ACR       ACR-US-192-2010-203                                      country, project, vintage
// Gold Std  GS1-1-CN-GS4221-21-2019-21733                            country, project, …, vintage

import { yearOf } from "./dates.js";
import { NO_WORDS, WORD, escaped, folded, unspaced } from "./names.js";
import { Reason } from "./reason.js";

const GRAMS_PER_TONNE = 1_000_000n;
/** The house's outer window between vintage and cancellation; a programme's own may be narrower. [a] */
const VINTAGE_WINDOW_YEARS = 10;
/** An identifier shorter than this names nobody when it stands alone. */
const SHORTEST_IDENTIFIER = 8;
const FOR_WHOM = /(?:^|[^a-z])(?:for|on behalf of|beneficiary)$|(?:受益人|代表)$/u;
/** Words before a name or identifier that may turn it round: such a text names nobody for certain. */
const DENIES = new RegExp(
  `(?<!${WORD})(?:not|no|nor|never|none|nothing|nobody|without|except|excluding|other than|instead of|rather than)(?!${WORD})|[非不未无除]`,
  "u",
);
const FORMS = [
  ["VCS", /^[0-9]+-\*-VCS-VCU-[0-9]+-VER-(?<country>[A-Z]{2})(?:-[0-9]+)?-(?<project>[0-9]+)-[0-9]{4}(?<year>[0-9]{4})-.*$/],
  ["CAR", /^CAR-[0-9]+-(?<country>[A-Z]{2})-(?<project>[0-9]+)-[0-9]+-[0-9]+-[A-Z]{2}-(?<year>[0-9]{4})-[0-9]+$/],
  ["ACR", /^ACR-(?<country>[A-Z]{2})-(?<project>[0-9]+)-(?<year>[0-9]{4})-[0-9]+$/],
  ["GS", /^GS[0-9]-[0-9]+-(?<country>[A-Z]{2})-GS(?<project>[0-9]+)-[0-9]+-(?<year>[0-9]{4})-[0-9]+$/],
];

/** Identities 4 and 5: ranges and tonnes, remainder, dates, beneficiary. */
export function* checkCredits(subject, issuedOn) {
  const { credits: lines, allocation } = subject;
  for (const [index, line] of lines.entries()) yield* checkLine(line, `credits[${index}]`, subject, issuedOn);
  yield* overlaps(lines);
  yield* references(lines);
  const retired = GRAMS_PER_TONNE * lines.reduce((sum, line) => sum + BigInt(line.tonnes), 0n);
  const { retiredG, carriedInG, remainderG, totalG } = allocation;
  if (BigInt(retiredG) !== retired) yield new Reason("RETIRED_GRAMS", "allocation.retiredG", { want: retired, got: retiredG });
  yield* carried(subject);
  const remainder = BigInt(retiredG) + BigInt(carriedInG) - BigInt(totalG);
  if (remainder < 0n) yield new Reason("NOT_COVERED", "allocation", { short: -remainder });
  else if (BigInt(remainderG) !== remainder) {
    yield new Reason("REMAINDER_GRAMS", "allocation.remainderG", { want: remainder, got: remainderG });
  }
  const limits = { remainderG: GRAMS_PER_TONNE * BigInt(Math.max(1, lines.length)), carriedInG: GRAMS_PER_TONNE };
  for (const [name, most] of Object.entries(limits)) {
    if (BigInt(allocation[name]) >= most) yield new Reason("REMAINDER_TOO_LARGE", `allocation.${name}`, { grams: allocation[name] });
  }
}

function* carried({ number, allocation }) {
  const { carriedFrom, carriedInG: want } = allocation;
  const numbers = new Set(carriedFrom.map((one) => one.number));
  const got = carriedFrom.reduce((sum, one) => sum + BigInt(one.grams), 0n);
  if (got !== BigInt(want) || numbers.size !== carriedFrom.length || numbers.has(number)) {
    yield new Reason("CARRIED_FROM", "allocation.carriedFrom", { want, got });
  }
}

function compare(one, other) {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** Two lines of one series may not share a unit; edges are inclusive. */
function* overlaps(lines) {
  const ranges = lines.map((line, index) => ({
    place: `credits[${index}]`,
    series: seriesOf(line.serialPrefix),
    first: BigInt(line.serialFirst),
    last: BigInt(line.serialLast),
  }));
  ranges.sort((a, b) => compare(a.series, b.series) || compare(a.first, b.first) || compare(a.last, b.last));
  for (const [index, next] of ranges.slice(1).entries()) {
    const before = ranges[index];
    if (before.series === next.series && next.first <= before.last) yield new Reason("RANGE_OVERLAP", next.place, { with: before.place });
  }
}

/** One retirement of a registry is one project and one vintage: another one under its reference was not retired by it. */
function* references(lines) {
  const seen = new Map();
  for (const [index, line] of lines.entries()) {
    const reference = JSON.stringify([line.programme, line.registryReference]);
    const kind = JSON.stringify([line.projectId, line.vintageYear]);
    if (!seen.has(reference)) seen.set(reference, kind);
    if (seen.get(reference) !== kind) {
      yield new Reason("REFERENCE_REUSED", `credits[${index}].registryReference`, { reference: line.registryReference });
    }
  }
}

/** The series a unit's number is unique in: case, width, separators and padding make no new one, nor does Verra's batch number. */
function seriesOf(prefix) {
  const plain = folded(prefix.normalize("NFKC")).replace(NO_WORDS, "-").replace(/^-+|-+$/g, "");
  return plain.replace(/(?<![0-9])0+(?=[0-9])/g, "").replace(/^[0-9]+-(?=vcs-)/, "");
}

function* checkLine(line, place, subject, issuedOn) {
  yield* serialSays(line, place);
  const units = BigInt(line.serialLast) - BigInt(line.serialFirst) + 1n;
  if (BigInt(line.tonnes) !== units) yield new Reason("RANGE_NOT_TONNES", `${place}.tonnes`, { range: units, tonnes: line.tonnes });
  const { retiredOn: retired, vintageYear: vintage } = line;
  if (retired > issuedOn) yield new Reason("RETIRED_AFTER_ISSUE", `${place}.retiredOn`, { retired, issued: issuedOn });
  if (vintage > yearOf(retired)) yield new Reason("VINTAGE_AFTER_RETIREMENT", `${place}.vintageYear`, { vintage, retired });
  if (yearOf(retired) - vintage > VINTAGE_WINDOW_YEARS) {
    yield new Reason("VINTAGE_TOO_OLD", `${place}.vintageYear`, { vintage, years: VINTAGE_WINDOW_YEARS });
  }
  if (!namesHolder(line.beneficiary, subject)) yield new Reason("BENEFICIARY", `${place}.beneficiary`, { holder: subject.holder.name });
}

/** Whether programme, country, project and vintage of a line are those that its serial number says, where its form is known. */
function* serialSays(line, place) {
  for (const [programme, form] of FORMS) {
    const found = form.exec(line.serialPrefix)?.groups;
    if (found === undefined) {
      if (line.programme === programme) yield new Reason("SERIAL_FORM", `${place}.serialPrefix`, { programme });
      continue;
    }
    const said = { programme, hostCountry: found.country, vintageYear: Number(found.year) };
    for (const [member, want] of Object.entries(said)) {
      if (line[member] !== want) yield new Reason("SERIAL_SAYS", `${place}.${member}`, { member, want, got: line[member] });
    }
    if (projectNumber(line.projectId) !== found.project.replace(/^0+/, "")) {
      yield new Reason("SERIAL_SAYS", `${place}.projectId`, { member: "projectId", want: found.project, got: line.projectId });
    }
  }
}

/** The digits that a project id ends with, without padding: `VCS-0191` and `191` are one project. */
const projectNumber = (project) => /[0-9]+$/.exec(project)?.[0].replace(/^0+/, "") ?? project;

const plain = (text) => unspaced(folded(text.normalize("NFKC")));

/** Whether the registry's text names the holder, whole and as nobody else's part, or the batch by its root. */
function namesHolder(beneficiary, subject) {
  const written = plain(beneficiary);
  const [identifier, name] = [plain(subject.holder.identifier), plain(subject.holder.name)];
  const wholes = [subject.devices.serialsRoot.slice("sha256:".length)];
  if ([...identifier].length >= SHORTEST_IDENTIFIER) wholes.push(identifier);
  const places = wholes.flatMap((whole) => occurrences(`(?<!${WORD})${escaped(whole)}(?!${WORD})`, written));
  const alone = occurrences(escaped(name), written).filter((at) =>
    standsAlone(written.slice(0, at).trimEnd(), written.slice(at + name.length).trimStart()),
  );
  return [...places, ...alone].some((at) => !DENIES.test(written.slice(0, at)));
}

const occurrences = (pattern, text) => [...text.matchAll(new RegExp(pattern, "gu"))].map((found) => found.index);

/** No branch, no holding, no "not": a name ends at punctuation and begins there, or after a word that says for whom. */
function standsAlone(before, after) {
  const ends = after === "" || ",;:|/、.()。，".includes(after[0]);
  const begins = before === "" || ",;:|/、(。，".includes(before.at(-1)) || FOR_WHOM.test(before);
  return ends && begins;
}
