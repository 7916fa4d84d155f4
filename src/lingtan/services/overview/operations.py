"""The operations of the REST API as a list: the same as in the OpenAPI document, for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lingtan.access import Permission, Role, permissions_of

__all__ = ["EVERYBODY", "Operation", "OperationList", "operation"]

EVERYBODY = "everybody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation. `permission` is empty where it is open to `EVERYBODY`; `roles` are those that bring it.

    `title` and `help` are codes of the catalogue for the twin of a page; an action or file has its English summary in their place.
    """

    method: str
    path: str
    tag: str
    summary: str
    title: str
    help: str
    permission: str
    roles: tuple[str, ...]

    @property
    def does(self) -> str:
        """What it does: the code of a page's sentence, or the summary."""
        return self.help or self.summary


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationList:
    """Every operation, and where the whole description of them is."""

    document: str
    version: str
    operations: tuple[Operation, ...]


def operation(method: str, path: str, *, tag: str, summary: str, told: Mapping[str, str]) -> Operation:
    """An operation of what OpenAPI says of it; `told` holds the extensions `x-permission`, `x-title` and `x-help`."""
    permission = told.get("x-permission", "")
    roles = tuple(role.value for role in Role if Permission(permission) in permissions_of([role])) if permission else (EVERYBODY,)
    return Operation(
        method=method, path=path, tag=tag, summary=summary, title=told.get("x-title", summary), help=told.get("x-help", ""),
        permission=permission, roles=roles,
    )  # fmt: skip
