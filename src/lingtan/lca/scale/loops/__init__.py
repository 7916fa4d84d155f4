"""Compiled loops (numba): imported only by the functions that run them, so that nothing else waits for the compiler."""
