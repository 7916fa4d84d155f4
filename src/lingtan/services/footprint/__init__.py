"""Footprint services: devices, studies, portfolios, explanations."""
