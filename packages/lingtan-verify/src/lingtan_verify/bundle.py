"""The evidence bundle: its files are those of the manifest, and they are what the certificate commits to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lingtan_verify import shapes
from lingtan_verify.merkle import root_of, row_commitment, serial_commitment
from lingtan_verify.reason import Reason, Reasons, RefusalError
from lingtan_verify.schema import Shape
from lingtan_verify.strict_json import digest, digest_bytes, load

__all__ = ["Bundle"]

PUBLIC = frozenset({"certificate.json", "stages.json", "commitments.json"})
FULL = PUBLIC | {"study.json", "spec.json", "class_pack.json", "factors.json", "openings.json", "serials.json"}


class Bundle:
    """A bundle whose manifest fits its files; `kind` is `public` or `full`."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        """Raises RefusalError `BUNDLE_FILE_MISSING`, `BUNDLE_FILE_UNEXPECTED`, `BUNDLE_DIGEST`, `BAD_BUNDLE_FILE`."""
        self.files = files
        self.manifest = self._read("manifest.json", shapes.MANIFEST)
        self.kind: str = self.manifest["kind"]
        needed = PUBLIC if self.kind == "public" else FULL
        listed = self.manifest["files"]
        for name in sorted((needed | set(listed)) - set(files)):
            raise RefusalError("BUNDLE_FILE_MISSING", name)
        for name in sorted(set(files) - {"manifest.json"}):
            evidence = self.kind == "full" and name.startswith("evidence/")
            if name not in listed or not (name in needed or evidence):
                raise RefusalError("BUNDLE_FILE_UNEXPECTED", name, kind=self.kind)
            if digest_bytes(files[name]) != listed[name]:
                raise RefusalError("BUNDLE_DIGEST", name)

    def _read(self, name: str, shape: Shape | None = None) -> Any:
        if name not in self.files:
            raise RefusalError("BUNDLE_FILE_MISSING", name)
        value = load(self.files[name], name, limit=256 * 2**20)
        for reason in shape(value, name) if shape is not None else ():
            raise RefusalError("BAD_BUNDLE_FILE", reason.place, problem=reason.code)
        return value

    @property
    def certificate(self) -> bytes:
        """The bytes of the certificate in the bundle."""
        return self.files["certificate.json"]

    def check(self, subject: dict[str, Any], certificate: bytes) -> Reasons:
        """Every promise of the certificate that the bundle's files can keep or break."""
        if self.certificate != certificate:
            yield Reason("BUNDLE_OF_ANOTHER", "certificate.json")
        if self.manifest["number"] != subject["number"] or self.manifest["methodVersion"] != subject["methodVersion"]:
            yield Reason("BUNDLE_OF_ANOTHER", "manifest.json")
        stages = self._read("stages.json", shapes.STAGES_FILE)
        footprint = subject["footprint"]
        if stages["stagesMg"] != footprint["stagesMg"] or stages["meanMg"] != footprint["meanMg"]:
            yield Reason("BUNDLE_STAGES", "stages.json")
        if digest(stages["factors"]) != footprint["factorsDigest"]:
            yield Reason("FACTORS_DIGEST", "stages.json")
        commitments = self._read("commitments.json", shapes.COMMITMENTS)["rows"]
        if root_of([bytes.fromhex(row) for row in commitments]) != footprint["commitmentsRoot"]:
            yield Reason("COMMITMENTS_ROOT", "commitments.json")
        if self.kind == "full":
            yield from self._openings(commitments)
            yield from self._serials(subject)
            yield from self._records(subject, stages["factors"])

    def _openings(self, commitments: list[str]) -> Reasons:
        rows = self._read("openings.json", shapes.OPENINGS)["rows"]
        if len(rows) != len(commitments):
            yield Reason("OPENING", "openings.json")
        for index, (row, want) in enumerate(zip(rows, commitments, strict=False)):
            if row_commitment(bytes.fromhex(row["salt"]), row["row"]).hex() != want:
                yield Reason("OPENING", f"openings.json.rows[{index}]")

    def _serials(self, subject: dict[str, Any]) -> Reasons:
        body = self._read("serials.json", shapes.SERIALS)
        rows, maker, allocation = body["serials"], subject["product"]["manufacturer"], subject["allocation"]
        names = [row["serial"] for row in rows]
        if body["manufacturer"] != maker or len(rows) != subject["devices"]["count"] or names != sorted(set(names)):
            yield Reason("SERIALS", "serials.json", {"count": len(rows)})
        leaves = [serial_commitment(bytes.fromhex(row["secret"]), maker, row["serial"]) for row in rows]
        if root_of(leaves) != subject["devices"]["serialsRoot"]:
            yield Reason("SERIALS_ROOT", "serials.json")
        for index, row in enumerate(rows):
            if row["grams"] != allocation["baseG"] + (1 if index < allocation["extraCount"] else 0):
                yield Reason("SERIAL_GRAMS", f"serials.json.serials[{index}]", {"grams": row["grams"]})

    def _records(self, subject: dict[str, Any], listed: list[dict[str, str]]) -> Reasons:
        study = self._read("study.json")
        if digest(study) != subject["footprint"]["studyDigest"]:
            yield Reason("STUDY_DIGEST", "study.json")
        yield from _study(study, subject, digest(self._read("class_pack.json")))
        spec = self._read("spec.json")
        if digest(spec) != subject["product"]["configurationDigest"]:
            yield Reason("CONFIGURATION_DIGEST", "spec.json")
        if isinstance(spec, dict) and isinstance(planned := spec.get("forecasts"), list) and planned:
            yield Reason("FORECAST_IN_STUDY", "spec.json")
        factors = self._read("factors.json")
        records = factors.get("records") if isinstance(factors, dict) else None
        named = [one for one in records if isinstance(one, dict) and isinstance(one.get("id"), str)] if isinstance(records, list) else []
        found = sorted((one["id"], digest(one)) for one in named)
        if found != sorted((one["id"], one["digest"]) for one in listed) or len(found) != len(records or ()):
            yield Reason("FACTORS_DIGEST", "factors.json")
        if isinstance(study, dict) and study.get("factors_digest", whole := _library_digest(factors)) != whole:
            yield Reason("FACTORS_DIGEST", "factors.json")  # a source or a constant was exchanged: no factor's own digest shows it
        attached = {digest_bytes(data) for name, data in self.files.items() if name.startswith("evidence/")}
        for index, line in enumerate(subject["credits"]):
            if line["evidenceDigest"] not in attached:
                yield Reason("EVIDENCE_MISSING", f"credits[{index}].evidenceDigest")

    def devices(self) -> set[tuple[str, str]]:
        """Manufacturer and serial of every device, where the bundle tells (full)."""
        if self.kind != "full":
            return set()
        body = self._read("serials.json", shapes.SERIALS)
        return {(body["manufacturer"], row["serial"]) for row in body["serials"]}


