"""The pages of a verification: the engagement beside who may be named in it, a pack before it is sent, the certifier's review."""

from __future__ import annotations

from dataclasses import dataclass

from lingtan.access import Accounts, Role
from lingtan.assurance import Accreditation, Person
from lingtan.services.assure.packs import pack_on_record
from lingtan.services.assure.parties import Side
from lingtan.services.assure.register import certifiers, colleagues
from lingtan.services.assure.views.recomputed import Recomputed, recomputed_study
from lingtan.services.assure.views.review import PackReview, review_pack
from lingtan.services.assure.views.room import VerificationRoom
from lingtan.services.certify.views.reviewed import SiteReview
from lingtan.store import Store

__all__ = ["PackDesk", "ReviewDesk", "VerificationDesk", "pack_desk", "review_desk", "verification_desk"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VerificationDesk:
    """An engagement, whom and what the certifier may name when it opens it, and the site, where it is about one."""

    room: VerificationRoom
    site: SiteReview | None
    people: tuple[Person, ...]
    accreditations: tuple[Accreditation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackDesk:
    """What the certifier will see of a pack, the certifiers that may be asked, and the colleagues who may have prepared the study."""

    review: PackReview
    certifiers: tuple[str, ...]
    people: tuple[Person, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewDesk:
    """The pack of an engagement as the checks see it, and the study computed anew."""

    room: VerificationRoom
    review: PackReview
    recomputed: Recomputed


def verification_desk(accounts: Accounts, room: VerificationRoom, *, site: SiteReview | None) -> VerificationDesk:
    """The certifier's people and accreditations where it is about to open the engagement; else nobody."""
    if room.side is not Side.CERTIFIER or room.people:
        return VerificationDesk(room=room, site=site, people=(), accreditations=())
    held = accounts.people.accreditations(room.certifier)
    people = colleagues(accounts, room.certifier, Role.CERTIFIER)
    return VerificationDesk(room=room, site=site, people=people, accreditations=held)


def pack_desk(store: Store, accounts: Accounts, pack: str, *, organisation: str) -> PackDesk:
    """An own pack. Raises AssuranceError `PACK_UNKNOWN`."""
    review = review_pack(pack_on_record(store, pack, client=organisation), pack)
    people = colleagues(accounts, organisation, Role.MAKER)
    return PackDesk(review=review, certifiers=certifiers(accounts, organisation), people=people)


def review_desk(store: Store, room: VerificationRoom, *, size: int, seed: int) -> ReviewDesk:
    """The pack and the study of an engagement, for either side of it."""
    pack = pack_on_record(store, room.pack, client=room.client)
    review = review_pack(pack, room.pack, size=size, seed=seed)
    return ReviewDesk(room=room, review=review, recomputed=recomputed_study(store, review.study, pack, client=room.client))
