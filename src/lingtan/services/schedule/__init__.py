"""Production scheduling: `lingtan schedule`, `lingtan week`."""
