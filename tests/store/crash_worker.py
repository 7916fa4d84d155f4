"""Allocates one gram after another and says which are acknowledged, until somebody kills it.

python crash_worker.py URL ROUND ORGANISATION
"""

from __future__ import annotations

import sys
from itertools import count

from desk import ANN, AT

from lingtan.ledger import Beneficiary, Share, uuid7
from lingtan.store import open_store

#: No round makes more ids than this.
ROUND = 10**6


def identifier(number, step):
    """The id of a round's step: known before it is sent, so that it can be sent again."""
    return uuid7(AT, (number * ROUND + step + 10**9).to_bytes(10, "big"))


def allocation(number, step, pools):
    """The same for the command's fields."""
    return {
        "id": identifier(number, step),
        "by": ANN,
        "certificate": f"C-{number}-{step}",
        "manufacturer": "Lenovo",
        "claim_scope": "life",
        "beneficiary": Beneficiary(name="Acme Ltd", identifier="ID-A"),
        "retirements": pools,
        "shares": [Share(serial=f"S-{number}-{step}-{n}", amount=1) for n in range(3)],
    }


def main(url, number):
    with open_store(url) as store:
        pools = [pool.retirement.id for pool in store.ledger.pools()]
        print("ready", flush=True)
        for step in count():
            store.ledger.allocate(**allocation(number, step, pools))
            print(step, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
