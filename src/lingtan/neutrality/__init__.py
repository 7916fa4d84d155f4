"""Neutrality (核销): credits, eligibility, orders, policy, allocation per serial, and the certificate's record."""

from lingtan.neutrality.allocation import (
    Allocation,
    BlockOrder,
    Pick,
    Remainder,
    allocate,
    carry_in,
    grams_per_serial,
    pick_blocks,
    tonnes_to_retire,
)
from lingtan.neutrality.cancellation import Cancellation
from lingtan.neutrality.certificate import (
    CertificateClaim,
    CertificateRecord,
    FootprintBasis,
    ProductDescription,
    certificate_subject,
    covered_period,
    unsigned_certificate,
)
from lingtan.neutrality.credits import CorrespondingAdjustment, CreditBlock, ProjectType
from lingtan.neutrality.eligibility import Eligibility, assess, credit_facts, require_eligible
from lingtan.neutrality.explain import CERTIFICATE_FIGURES, explain_certificate
from lingtan.neutrality.figures import kg_of_g, kg_of_mg
from lingtan.neutrality.holdings import CREDIT_COLUMNS, examine_holdings, read_holdings
from lingtan.neutrality.identities import WordCheck, check_identities, require_identities
from lingtan.neutrality.orders import ORDER_COLUMNS, Delivery, Device, Entity, Lot, Order, read_order
from lingtan.neutrality.plan import CancellationPlan, batch_tree, plan_cancellation
from lingtan.neutrality.policy import Basis, Policy, Requirement, grams_up, require_grams
from lingtan.neutrality.retirements import (
    Confirmation,
    CreditLine,
    check_document,
    check_lines,
    confirm,
    names_beneficiary,
    reference_key,
)
from lingtan.neutrality.rows import Row
from lingtan.neutrality.serials import (
    GRAMS_PER_TONNE,
    MAX_TONNES,
    Registry,
    SerialRange,
    check_count,
    opaque_range,
    parse_serial,
    serial_text,
)
from lingtan.neutrality.statements import check_statement
from lingtan.neutrality.status import issue_certificate, replace_certificate, revoke_certificate
from lingtan.neutrality.tiers import LENOVO_TIERS_G, TierComparison, compare_with_tiers, tier_g

__all__ = [
    "CERTIFICATE_FIGURES",
    "CREDIT_COLUMNS",
    "GRAMS_PER_TONNE",
    "LENOVO_TIERS_G",
    "MAX_TONNES",
    "ORDER_COLUMNS",
    "Allocation",
    "Basis",
    "BlockOrder",
    "Cancellation",
    "CancellationPlan",
    "CertificateClaim",
    "CertificateRecord",
    "Confirmation",
    "CorrespondingAdjustment",
    "CreditBlock",
    "CreditLine",
    "Delivery",
    "Device",
    "Eligibility",
    "Entity",
    "FootprintBasis",
    "Lot",
    "Order",
    "Pick",
    "Policy",
    "ProductDescription",
    "ProjectType",
    "Registry",
    "Remainder",
    "Requirement",
    "Row",
    "SerialRange",
    "TierComparison",
    "WordCheck",
    "allocate",
    "assess",
    "batch_tree",
    "carry_in",
    "certificate_subject",
    "check_count",
    "check_document",
    "check_identities",
    "check_lines",
    "check_statement",
    "compare_with_tiers",
    "confirm",
    "covered_period",
    "credit_facts",
    "examine_holdings",
    "explain_certificate",
    "grams_per_serial",
    "grams_up",
    "issue_certificate",
    "kg_of_g",
    "kg_of_mg",
    "names_beneficiary",
    "opaque_range",
    "parse_serial",
    "pick_blocks",
    "plan_cancellation",
    "read_holdings",
    "read_order",
    "reference_key",
    "replace_certificate",
    "require_eligible",
    "require_grams",
    "require_identities",
    "revoke_certificate",
    "serial_text",
    "tier_g",
    "tonnes_to_retire",
    "unsigned_certificate",
]
