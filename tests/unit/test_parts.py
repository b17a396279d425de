"""The part of a dossier about a country, alone and one of all of them."""

from __future__ import annotations

import pytest

from briefcli import load
from briefcli.dossier.parts import part_about, parts_by_country
from briefcli.dossier.queries import countries
from samples import FROZEN


@pytest.mark.parametrize("name", [FROZEN, "data/world"])
def test_the_parts_of_all_countries_are_those_of_each(name: str) -> None:
    """With the records and sources in their order."""
    dossier = load(name)
    assert parts_by_country(dossier) == {
        code: part_about(dossier, [code], for_any=True) for code in countries(dossier)
    }
