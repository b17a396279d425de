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
from briefcli.pages.summary import summary_page
from briefcli.pages.tables import Shape
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import read_dossier
from briefcli.reading.yamltext import yaml_text
from briefcli.shelf import compiled
from briefcli.shelf.store import Slot
from properties.drawn import dates, dossiers, examples

if TYPE_CHECKING:
    from briefcli.dossier.model import Dossier
    from briefcli.page import Brief, Listing


def answers(dossier: Dossier, asked: Filters, codes: list[str]) -> list[Listing | Brief | list[object]]:
    """Return all that the program answers on some countries."""
    seen, found = snapshot_of(dossier, asked.as_of), resolve(dossier, asked)[0]
    views, shape, words = [(seen, found)], Shape(evidence=True), Words(["a"])
    alone = structs.replace(asked, country=())
    return [
        listings.stances_page(views, shape),
        listings.topics_page(views, shape),
        listings.sectors_page(views, shape),
        listings.events_page(views, shape),
        listings.evidence_page(views, shape),
        search_page(views, words, shape),
        changes_page(views, shape),
        matrix_page(seen, found, By.CONCERNS, shape),
        matrix_page(seen, found, By.SECTORS, shape),
        summary_page(seen, found),
        *(country_page(seen, code, resolve(dossier, alone)[0]) for code in codes),
        *([compare_page(seen, codes, resolve(dossier, alone)[0])] if len(codes) > 1 else ()),
        list(queries.sources(seen.dossier, found)),
        list(changes(seen.dossier, found)),
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
    slot = Slot("dossier", [b"drawn"])
    slot.keep(*compiled.blocks(dossier))
    part = slot.fetch(lambda kept: compiled.part(kept, lambda _: codes))
    assert slot.fetch(compiled.whole) == dossier
    assert part == part_about(dossier, codes)
    for partial, whole in zip(answers(part, asked, codes), answers(dossier, asked, codes), strict=True):
        assert partial == whole
