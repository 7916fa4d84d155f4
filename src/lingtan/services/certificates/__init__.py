"""Certificate services: issue, replace, revoke, export, history."""
