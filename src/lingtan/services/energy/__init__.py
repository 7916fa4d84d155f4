"""Bills worked, and statements of energy on record."""
