"""Accounts: setting up, inviting, logging in, roles, tokens, organisations, and what the log says."""
