"""`lingtan assess`: standards and their grades, the park, the workshop, pilots, and what published figures imply."""

from lingtan.cli.assess.commands import add_to

__all__ = ["add_to"]
