"""The demo's attacks: every way round the rules that must be refused."""
