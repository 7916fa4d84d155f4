"""Programs of others that the house speaks to."""
