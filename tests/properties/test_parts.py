"""What is read of a dossier in part has the same answers as the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.changes import changes
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.filters import Filters, resolve
from briefcli.dossier.parts import part_about
from briefcli.dossier.past import snapshot_of
from briefcli.dossier.texts import Words
from briefcli.pages import listings
from briefcli.pages.changes import changes_page
from briefcli.pages.compare import compare_page
from briefcli.pages.country import country_page
from briefcli.pages.matrix import By, matrix_page
from briefcli.pages.search import search_page
from briefcli.pages.tables import ListingOptions
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_dossier
from briefcli.reading.yamlwriter import yaml_text
from briefcli.shelf import compiled
from briefcli.shelf.store import CacheKey
from properties.drawn import dates, dossiers, examples

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier
    from briefcli.page import Brief, Listing


#: The same object for both pages, because the marks of a page are made by it.
WORDS = Words(["a"])


def answers(dossier: Dossier, asked: Filters, codes: list[str]) -> list[Listing | Brief | list[object]]:
    """Return all that the program answers on some countries."""
    snapshot, found = snapshot_of(dossier, asked.as_of), resolve(dossier, asked)[0]
    selection, options = [(snapshot, found)], ListingOptions(evidence=True)
    alone = structs.replace(asked, country=())
    return [
        listings.stances_page(selection, options),
        listings.topics_page(selection, options),
        listings.sectors_page(selection, options),
        listings.events_page(selection, options),
        listings.evidence_page(selection, options),
        search_page(selection, options, WORDS),
        changes_page(selection, options),
        matrix_page(snapshot, found, By.CONCERNS, options),
        matrix_page(snapshot, found, By.SECTORS, options),
        *(country_page(snapshot, code, resolve(dossier, alone)[0]) for code in codes),
        *([compare_page(snapshot, codes, resolve(dossier, alone)[0])] if len(codes) > 1 else ()),
        list(queries.sources(snapshot.dossier, found)),
        list(changes(snapshot.dossier, found)),
    ]


@settings(max_examples=examples(30))
@given(st.data())
def test_a_part_answers_as_the_whole_does(data: st.DataObject) -> None:
    """On any dossier, for any countries, on any day, superseded stances or not."""
    tree = data.draw(dossiers())
    dossier = read_dossier([DossierFile("drawn.yaml", yaml_text(tree).encode())], "drawn")
    known = sorted({code for record in dossier.records for code in record.countries})
    assume(known)
    codes = data.draw(st.lists(st.sampled_from(known), min_size=1, max_size=3, unique=True))
    asked = Filters(
        country=tuple(codes),
        as_of=data.draw(st.none() | dates.map(PartialDate)),
        since=data.draw(st.none() | dates.map(PartialDate)),
        history=data.draw(st.booleans()),
    )
    slot = CacheKey("dossier", [b"drawn"])
    slot.keep(*compiled.encoded_blocks(dossier))
    part = slot.fetch(lambda kept: compiled.part(kept, lambda _: codes))
    assert slot.fetch(compiled.whole) == dossier
    assert part == part_about(dossier, codes, for_any=True)
    for partial, whole in zip(answers(part, asked, codes), answers(dossier, asked, codes), strict=True):
        assert partial == whole
