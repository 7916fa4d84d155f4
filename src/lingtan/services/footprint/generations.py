"""`lingtan generations`: the energy of a product line, generation by generation, against a published target."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lingtan.errors import InputError
from lingtan.files import read_toml
from lingtan.product import EnergyTest, Generation, Progress, progress, published_targets
from lingtan.product.energy.modes import tec_from_modes
from lingtan.product.spec import read_record

__all__ = ["LineOfProducts", "generations_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    name: str
    year: int
    device_class: str
    energy_test: EnergyTest
    tec_kwh: float | None = None
    mode_power_w: Mapping[str, float] = field(default_factory=dict)

    def generation(self) -> Generation:
        """The generation, its TEC stated or from the modes. Raises InputError `TEC_TWICE`, `REQUIRED_FIELD` and what the modes refuse."""
        if self.tec_kwh is not None and self.mode_power_w:
            raise InputError("TEC_TWICE", place=f"generation {self.name}")
        if self.tec_kwh is None and not self.mode_power_w:
            raise InputError("REQUIRED_FIELD", place=f"generation {self.name}", field="tec_kwh")
        kwh = self.tec_kwh if self.tec_kwh is not None else tec_from_modes(self.energy_test, self.device_class, self.mode_power_w).kwh
        return Generation(name=self.name, year=self.year, device_class=self.device_class, tec_kwh=kwh, energy_test=self.energy_test)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    target: str
    generations: tuple[_Entry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineOfProducts:
    """The generations by year, and how far the line has come."""

    generations: tuple[Generation, ...]
    progress: Progress


def generations_of(path: Path) -> LineOfProducts:
    """Base, latest, share saved, and the target by both readings of "efficiency". Raises InputError with the file's place."""
    said = read_record(_File, read_toml(path), place=path.name)
    targets = published_targets()
    if said.target not in targets:
        raise InputError("OPTION_UNKNOWN", place=f"{path.name}: target", value=said.target, known=", ".join(sorted(targets)))
    target, line = targets[said.target], tuple(entry.generation() for entry in said.generations)
    other = next((entry for entry in line if entry.device_class not in target.classes), None)
    if other is not None:
        known = ", ".join(target.classes)
        raise InputError("OPTION_UNKNOWN", place=f"generation {other.name}: device_class", value=other.device_class, known=known)
    return LineOfProducts(generations=tuple(sorted(line, key=lambda entry: (entry.year, entry.name))), progress=progress(line, target))
