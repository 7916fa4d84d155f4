"""Compiled loops of the room (numba): imported only by the functions that run them."""
