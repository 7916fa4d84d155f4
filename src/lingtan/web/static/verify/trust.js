// The trust list, asked about keys by role. A self-made key proves nothing.

import { digestBytes } from "./digest.js";
import { load } from "./json.js";
import { publicKey } from "./proof.js";
import { Reason, Refusal } from "./reason.js";
import { TRUST } from "./shapes.js";

const PLACE = "trust.json";

export class Trust {
  constructor(body, digest) {
    this.body = body;
    this.digest = digest;
  }

  /** The list of its bytes. Throws Refusal `BAD_TRUST` for another shape, a key in both roles, or a key that is none. */
  static async parse(data) {
    const body = load(data, PLACE);
    for (const reason of TRUST(body, "trust")) throw new Refusal("BAD_TRUST", reason.place, { problem: reason.code });
    const [issuers, certifiers] = ["issuers", "certifiers"].map((role) => body[role].map((entry) => entry.key));
    const both = issuers.filter((key) => certifiers.includes(key)).sort();
    if (both.length) throw new Refusal("BAD_TRUST", both[0], { problem: "KEY_IN_BOTH_ROLES" });
    for (const key of [...issuers, ...certifiers].sort()) {
      if (publicKey(key) === null) throw new Refusal("BAD_TRUST", key, { problem: "BAD_KEY" });
    }
    return new Trust(body, await digestBytes(data));
  }

  /** Whether the document's issuer is trusted in this role, under that name, when it signed and from when it holds. */
  *check(role, document, place) {
    const { id, name } = document.issuer;
    const entries = this.body[role].filter((entry) => entry.key === id);
    if (!entries.length) {
      yield new Reason("UNTRUSTED_KEY", `${place}.issuer.id`, { role });
      return;
    }
    const named = entries.filter((entry) => entry.name === name);
    if (!named.length) {
      yield new Reason("NAME_NOT_OF_KEY", `${place}.issuer.name`, { name, trusted: entries[0].name });
      return;
    }
    const moments = [document.proof.created, document.validFrom];
    const holds = (entry) => moments.every((at) => entry.validFrom <= at && (entry.validUntil === null || at < entry.validUntil));
    if (entries.some((entry) => entry.revokedFrom !== null && moments.some((at) => at >= entry.revokedFrom))) {
      yield new Reason("KEY_REVOKED", `${place}.issuer.id`, { role });
    } else if (!named.some(holds)) {
      yield new Reason("KEY_NOT_VALID_THEN", `${place}.issuer.id`, { role });
    }
  }
}
