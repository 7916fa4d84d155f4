// The evidence bundle: its files are those of the manifest, and they are what the certificate commits to.

import { byCodePoint, equal, hex, unhex } from "./bytes.js";
import { digest, digestBytes } from "./digest.js";
import { canonicalText } from "./jcs.js";
import { load } from "./json.js";
import { rootOf, rowCommitment } from "./merkle.js";
import { Reason, Refusal } from "./reason.js";
import { isRecord } from "./schema.js";
import { checkSerials } from "./serials.js";
import { COMMITMENTS, MANIFEST, OPENINGS, SERIALS, STAGES_FILE } from "./shapes.js";

const MAX_BYTES = 256 * 2 ** 20;
const PUBLIC = ["certificate.json", "stages.json", "commitments.json"];
const FULL = [...PUBLIC, "study.json", "spec.json", "class_pack.json", "factors.json", "openings.json", "serials.json"];

const same = (one, other) => canonicalText(one ?? null) === canonicalText(other ?? null);

/** A bundle whose manifest fits its files; `kind` is `public` or `full`. */
export class Bundle {
  /** Throws Refusal `BUNDLE_FILE_MISSING`, `BUNDLE_FILE_UNEXPECTED`, `BUNDLE_DIGEST`, `BAD_BUNDLE_FILE`. */
  static async read(files) {
    const bundle = new Bundle();
    bundle.files = files;
    bundle.manifest = bundle.parse("manifest.json", MANIFEST);
    bundle.kind = bundle.manifest.kind;
    const needed = bundle.kind === "public" ? PUBLIC : FULL;
    const listed = bundle.manifest.files;
    const wanted = new Set([...needed, ...Object.keys(listed)]);
    for (const name of [...wanted].sort(byCodePoint)) if (!files.has(name)) throw new Refusal("BUNDLE_FILE_MISSING", name);
    for (const name of [...files.keys()].filter((one) => one !== "manifest.json").sort(byCodePoint)) {
      const evidence = bundle.kind === "full" && name.startsWith("evidence/");
      if (!Object.hasOwn(listed, name) || !(needed.includes(name) || evidence)) {
        throw new Refusal("BUNDLE_FILE_UNEXPECTED", name, { kind: bundle.kind });
      }
      if ((await digestBytes(files.get(name))) !== listed[name]) throw new Refusal("BUNDLE_DIGEST", name);
    }
    return bundle;
  }

  parse(name, shape = null) {
    if (!this.files.has(name)) throw new Refusal("BUNDLE_FILE_MISSING", name);
    const value = load(this.files.get(name), name, MAX_BYTES);
    for (const reason of shape?.(value, name) ?? []) throw new Refusal("BAD_BUNDLE_FILE", reason.place, { problem: reason.code });
    return value;
  }

  /** The bytes of the certificate in the bundle. */
  get certificate() {
    return this.files.get("certificate.json");
  }

  /** Every promise of the certificate that the bundle's files can keep or break. */
  async *check(subject, certificate) {
    if (!equal(this.certificate, certificate)) yield new Reason("BUNDLE_OF_ANOTHER", "certificate.json");
    if (this.manifest.number !== subject.number || this.manifest.methodVersion !== subject.methodVersion) {
      yield new Reason("BUNDLE_OF_ANOTHER", "manifest.json");
    }
    const stages = this.parse("stages.json", STAGES_FILE);
    const { footprint } = subject;
    if (!same(stages.stagesMg, footprint.stagesMg) || stages.meanMg !== footprint.meanMg) yield new Reason("BUNDLE_STAGES", "stages.json");
    if ((await digest(stages.factors)) !== footprint.factorsDigest) yield new Reason("FACTORS_DIGEST", "stages.json");
    const commitments = this.parse("commitments.json", COMMITMENTS).rows;
    if (rootOf(commitments.map(unhex)) !== footprint.commitmentsRoot) yield new Reason("COMMITMENTS_ROOT", "commitments.json");
    if (this.kind === "full") {
      yield* this.openings(commitments);
      yield* checkSerials(this.parse("serials.json", SERIALS), subject, "serials.json");
      yield* this.records(subject, stages.factors);
    }
  }

