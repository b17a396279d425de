"""A country in one dossier on its page of the site, in the parts of the report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.dates import in_words
from briefcli.dossier.kinds import BOTTOM_LINE, FACT, RECORD_KINDS, STANCE
from briefcli.pages.about import ago
from briefcli.pages.context import heading_of_events
from briefcli.pages.facts import fact_in_words
from briefcli.pages.finding import country_finding
from briefcli.pages.glance import disputes_in_words
from briefcli.pages.ladder import small_track
from briefcli.report.colours import level_colours
from briefcli.report.data import ReportData
from briefcli.report.document import searched
from briefcli.report.markup import Markings
from briefcli.report.markup import step as step_of
from briefcli.report.steps import Axis
from briefcli.report.template import fragment
from briefcli.report.worldmap import land_within, world_map
from briefcli.wording import all_of, counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markupsafe import Markup

    from briefcli.page import Step

_TEMPLATE = Path(__file__).with_name("profile.html")
#: How many earlier stances and events a profile shows.
_MAX_BEFORE, _MAX_EVENTS = 3, 3
_SHOWN_WHOLE = {STANCE, BOTTOM_LINE, FACT}
_NOUNS = {"sector": "cooperation initiative"}
#: How wide the map is on a usual screen, and how large its letters are there, in pixels.
_SCREEN, _LETTER = 400, 12


class Marks(Markings):
    """What people read in cells, with places that are unique on a page of several dossiers."""

    def __init__(self, data: ReportData) -> None:
        super().__init__(data)
        self._places = {number: self.anchor(source) for (_, source), number in data.numbers.items()}

    def anchor(self, own: str) -> str:
        """Return the place of a record or source."""
        return f"{self._data.dossier.id}--{own}"


class Profile(Struct, frozen=True):
    """A country in one dossier: the records about it, its level in words, and its section."""

    data: ReportData
    made: Marks
    level: str
    html: Markup


def profile_of(whole: ReportData, code: str, report: str) -> Profile:
    """Return the profile of a country; `report` is the address at which the places of the report begin."""
    query = structs.replace(whole.query, countries=frozenset({code}), requested=frozenset({code}))
    data = ReportData(whole.snapshot_about(code), query)
    made, now = Marks(data), data.standing.get(code)
    parts = {
        **_position(data, code),
        **_map(data),
        "data": data,
        "context": data.context,
        "made": made,
        "anchor": made.anchor,
        "step": _step,
        "words": {"never": "never"},
        "levels": list(data.context.steps.values()),
        "report": f"{report}country-{code.lower()}",
        "code": code,
        "now": now,
        "day_text": day_in_words(data),
    }
    level = data.context.steps[now.level].label if now else ""
    return Profile(data, made, level, fragment(_TEMPLATE, **parts))


def day_in_words(data: ReportData) -> str:
    """Return the day of a dossier, with its age, or the day that was selected."""
    if data.filters.as_of:
        return f"Position on {in_words(data.day)}"
    as_of, day = data.dossier.as_of, data.context.day or data.day
    age = "" if as_of > day.isoformat() else f", {ago(as_of, day)}"
    return f"As of {in_words(as_of)}{age}"


def colours_of(dossiers: Sequence[ReportData]) -> str:
    """Return the colours of the levels, by how many levels a dossier has."""
    counts = sorted({len(data.dossier.levels) for data in dossiers})
    return "\n".join(level_colours(count, f".of-{count} ") for count in counts)


def _position(data: ReportData, code: str) -> dict[str, object]:
    """Return what is on a page about the position of a country, now and before."""
    context, now = data.context, data.standing.get(code)
    lines = queries.of_kind(data.dossier, BOTTOM_LINE, data.query)
    facts = queries.of_kind(data.dossier, FACT, data.query)
    history = data.histories.get(code)
    disputed = [record for record in data.found if record.disputed]
    return {
        "finding": country_finding(context, now, lines),
        "searched": searched(data, code),
        "facts_text": "; ".join(fact_in_words(context, one) for one in facts),
        "before": [one for one in data.chapter(code) if one != now][:_MAX_BEFORE],
        "events": data.events[:_MAX_EVENTS],
        "events_heading": heading_of_events(context, data.events),
        "disputed": disputes_in_words(context, disputed) if disputed else "",
        "history": history,
        "axis": Axis(data),
        "over_time": str(small_track(context, code)) if history else "",
        "more": _others(data),
    }


def _others(data: ReportData) -> str:
    """Return how many records of other kinds a report has on a country."""
    numbers = {kind.word: len(data.shown[kind.word]) for kind in RECORD_KINDS if kind not in _SHOWN_WHOLE}
    texts = [counted(number, _NOUNS.get(word, word)) for word, number in numbers.items() if number]
    return all_of(texts) if texts else ""


def _map(data: ReportData) -> dict[str, object]:
    """Return the map of a country; none of what has no place on it."""
    drawn = world_map(data)
    if not drawn.areas:
        return {"map": None}
    text = "; ".join(f"{area.name}: {area.description}" for area in drawn.areas)
    letter = round(_LETTER * drawn.box[2] / _SCREEN, 2)
    return {"map": drawn, "land": land_within(drawn), "letter": letter, "map_text": text}


def _step(cell: Step) -> Markup:
    return step_of(cell, f"{cell.of}-")
