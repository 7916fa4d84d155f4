from __future__ import annotations

from typing import Any

import pytest

from lingtan.factors import FactorLibrary, load_library
from lingtan.product import Attributes, DeviceSpec


@pytest.fixture(scope="session")
def library() -> FactorLibrary:
    return load_library()


@pytest.fixture(scope="session")
def laptop_facts() -> dict[str, Any]:
    """A fully stated notebook, so that a test changes one thing."""
    return {
        "device_class": "laptop",
        "manufacturer": "Maker",
        "model": "Notebook",
        "place_of_use": "CN",
        "place_of_assembly": "CN",
        "report_year": 2021,
        "screen_size_in": 14.0,
        "aspect_ratio": 1.6,
        "mass_kg": 1.4,
        "cpu_class": "low_power",
        "die_mm2": 146.0,
        "node_nm": 10.0,
        "memory_gb": 16.0,
        "memory_generation": "ddr4",
        "storage_gb": 512.0,
        "storage_type": "ssd",
        "nand": "nand_tlc_96l",
        "battery_wh": 52.0,
        "adapter_w": 65.0,
        "packaging_mass_kg": 0.6,
        "packaging": "epe",
        "solder": "sac305",
        "panel": "lcd",
        "tec_kwh": 20.0,
        "service_years": 4.0,
    }


@pytest.fixture(scope="session")
def laptop(laptop_facts: dict[str, Any]) -> DeviceSpec:
    return DeviceSpec(attributes=Attributes(**laptop_facts))
