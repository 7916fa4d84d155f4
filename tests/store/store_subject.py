"""A store as the subject of a walk: its tables are read directly, not through its own readings."""

from __future__ import annotations

from sqlalchemy import text

import lingtan.ledger
import lingtan.store

LEAVES = "('held', 'reserved', 'retired')"


class StoreSubject:
    """`package` may be a mutated copy of lingtan.store."""

    module = lingtan.ledger

    def __init__(self, url="sqlite://", package=lingtan.store):
        self.store = package.open_store(url, create=True)

    def execute(self, command, by):
        return self.store.write(lambda transaction: transaction.execute(command, by))

    def reading(self):
        return self.store.read(self._reading)

    @staticmethod
    def _reading(connection):
        def rows(query):
            return [tuple(row) for row in connection.execute(text(query))]

        return {
            "blocks": {
                row[0]: row[1:]
                for row in rows(
                    "SELECT b.id, b.organisation, b.series, s.start_at, s.end_at, s.state, b.amount_per_unit "
                    f"FROM block b JOIN block_state s ON s.block = b.id WHERE s.state IN {LEAVES}"
                )
            },
            "retirements": {
                row[0]: row[1:]
                for row in rows(
                    "SELECT r.id, r.state, (b.end_at - b.start_at) * b.amount_per_unit FROM retirement_state r "
                    "JOIN block b ON b.id = r.block"
                )
            },
            "claims": {
                row[:3]: row[3:]
                for row in rows(
                    "SELECT manufacturer_key, claim_scope, serial_key, certificate, amount FROM device_claim WHERE state = 'live'"
                )
            },
            "certificates": {row[0]: row[1:] for row in rows("SELECT number, state, successor, devices, amount FROM certificate_state")},
            "accounts": {
                row[0]: row[1:]
                for row in rows("SELECT account, debits_pending, debits_posted, credits_pending, credits_posted FROM balance")
            },
        }

    def finish(self):
        """The derived rows can be made again from the appended ones, the chain holds, and the database is closed."""
        self.store.audit()
        self.store.verify_chain()
        self.store.close()
