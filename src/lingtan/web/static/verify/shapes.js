// The shapes of docs/certificate.md: certificate, statement, status, trust list, and the files of a bundle.

import {
  array, choice, day, digest, digits, exactly, flag, hexadecimal, integer, mapping, matching, nullable, number, record, stamp, text,
} from "./schema.js";

export const STAGES = ["materials", "assembly", "transport", "use", "end_of_life"];
export const SERIAL_SCHEME = "lingtan-serial-1";
export const ROW_SCHEME = "lingtan-row-1";
const CONTEXT = ["https://www.w3.org/ns/credentials/v2", { "@vocab": "urn:lingtan:vocab:1#" }];

const short = text({ most: 200 });
const long = text();
const texts = array(long, { most: 1000 });
const party = record({ name: short, identifier: short });
const stages = record(Object.fromEntries(STAGES.map((stage) => [stage, integer(-(2 ** 53))])));
const share = number(0, 1);
const given = text({ most: 64 });
const address = matching("https://[A-Za-z0-9.-]+(?::[0-9]+)?/[!-~]*", "https address");
const several = (least) => ({ least });

const proof = record(
  {
    "@context": exactly(CONTEXT),
    type: exactly("DataIntegrityProof"),
    cryptosuite: exactly("eddsa-jcs-2022"),
    created: stamp,
    verificationMethod: text({ most: 200 }),
    proofPurpose: exactly("assertionMethod"),
    proofValue: text({ most: 100 }),
  },
  ["@context"],
);

function credential(kind, subject, more = {}) {
  return record({
    "@context": exactly(CONTEXT),
    id: matching("urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", "urn:uuid"),
    type: exactly(["VerifiableCredential", kind]),
    issuer: record({ id: text({ most: 100 }), name: short }),
    validFrom: stamp,
    credentialSubject: subject,
    proof,
    ...more,
  });
}

const work = {
  levelOfAssurance: choice("limited", "reasonable"),
  materialityPercent: number(0, 10, true),
  criteria: array(long, { least: 1, most: 100 }),
  accreditation: nullable(record({ body: short, number: short, scope: long, validUntil: day })),
  sites: texts,
  sample: record({ population: integer(1), drawn: integer(1) }),
  qualifications: texts,
  findings: record(
    { raised: integer(), closed: integer(), digest, openMinor: array(text({ most: 100 }), { least: 1, most: 1000 }) },
    ["openMinor"],
  ),
  signer: record({ name: short, competenceValidUntil: day }),
  synthetic: flag,
};

const STATEMENT = credential(
  "LingtanVerificationStatement",
  record({
    number: given,
    subject: short,
    configuration: short,
    configurationDigest: digest,
    studyDigest: digest,
    methodVersion: short,
    meanMg: integer(1),
    stagesMg: stages,
    serviceYears: number(0, 100, true),
    placeOfUse: short,
    gwpSet: short,
    ...work,
  }),
  { validUntil: stamp },
);

const clauses = (least) => array(text({ most: 100 }), { least, most: 1000 });

export const SITE_STATEMENT = credential(
  "LingtanSiteStatement",
  record({
    number: given,
    site: short,
    organisation: short,
    year: integer(1990),
    boundary: long,
    standard: short,
    standardDigest: digest,
    grade: short,
    gradeTitle: record({ en: short, zh: short }),
    clauses: record({ met: clauses(1), notMet: clauses(0), notAssessable: clauses(0) }),
    clauseTitles: mapping((rule) => [...rule].length <= 100, record({ en: long, zh: long })),
    assessmentDigest: digest,
    factsDigest: digest,
    methodVersion: short,
    ...work,
  }, ["clauseTitles"]),
  { validUntil: stamp },
);

const PRODUCT = record({
  manufacturer: short,
  model: short,
  configuration: short,
  configurationDigest: digest,
  functionalUnit: long,
  serviceYears: number(0, 100, true),
  placeOfUse: short,
  boundary: exactly(STAGES),
  exclusions: texts,
});

const FOOTPRINT = record({
  studyDigest: digest,
  factorsDigest: digest,
  commitmentsRoot: digest,
  standard: short,
  gwpSet: short,
  dataYear: integer(1990),
  meanMg: integer(1),
  sdMg: integer(),
  p5Mg: integer(-(2 ** 53)),
  p50Mg: integer(-(2 ** 53)),
  p95Mg: integer(1),
  draws: integer(1),
  seed: integer(),
  stagesMg: stages,
  primaryDataShare: share,
});

