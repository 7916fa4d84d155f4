"""Exchange with other programs: `lingtan exchange read|write|check`."""
