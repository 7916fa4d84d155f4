"""What may be done by whom, as the web app asks it."""

from lingtan.access.roles import Permission, Role, permissions_of

__all__ = ["Permission", "Role", "permissions_of"]
