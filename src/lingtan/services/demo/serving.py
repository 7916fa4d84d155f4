"""`lingtan serve --demo`: a server's home with the demo's parties, devices, statements, credits, orders and certificates. All synthetic."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from lingtan.access import Accounts, Action, Deed, Role, Visit, prepare
from lingtan.assurance import Competence
from lingtan.files import write_atomic
from lingtan.services.accounts.enrol import enrol_organisation, enrol_user
from lingtan.services.accounts.workspace import workspace_folder
from lingtan.services.credits.importing import import_credits
from lingtan.services.demo.assure import verify_study
from lingtan.services.demo.cast import CAST
from lingtan.services.demo.devices import demo_devices
from lingtan.services.demo.folder import prepare as clear
from lingtan.services.demo.inputs import write_credits
from lingtan.services.demo.open_work import leave_open_work, serve_orders
from lingtan.services.demo.opening import COMPETENT_UNTIL, SCOPE
from lingtan.services.demo.parties import CERTIFIER, HOLDER, ISSUER, Stage, clock, set_stage
from lingtan.services.footprint.library import library_with
from lingtan.services.products.saving import save_product
from lingtan.store import open_store

__all__ = ["demo_password", "prepare_demo"]

_SEED, _DRAWS = 20220608, 10_000
_READY = "demo.ready"


def demo_password(home: Path) -> str:
    """The one random password of the demo's players; it is drawn anew with every demo and stands in a private file."""
    return (home / "demo.password").read_text("ascii").strip()


def prepare_demo(home: Path, db: str) -> None:
    """Fill the home, unless a demo stands there already. Raises StoreError `DEMO_FOLDER` where anything else lies."""
    if (home / _READY).is_file():
        return
    clear(home)
    stage = set_stage(home, db)
    write_atomic(home / "demo.password", f"{secrets.token_urlsafe(24)}\n".encode(), private=True)
    devices = demo_devices(library_with(), seed=_SEED, draws=_DRAWS)
    for minute, (device, _) in enumerate(devices.values()):
        save_product(stage.issuer, device.inventory.spec, actor="preparer", at=clock(minute / 10))
    verify_study(stage, devices["thinkpad-x13"][0], name="X13", minute=1)
    verify_study(stage, devices["thinkpad-x1-carbon-gen9"][0], name="X1C9", minute=20)
    write_credits(home / "inputs" / "holdings.csv")
    import_credits(stage.issuer, home / "inputs" / "holdings.csv", actor="credit-manager", at=clock(40))
    serve_orders(stage, devices)
    leave_open_work(stage, devices, at=datetime.now(UTC).replace(microsecond=0))
    _people(stage, db)
    write_atomic(home / _READY, b"The demo's data are whole.\n")


def _people(stage: Stage, db: str) -> None:
    """Organisations and players; the customer's workspace is made here, as only the web knows customers."""
    slugs = {ISSUER: ("issuer", stage.issuer.profile.identifier), CERTIFIER: ("certifier", stage.certifier.profile.identifier)}
    slugs[HOLDER.name] = ("customer", HOLDER.identifier)
    workspace_folder(stage.out, name=HOLDER.name, identifier=HOLDER.identifier, slug="customer", db=db, synthetic=True)
    visit, password = Visit(at=clock(0), address="", request_id="demo"), demo_password(stage.out)
    with open_store(db) as store:
        prepare(store.database)
        accounts = Accounts(store.database)
        for name, (slug, identifier) in slugs.items():
            enrol_organisation(accounts, visit, actor="demo", name=name, identifier=identifier, slug=slug)
        for player in CAST:
            enrol_user(
                accounts, visit, actor="demo", organisation=player.organisation, login=player.login, name=player.name,
                email=f"{player.login}@demo.invalid", password=password, roles=player.roles,
            )  # fmt: skip
            if Role.CERTIFIER in player.roles:
                deed = Deed(visit=visit, organisation=player.organisation, actor="demo", action=Action.COMPETENCE, subject=player.login)
                accounts.people.qualify(deed, login=player.login, competence=Competence(scope=SCOPE, valid_until=COMPETENT_UNTIL))
