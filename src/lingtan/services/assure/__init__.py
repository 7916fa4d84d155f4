"""Assurance services: engagements, findings, statements."""
