"""GWP values: the committed snapshot equals the package it was taken from."""

from __future__ import annotations

import globalwarmingpotentials
import pytest

from lingtan.errors import InputError
from lingtan.quantities import Gas, GwpSet, gwp100
from lingtan.quantities.gases import _table

_COLUMNS = {GwpSet.AR4: "AR4GWP100", GwpSet.AR5: "AR5GWP100", GwpSet.AR6: "AR6GWP100"}


@pytest.mark.parametrize("gwp_set", list(GwpSet))
def test_the_snapshot_equals_the_package(gwp_set: GwpSet) -> None:
    package = globalwarmingpotentials.data[_COLUMNS[gwp_set]]
    ours = {species: row[gwp_set] for species, row in _table().items() if gwp_set in row}
    assert ours == dict(package)


@pytest.mark.parametrize(
    ("gas", "gwp_set", "want"),
    [
        (Gas.CH4, GwpSet.AR4, 25.0),  # IPCC AR4 table 2.14
        (Gas.CH4, GwpSet.AR5, 28.0),  # IPCC AR5 table 8.A.1
        (Gas.N2O, GwpSet.AR6, 273.0),  # IPCC AR6 table 7.SM.7
        (Gas.NF3, GwpSet.AR4, 17_200.0),  # IPCC AR4 table 2.14
        (Gas.SF6, GwpSet.AR5, 23_500.0),  # IPCC AR5 table 8.A.1
        (Gas.CO2, GwpSet.AR6, 1.0),  # the reference gas
    ],
)
def test_published_potentials(gas: Gas, gwp_set: GwpSet, want: float) -> None:
    assert gwp100(gas, gwp_set) == want


def test_every_named_gas_has_a_value_in_every_set() -> None:
    assert all(gwp100(gas, gwp_set) > 0 for gas in Gas for gwp_set in GwpSet)


def test_an_unknown_gas_is_refused() -> None:
    with pytest.raises(InputError, match="GAS_UNKNOWN"):
        gwp100("H2O", GwpSet.AR6)


def test_a_gas_without_a_value_in_the_set_is_refused() -> None:
    missing = next(species for species, row in _table().items() if GwpSet.AR4 not in row)
    with pytest.raises(InputError, match="GWP_NOT_IN_SET"):
        gwp100(missing, GwpSet.AR4)