def _library_digest(factors: Any) -> str | None:
    """The digest that a study names its factor library by: factors in the layers of their packs, sources and constants."""
    if not isinstance(factors, dict) or not all(
        isinstance(factors.get(name), list) for name in ("records", "sources", "constants", "packs")
    ):
        return None
    records = [one for one in factors["records"] if isinstance(one, dict)]
    layers = [[one for one in records if one.get("pack") == pack] for pack in factors["packs"]]
    return digest({"layers": layers, "sources": factors["sources"], "constants": factors["constants"]})


def _study(study: Any, subject: dict[str, Any], pack_digest: str) -> Reasons:
    """The study says of itself what the certificate says of it. Mean and stages must be there, the other members agree where they are."""
    footprint, product = subject["footprint"], subject["product"]
    wanted = {
        "mean_mg": footprint["meanMg"],
        "stages_mg": footprint["stagesMg"],
        "sd_mg": footprint["sdMg"],
        "p5_mg": footprint["p5Mg"],
        "p50_mg": footprint["p50Mg"],
        "p95_mg": footprint["p95Mg"],
        "draws": footprint["draws"],
        "seed": footprint["seed"],
        "gwp_set": footprint["gwpSet"],
        "data_year": footprint["dataYear"],
        "primary_data_share": footprint["primaryDataShare"],
        "subject": product["model"],
        "configuration": product["configuration"],
        "configuration_digest": product["configurationDigest"],
        "class_pack_digest": pack_digest,
        "service_years": product["serviceYears"],
        "place_of_use": product["placeOfUse"],
        "method_version": subject["methodVersion"],
        "variance_share_unit": subject["policy"]["unitVarianceShare"],
        "offsets_included": False,
    }
    said = study if isinstance(study, dict) else {}
    for name, value in wanted.items():
        if said.get(name, None if name in ("mean_mg", "stages_mg") else value) != value:
            yield Reason("STUDY_DIFFERS", f"study.json.{name}", {"member": name})
