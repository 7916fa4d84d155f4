"""Settings of a machine that certified bytes may not depend on: BLAS threads, and the processor features that numpy chooses among."""

from __future__ import annotations

import os


def settings() -> dict[str, dict[str, str]]:
    """Environments by name. Only features that this machine has and that numpy dispatches on can be switched off."""
    from numpy._core import _multiarray_umath as core

    can = [name for name in core.__cpu_dispatch__ if core.__cpu_features__.get(name)]
    found = {"one thread": {"OPENBLAS_NUM_THREADS": "1"}, "two threads": {"OPENBLAS_NUM_THREADS": "2"}}
    if can:
        found["no dispatched features"] = {"NPY_DISABLE_CPU_FEATURES": " ".join(can), "OPENBLAS_NUM_THREADS": "2"}
    return found


def environment(changed: dict[str, str]) -> dict[str, str]:
    """This process's environment with only these of the settings."""
    kept = {k: v for k, v in os.environ.items() if k not in ("OPENBLAS_NUM_THREADS", "NPY_DISABLE_CPU_FEATURES", "OMP_NUM_THREADS")}
    return kept | changed
