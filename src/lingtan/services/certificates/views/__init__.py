"""Certificates as the pages of makers, issuers and customers show them."""
