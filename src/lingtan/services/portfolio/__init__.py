"""Portfolios: rows of attributes or tables of lines to figures with provenance, here or on a cluster; what an organisation's come to."""
