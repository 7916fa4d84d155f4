"""Neutrality services: credits, orders, cancellations, certificates, bundles."""
