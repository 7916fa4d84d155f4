"""Every page of the site with addresses that lead somewhere, and who may go there. A page that is missing here fails `test_pages.py`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from houses import Crew, Ids

from lingtan.access import Role
from lingtan.services.accounts.permissions import permissions_of
from lingtan.web.frame.page import Page
from lingtan.web.site import PAGES

__all__ = ["HOUSE", "PLACES", "VISITOR", "Place", "Stop", "addresses", "stops"]

#: Nobody is logged in.
VISITOR = ""
#: Whose people find something at an address with an id: the house's own, its certifier's, its customer's.
HOUSE, CERTIFIER, CUSTOMER = "house", "certifier", "customer"
_ALL = (HOUSE, CERTIFIER, CUSTOMER)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A page's path with addresses for it, filled from `Ids`. The first address is one that every login of these parties can open."""

    path: str
    at: tuple[str, ...]
    parties: tuple[str, ...] = _ALL


def _place(path: str, *at: str, parties: tuple[str, ...] = _ALL) -> Place:
    return Place(path=path, at=at or (path,), parties=parties)


PLACES: tuple[Place, ...] = (
    # coming in
    _place("/welcome"),
    _place("/login", "/login?next=/en/home"),
    _place("/setup"),
    _place("/invitation", "/invitation?code={invitation}"),
    _place("/account"),
    _place("/organisation"),
    _place("/organisation/trust"),
    _place("/organisation/log"),
    _place("/organisation/people"),
    _place("/organisation/people/{login}", parties=(HOUSE,)),
    _place("/organisation/organisations"),
    # the way
    _place("/home"),
    _place("/road", "/road"),
    _place("/jobs"),
    _place("/jobs/{job}", parties=(HOUSE,)),
    # products
    _place("/products", "/products", "/products?search=nothing+of+this+name"),
    _place("/products/import"),
    _place("/products/drafts/{draft}", parties=(HOUSE,)),
    _place("/products/{product}", "/products/{product}", "/products/{idle}", parties=(HOUSE,)),
    _place("/products/{product}/edit", parties=(HOUSE,)),
    _place("/products/{product}/what-if", parties=(HOUSE,)),
    _place("/products/{product}/hot-spots", parties=(HOUSE,)),
    _place("/products/{product}/lines/{line:path}", "/products/{product}/lines/{line}", parties=(HOUSE,)),
    _place("/products/{product}/explain", parties=(HOUSE,)),
    # the plant
    _place("/factory"),
    _place("/factory/alarms", "/factory/alarms", "/factory/alarms?meter=nothing"),
    _place("/factory/{site}", "/factory/{site}", parties=(HOUSE,)),
    _place("/factory/{site}/try", "/factory/{site}/try?cut_percent=0", parties=(HOUSE,)),
    _place("/factory/{site}/hours", "/factory/{site}/hours", parties=(HOUSE,)),
    _place("/factory/{site}/road", "/factory/{site}/road", parties=(HOUSE,)),
    _place("/factory/{site}/scenarios", "/factory/{site}/scenarios", parties=(HOUSE,)),
    _place("/factory/{site}/operation", "/factory/{site}/operation", parties=(HOUSE,)),
    _place("/factory/{site}/front", "/factory/{site}/front", parties=(HOUSE,)),
    _place("/schedule"),
    _place("/schedule/{week}", "/schedule/{week}", "/schedule/{week}?search=nothing", parties=(HOUSE,)),
    _place("/schedule/{week}/lines", parties=(HOUSE,)),
    _place("/schedule/{week}/simulation", "/schedule/{week}/simulation", "/schedule/{week}/simulation?search=rush", parties=(HOUSE,)),
    _place("/assessment", "/assessment", "/assessment?standard=jiangsu-2026"),
    _place("/assessment/clauses"),
    _place("/assessment/route"),
    _place("/assessment/certification"),
    _place("/assessment/park", "/assessment/park", "/assessment/park?view=building"),
    _place("/assessment/measures", "/assessment/measures", "/assessment/measures?q=nothing+of+this+name&view="),
    _place("/assessment/published"),
    _place("/workshop"),
    _place("/workshop/modules"),
    _place("/portfolio", "/portfolio", "/portfolio?device_class=laptop"),
    _place("/compare", "/compare?a={product}&b={idle}", "/compare", parties=(HOUSE,)),
    # verification
    _place("/verification"),
    _place("/verification/new", "/verification/new?study={study}", "/verification/new"),
    _place("/verification/packs/{pack}", parties=(HOUSE,)),
    _place("/verification/{engagement}", "/verification/{engagement}", "/verification/{asked}", parties=(HOUSE, CERTIFIER)),
    _place("/verification/{engagement}/review", parties=(HOUSE, CERTIFIER)),
    # credits and the ledger
    _place("/credits"),
    _place("/credits/import", "/credits/import?file={holdings}", "/credits/import"),
    _place("/credits/retirements"),
    _place("/credits/pools"),
    _place("/credits/blocks/{block}", parties=(HOUSE,)),
    _place("/ledger"),
    # orders
    _place("/orders"),
    _place("/orders/new", "/orders/new", "/orders/new?file={devices}&number=NEXT&manufacturer=Lenovo&holder=Holder&holder_id=9111"),
    _place("/orders/{number}", "/orders/{number}", "/orders/{spare}", "/orders/{waiting}", parties=(HOUSE,)),
    # certificates
    _place("/certificates"),
    _place("/certificates/issue"),
    _place("/certificates/{number}", parties=(HOUSE, CUSTOMER)),
    _place("/devices", "/devices?serial={serial}", "/devices"),
    # in public
    _place("/verify", "/verify", "/verify?number=LT-0000-000000"),
    _place("/verify/device", "/verify/device?serial={serial}", "/verify/device"),
    _place("/verify/{number}"),
    # data and help
    _place("/data", "/data", "/data?q=aluminium", "/data?q=nothing+of+this+name"),
    _place("/data/factors/{factor}"),
    _place("/data/resolve", "/data/resolve?activity={activity}&place=CN&year=2023", "/data/resolve"),
    _place("/data/sources"),
    _place("/data/editions", "/data/editions?study={study}", "/data/editions", parties=(HOUSE,)),
    _place("/data/packs", "/data/packs", "/data/packs?file={factors}", parties=(HOUSE,)),
    _place("/help"),
    _place("/help/api"),
    _place("/help/licences"),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Stop:
    """One address, behind its language, as one login opens it."""

    page: Page
    address: str
    login: str


def addresses(place: Place, ids: Ids) -> tuple[str, ...]:
    """The place's addresses with the ids of a house."""
    filled = {name: quote(value) for name, value in ids.plain().items()}
    return tuple(one.format(**filled) for one in place.at)


def stops(crew: Crew, ids: Ids, *, every_login: bool = True) -> Iterator[Stop]:
    """Every address for everybody who may open it; with `every_login` false, for the first of them."""
    places = {place.path: place for place in PLACES}
    for page in PAGES:
        if page.path not in places:
            continue
        logins = _logins(page, places[page.path], crew)
        for address in addresses(places[page.path], ids):
            for login in logins if every_login else logins[:1]:
                yield Stop(page=page, address=address, login=login)


def _logins(page: Page, place: Place, crew: Crew) -> list[str]:
    parties = {HOUSE: crew.house, CERTIFIER: crew.certifier, CUSTOMER: crew.customer}
    at_home = {parties[name] for name in place.parties}
    if page.may is None:  # the same for everybody but for its head: a visitor, somebody of the house, a stranger to it
        return [VISITOR, crew.maker, crew.buyer]
    found = []
    for login, (party, roles) in crew.roles().items():
        if party in at_home and page.may in permissions_of(Role(role) for role in roles):
            found.append(login)
    return found
