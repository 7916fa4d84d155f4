"""One ledger of things that may be claimed once: accounts, two-phase transfers, serial ranges, and claims on them.

    block ──reserve──▶ pending ──instruct──▶ pending, no timeout ──confirm (registry, four eyes)──▶ pool ──allocate──▶ devices
      ▲                   │                        │
      └── expire, release ┴──────── release ───────┘

`decide` is pure: a command and a `View` of the books in, `Changes` out. `Books` keeps them in memory; `lingtan.store` in a database.
"""

from lingtan.ledger.accounts import Account, Constraint, account_name
from lingtan.ledger.allocations import Allocation, Certificate, CertificateState, Claim, ClaimState, Share, device_key
from lingtan.ledger.amounts import CO2E_CREDIT, COUNT, CREDITED_GENERATION, GRAMS_PER_TONNE, GREEN_ATTRIBUTE, MAX_AMOUNT, RECYCLED_MATERIAL
from lingtan.ledger.answers import (
    Allocated,
    Answer,
    CertificateMoved,
    Draw,
    Imported,
    Opened,
    Posted,
    Reserved,
    ReservedLine,
    RetirementsMoved,
    SplitUp,
    Withdrawn,
)
from lingtan.ledger.attributes import (
    GENERATION_SERIES,
    MARKET_SCOPE,
    WH_PER_CERTIFICATE,
    AttributeScheme,
    certificates,
    credited_generation,
    draw_attributes,
    generation_of,
    generation_series,
    own_generation,
)
from lingtan.ledger.books import Books, request_of
from lingtan.ledger.changes import Changes
from lingtan.ledger.commands import (
    Allocate,
    Command,
    Confirm,
    Expire,
    ImportBlock,
    Instruct,
    OpenAccount,
    PostTransfers,
    Release,
    ReplaceCertificate,
    Reserve,
    RevokeCertificate,
    SplitBlock,
    WithdrawBlock,
)
from lingtan.ledger.decide import COMMANDS, decide
from lingtan.ledger.decide_allocations import spent_account
from lingtan.ledger.decide_blocks import holding_account
from lingtan.ledger.decide_retirements import pool_account
from lingtan.ledger.idempotency import first_difference
from lingtan.ledger.ids import check_id, derive_id, uuid7
from lingtan.ledger.ranges import Block, BlockState, split
from lingtan.ledger.retirements import Beneficiary, Confirmation, Retirement, RetirementState, same_person
from lingtan.ledger.transfers import Transfer, TransferKind, run_chain
from lingtan.ledger.view import View

__all__ = [
    "CO2E_CREDIT",
    "COMMANDS",
    "COUNT",
    "CREDITED_GENERATION",
    "GENERATION_SERIES",
    "GRAMS_PER_TONNE",
    "GREEN_ATTRIBUTE",
    "MARKET_SCOPE",
    "MAX_AMOUNT",
    "RECYCLED_MATERIAL",
    "WH_PER_CERTIFICATE",
    "Account",
    "Allocate",
    "Allocated",
    "Allocation",
    "Answer",
    "AttributeScheme",
    "Beneficiary",
    "Block",
    "BlockState",
    "Books",
    "Certificate",
    "CertificateMoved",
    "CertificateState",
    "Changes",
    "Claim",
    "ClaimState",
    "Command",
    "Confirm",
    "Confirmation",
    "Constraint",
    "Draw",
    "Expire",
    "ImportBlock",
    "Imported",
    "Instruct",
    "OpenAccount",
    "Opened",
    "PostTransfers",
    "Posted",
    "Release",
    "ReplaceCertificate",
    "Reserve",
    "Reserved",
    "ReservedLine",
    "Retirement",
    "RetirementState",
    "RetirementsMoved",
    "RevokeCertificate",
    "Share",
    "SplitBlock",
    "SplitUp",
    "Transfer",
    "TransferKind",
    "View",
    "WithdrawBlock",
    "Withdrawn",
    "account_name",
    "certificates",
    "check_id",
    "credited_generation",
    "decide",
    "derive_id",
    "device_key",
    "draw_attributes",
    "first_difference",
    "generation_of",
    "generation_series",
    "holding_account",
    "own_generation",
    "pool_account",
    "request_of",
    "run_chain",
    "same_person",
    "spent_account",
    "split",
    "uuid7",
]
