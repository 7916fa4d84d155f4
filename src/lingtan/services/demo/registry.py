"""The synthetic registry: it confirms each line; one person enters its word, another checks."""

from __future__ import annotations

from datetime import date

from lingtan.files import write_atomic
from lingtan.neutrality import Cancellation
from lingtan.services.demo.parties import HOLDER, Stage, clock
from lingtan.services.orders.choose import confirmation
from lingtan.services.orders.confirmation import confirm_retirement

__all__ = ["confirm_lines"]


def confirm_lines(
    stage: Stage,
    cancellation: Cancellation,
    *,
    minute: float,
    beneficiary: str = HOLDER.name,
    retired_on: date | None = None,
    checker: str = "checker",
) -> None:
    """The synthetic registry confirms each line; one person enters, another checks."""
    for line, pick in enumerate(cancellation.picks, start=1):
        reference = f"SYN-RET-{cancellation.number}-{line}"
        text = f"SYNTHETIC registry record\n{reference}\n{pick.serials.text}\n{pick.tonnes} t\nfor {beneficiary}\n"
        document = stage.out / "inputs" / f"{reference.lower()}.txt"
        write_atomic(document, text.encode())
        said = confirmation(
            reference=reference,
            url=f"https://registry.example/{reference}",
            retired_on=retired_on or clock(minute).date(),
            reason="voluntary cancellation",
            beneficiary=beneficiary,
            document=document,
        )
        confirm_retirement(stage.issuer, cancellation.number, line, said, document, maker="clerk", actor=checker, at=clock(minute + 1))
