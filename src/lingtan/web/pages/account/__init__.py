"""The pages of accounts: the own one, and those of an organisation."""