  *openings(commitments) {
    const { rows } = this.parse("openings.json", OPENINGS);
    if (rows.length !== commitments.length) yield new Reason("OPENING", "openings.json");
    for (const [index, { salt, row }] of rows.slice(0, commitments.length).entries()) {
      if (hex(rowCommitment(unhex(salt), row)) !== commitments[index]) yield new Reason("OPENING", `openings.json.rows[${index}]`);
    }
  }

  async *records(subject, listed) {
    const study = this.parse("study.json");
    if ((await digest(study)) !== subject.footprint.studyDigest) yield new Reason("STUDY_DIGEST", "study.json");
    yield* studySays(study, subject, await digest(this.parse("class_pack.json")));
    const spec = this.parse("spec.json");
    if ((await digest(spec)) !== subject.product.configurationDigest) yield new Reason("CONFIGURATION_DIGEST", "spec.json");
    if (isRecord(spec) && Array.isArray(spec.forecasts) && spec.forecasts.length) yield new Reason("FORECAST_IN_STUDY", "spec.json");
    const factors = this.parse("factors.json");
    const records = isRecord(factors) && Array.isArray(factors.records) ? factors.records : [];
    const named = records.filter((one) => isRecord(one) && typeof one.id === "string");
    const pairs = await Promise.all(named.map(async (one) => JSON.stringify([one.id, await digest(one)])));
    const want = listed.map((one) => JSON.stringify([one.id, one.digest]));
    if (pairs.length !== records.length || !same(pairs.sort(), want.sort())) yield new Reason("FACTORS_DIGEST", "factors.json");
    // A source or a constant that was exchanged: no factor's own digest shows it.
    if (isRecord(study) && Object.hasOwn(study, "factors_digest") && !same(study.factors_digest, await libraryDigest(factors))) {
      yield new Reason("FACTORS_DIGEST", "factors.json");
    }
    const evidence = [...this.files].filter(([name]) => name.startsWith("evidence/"));
    const attached = await Promise.all(evidence.map(([, data]) => digestBytes(data)));
    for (const [index, line] of subject.credits.entries()) {
      if (!attached.includes(line.evidenceDigest)) yield new Reason("EVIDENCE_MISSING", `credits[${index}].evidenceDigest`);
    }
  }
}

/** The digest that a study names its factor library by: factors in the layers of their packs, sources and constants. */
async function libraryDigest(factors) {
  if (!isRecord(factors) || !["records", "sources", "constants", "packs"].every((name) => Array.isArray(factors[name]))) return null;
  const records = factors.records.filter(isRecord);
  const layers = factors.packs.map((pack) => records.filter((one) => same(one.pack, pack)));
  return digest({ layers, sources: factors.sources, constants: factors.constants });
}

/** The study says of itself what the certificate says of it. Mean and stages must be there, the other members agree where they are. */
function* studySays(study, subject, packDigest) {
  const { footprint, product } = subject;
  const wanted = {
    mean_mg: footprint.meanMg,
    stages_mg: footprint.stagesMg,
    sd_mg: footprint.sdMg,
    p5_mg: footprint.p5Mg,
    p50_mg: footprint.p50Mg,
    p95_mg: footprint.p95Mg,
    draws: footprint.draws,
    seed: footprint.seed,
    gwp_set: footprint.gwpSet,
    data_year: footprint.dataYear,
    primary_data_share: footprint.primaryDataShare,
    subject: product.model,
    configuration: product.configuration,
    configuration_digest: product.configurationDigest,
    class_pack_digest: packDigest,
    service_years: product.serviceYears,
    place_of_use: product.placeOfUse,
    method_version: subject.methodVersion,
    variance_share_unit: subject.policy.unitVarianceShare,
    offsets_included: false,
  };
  for (const [member, value] of Object.entries(wanted)) {
    const there = isRecord(study) && Object.hasOwn(study, member);
    const required = member === "mean_mg" || member === "stages_mg";
    if (there ? !same(study[member], value) : required) yield new Reason("STUDY_DIFFERS", `study.json.${member}`, { member });
  }
}
