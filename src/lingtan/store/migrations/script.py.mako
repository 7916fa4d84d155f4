"""${message}.

Revision ${up_revision}, after ${down_revision}.
"""

from __future__ import annotations

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """${message}."""
    ${upgrades if upgrades else ""}


def downgrade() -> None:
    """The way back."""
    ${downgrades if downgrades else ""}
