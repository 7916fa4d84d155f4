"""The demo: two notebooks from parts to footprint, statement, cancelled credits, certificates, and attacks on all of it."""
