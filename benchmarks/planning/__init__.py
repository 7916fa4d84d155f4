"""Inputs and peers of the factory benchmark."""
