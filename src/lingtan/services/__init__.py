"""Services: one file a command. They load, ask the pure rooms, and record; no formula, no SQL."""
