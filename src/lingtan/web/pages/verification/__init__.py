"""The pages of verification: evidence, findings thread, sign-off, for maker and certifier."""