const CREDIT = record({
  programme: short,
  registry: short,
  projectId: short,
  projectName: short,
  projectType: choice("avoidance", "reduction", "removal"),
  hostCountry: matching("[A-Z]{2}", "ISO 3166-1 alpha-2 code"),
  methodology: short,
  vintageYear: integer(1990),
  serialPrefix: short,
  serialFirst: digits,
  serialLast: digits,
  tonnes: integer(1),
  retiredOn: day,
  reason: long,
  beneficiary: long,
  registryReference: short,
  registryUrl: address,
  evidenceDigest: digest,
  labels: texts,
  correspondingAdjustment: long,
});

const SUBJECT = record({
  number: given,
  version: integer(1),
  replaces: nullable(given),
  methodVersion: short,
  synthetic: flag,
  holder: party,
  payer: nullable(party),
  order: short,
  product: PRODUCT,
  devices: record({ count: integer(1), serialsRoot: digest, scheme: exactly(SERIAL_SCHEME) }),
  footprint: FOOTPRINT,
  statement: record({ number: given, digest }),
  policy: record({
    basis: choice("mean", "quantile"),
    quantile: nullable(number(0.5, 0.9999)),
    batchMg: integer(1),
    meanBatchMg: integer(1),
    requiredG: integer(1),
    bufferG: integer(),
    unitVarianceShare: share,
  }),
  credits: array(CREDIT, { most: 10_000 }),
  allocation: record({
    totalG: integer(1),
    retiredG: integer(),
    carriedInG: integer(),
    carriedFrom: array(record({ number: given, grams: integer(1) }), { most: 1000 }),
    remainderG: integer(),
    remainderRule: exactly("same-beneficiary"),
    baseG: integer(),
    extraCount: integer(),
  }),
  claim: record({
    type: exactly("offset"),
    standard: short,
    market: text({ most: 10 }),
    audience: choice("B2B", "B2C"),
    periodStart: day,
    periodEnd: day,
    text: record({ zh: text({ lines: true }), en: text({ lines: true }) }),
    gate: long,
  }),
  verify: record({ address }),
});

export const CERTIFICATE = credential("LingtanCancellationStatement", SUBJECT, {
  validUntil: stamp,
  credentialStatus: record({ id: text({ most: 200 }), type: exactly("LingtanStatusEntry") }),
  evidence: array(STATEMENT, { least: 1, most: 1 }),
});

export const STATUS = credential(
  "LingtanStatusList",
  record({
    asOf: stamp,
    certificates: array(
      record({
        number: given,
        version: integer(1),
        status: choice("valid", "replaced", "revoked"),
        since: day,
        by: nullable(given),
        reason: nullable(long),
      }),
    ),
    statements: array(record({ number: given, status: choice("valid", "withdrawn"), since: day })),
  }),
);

const TRUSTED = record({
  key: text({ most: 100 }), name: short, validFrom: stamp, validUntil: nullable(stamp), revokedFrom: nullable(stamp),
});
export const TRUST = record({ issuers: array(TRUSTED), certifiers: array(TRUSTED), synthetic: flag });

const FILE_NAME = /^[A-Za-z0-9_.-]+(?:\/[^/\\\u0000-\u001f]+)*$/;
export const MANIFEST = record({
  kind: choice("public", "full"),
  number: given,
  methodVersion: short,
  files: mapping((name) => FILE_NAME.test(name), digest),
});
export const STAGES_FILE = record({ stagesMg: stages, meanMg: integer(1), factors: array(record({ id: short, digest })) });
export const COMMITMENTS = record({ scheme: exactly(ROW_SCHEME), rows: array(hexadecimal, several(1)) });

function* anything() {}

export const OPENINGS = record({
  scheme: exactly(ROW_SCHEME), rows: array(record({ salt: hexadecimal, row: anything }), several(1)),
});
export const SERIALS = record({
  scheme: exactly(SERIAL_SCHEME),
  manufacturer: short,
  serials: array(record({ serial: text({ most: 100 }), secret: hexadecimal, grams: integer() }), several(1)),
});
export const PATH = record({
  scheme: exactly(SERIAL_SCHEME), index: integer(), size: integer(1), path: array(hexadecimal, { most: 64 }),
});
