"""Attest: keys, signed credentials, Merkle commitments, status lists, trust lists and bundle manifests."""

from lingtan.attest.commitments import (
    ROW_SCHEME,
    SERIAL_SCHEME,
    Membership,
    RowOpening,
    RowTree,
    SerialOpening,
    SerialTree,
    derive_secret,
    row_commitment,
    serial_commitment,
)
from lingtan.attest.documents import (
    CERTIFICATE_TYPE,
    CONTEXT,
    SITE_STATEMENT_TYPE,
    STATEMENT_TYPE,
    STATUS_TYPE,
    Party,
    certificate_document,
    statement_document,
    status_document,
)
from lingtan.attest.keys import KeyPair, public_key_bytes
from lingtan.attest.manifest import BundleKind, Manifest
from lingtan.attest.merkle import leaf_hash, merkle_path, merkle_paths, merkle_root, node_hash, verify_path
from lingtan.attest.proof import credential_bytes, sign_credential, verify_credential
from lingtan.attest.stamps import parse_stamp, stamp
from lingtan.attest.status import CertificateState, CertificateStatus, StatementState, StatementStatus
from lingtan.attest.trust import TrustedKey, TrustList

__all__ = [
    "CERTIFICATE_TYPE",
    "CONTEXT",
    "ROW_SCHEME",
    "SERIAL_SCHEME",
    "SITE_STATEMENT_TYPE",
    "STATEMENT_TYPE",
    "STATUS_TYPE",
    "BundleKind",
    "CertificateState",
    "CertificateStatus",
    "KeyPair",
    "Manifest",
    "Membership",
    "Party",
    "RowOpening",
    "RowTree",
    "SerialOpening",
    "SerialTree",
    "StatementState",
    "StatementStatus",
    "TrustList",
    "TrustedKey",
    "certificate_document",
    "credential_bytes",
    "derive_secret",
    "leaf_hash",
    "merkle_path",
    "merkle_paths",
    "merkle_root",
    "node_hash",
    "parse_stamp",
    "public_key_bytes",
    "row_commitment",
    "serial_commitment",
    "sign_credential",
    "stamp",
    "statement_document",
    "status_document",
    "verify_credential",
    "verify_path",
]
