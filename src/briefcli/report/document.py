"""Write the report as one HTML file through the template."""

from __future__ import annotations

import calendar
import datetime
import hashlib
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import msgspec
from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.changes import RECENT_DAYS, recent_since
from briefcli.dossier.dates import in_words, last_day
from briefcli.dossier.filters import Query, labels
from briefcli.dossier.kinds import FACT, LIST_KEYS, RECORD_KINDS, STANCE, TOPIC, Kind
from briefcli.dossier.model import CREDIBILITY_WORDS, SourceKind, Stage
from briefcli.dossier.regions import regions
from briefcli.dossier.spelling import fold
from briefcli.dossier.staleness import STALE_DAYS
from briefcli.page import About, Column
from briefcli.pages.about import about, with_coverage
from briefcli.pages.codebook import codebook_page
from briefcli.pages.context import Context
from briefcli.pages.disputes import CONTRADICTIONS, contradictions
from briefcli.pages.fields import Field, citation, term
from briefcli.pages.registry import LISTINGS
from briefcli.pages.tables import showing, table
from briefcli.render.blocks import caption, missing_in_words
from briefcli.render.webpage import STYLE
from briefcli.report.charts import TILES_NOTE, page_pictures
from briefcli.report.colours import level_colours
from briefcli.report.data import SUFFIXES, ReportData
from briefcli.report.frames import Frames
from briefcli.report.markup import Markings, anchor, rows_shown, step
from briefcli.report.steps import Axis
from briefcli.report.template import inert, own_text, rendered
from briefcli.report.timeline import Timelines
from briefcli.report.trend import PageTrend, finding_of_report, ranks_over_time, threshold_of_report
from briefcli.report.worldmap import world_map
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from markupsafe import Markup

    from briefcli.dossier.history import Change
    from briefcli.dossier.model import Event, Record, Sector, Stance, Topic
    from briefcli.dossier.past import Snapshot
    from briefcli.page import Table
    from briefcli.pages.disputes import Contradiction
    from briefcli.report.frames import Frame

    R = TypeVar("R", bound=Event | Sector | Topic)

#: Where what a page is made of lies; other pages than the report have its first style and its search, too.
FOLDER = Path(__file__).parent
#: The parts of the script, in their order.
_SCRIPTS = tuple(
    f"{name}.js"
    for name in (
        *("words", "days", "trend", "address", "map", "picture", "page", "select", "records", "parts", "tables"),
        *("layout", "update", "card", "panel", "tiles", "download", "start"),
    )
)
#: How many of the newest moves are on the first screen.
_NEWEST = 4
#: Phrases and signs that are on the page as it is written and as the script shows it.
_CONCERNS = (("●", "main"), ("○", "further"), ("·", "only in an earlier stance"))
#: What the filter by credibility offers where a record has such a digit. 6 is no lower than 5, and 5 or better is
#: nearly everything.
_CREDIBILITIES = {
    **{str(n): (f"{n} {CREDIBILITY_WORDS[n]}{' or better' * (n > 1)}", {n}) for n in (1, 2, 3)},
    "doubtful": (f"4 or 5 {CREDIBILITY_WORDS[4]} or {CREDIBILITY_WORDS[5]}", {4, 5}),
    "unjudged": (f"6 {CREDIBILITY_WORDS[6]}", {6}),
}
_WORDS = {"partners": "Partners", "never": "never", "silent": "No stance", "concerns": _CONCERNS}

#: A word with more letters is an example of what may be searched.
_LONG_WORD = 5
_YEAR = 365

Edition = Literal["short", "full"]


#: The names of the parts of the page: in the contents, as a heading, in a chapter, and as the caption of a table.
_NAMES = {
    "event": ("Timeline", "Timeline", "Events", "Events, the newest first"),
    "sector": ("Cooperation", "Cooperation", "Cooperation", "Cooperation, from proposed to completed"),
    "topic": ("Topics", "Topics", "Topics", "Topics under discussion, by kind"),
}


class Chapter(Struct, frozen=True):
    """The section of one country: its stances, the newest first, and what else names it, with its place.

    `searched` is the sentence on a country for which a search found no stance.
    """

    code: str
    stance: Stance | None
    stances: tuple[Stance, ...]
    others: Mapping[str, Sequence[Record]]
    searched: str


class Part(Struct, frozen=True):
    """The part of the page with the records of a kind, and what it is called there."""

    key: str
    word: str
    name: str
    heading: str
    chapter: str
    caption: str
    table: Table
    records: Sequence[Record]
    left: int


class OnSite(Struct, frozen=True):
    """What a report on a site refers to: the first page, its own address, and the page of each country by code."""

    home: str = ""
    canonical: str = ""
    countries: Mapping[str, str] = {}


def report_text(
    snapshot: Snapshot,
    query: Query,
    edition: Edition = "short",
    site: OnSite = OnSite(),  # noqa: B008 - immutable
) -> str:
    """Return the report on a dossier, or on the selected part of it, as an HTML document.

    The edition is what is printed where the reader chooses none.
    """
    data = ReportData(snapshot, query)
    style = "\n".join([STYLE, *(own_text(FOLDER / name) for name in ("base.css", "style.css"))])
    style = style.replace("/* levels */", level_colours(len(snapshot.dossier.levels)))
    style = style.replace("/* running head */", _running_head(data))
    script = "\n".join(['"use strict";', *(own_text(FOLDER / name) for name in _SCRIPTS)])
    early = own_text(FOLDER / "early.js")
    return rendered(FOLDER / "report.html", style, script, early, **_parts(data), edition=edition, site=site)


def searched(data: ReportData, code: str) -> str:
    """Return the sentence on a country for which a search found no stance; empty for others."""
    coverage = data.dossier.coverage
    if not (coverage and coverage.searched and code in coverage.searched.countries) or code in data.histories:
        return ""
    context = Context(data.snapshot_about(code), Query(requested=frozenset({code})))
    return missing_in_words(about(context, of_stances=True))


def _parts(data: ReportData) -> dict[str, object]:
    """Return everything that the template names."""
    axis = Axis(data)
    timelines = Timelines(data, axis.start)
    disputes = contradictions(data.claims)
    rests = about(data.context, data.found, of_stances=True)
    frames = Frames(data)
    countries = _countries(data, timelines, frames)
    return {
        "data": data,
        "context": data.context,
        "made": Markings(data),
        "anchor": anchor,
        "step": step,
        "fold": rows_shown,
        "example": _example(data),
        "last": (axis.end - axis.start).days,
        "change_days": sorted({day for one in countries.values() for day in one["standing"][2::2]}),
        "term": term,
        "caption": caption(rests),
        "missing": missing_in_words(rests),
        "coverage": with_coverage(About(), [(data.snapshot, data.query)]).coverage,
        "counted": data.how_many,
        "edition_of": f"{data.dossier.id}, edition {_digest(data)}, brief {__version__}",
        "words": _WORDS,
        "days": RECENT_DAYS,
        "newest": _one_each(data.level_changes)[:_NEWEST],
        "firsts": _recent_firsts(data),
        "since": in_words(recent_since(data.day)),
        "changes": _recent_changes(data),
        "map": world_map(data),
        "frames": frames,
        "meanings": {level.id: level.meaning for level in data.dossier.levels},
        "contested": {code for code, stance in data.standing.items() if stance.disputed},
        "axis": axis,
        "finding": finding_of_report(data),
        "trend": PageTrend(data, axis),
        "concerns": _concerns(data),
        "cited": len(queries.uses(data.found)),
        "parts": _record_parts(data),
        "disputes": [
            f' data-record="{anchor(one.record.id)}"{" hidden" * data.context.is_over(one.record)}'
            for one in disputes
        ],
        "disputed": _disputed(data, disputes),
        "chapters": _chapters(data),
        "codebook": codebook_page(data.snapshot.dossier),
        "levels": list(data.context.steps.values()),
        "credibilities": _credibilities(data),
        "kinds": [kind for kind in SourceKind if any(source.kind is kind for source in data.sources)],
        "regions": _regions(data),
        "groups": timelines.groups,
        "settings": _settings(data),
        "move_places": timelines.move_places,
        "tiles_note": TILES_NOTE,
        "pictures": inert(page_pictures(data)),
        "script_data": _script_data(data, axis, timelines, countries, {**frames.groups, **frames.regions}),
        "described": _described(data),
    }


def _example(data: ReportData) -> str:
    """Return an example of what may be typed into the search: a word of one of the concerns."""
    words = [word for label in data.dossier.terms.concerns.values() for word in label.lower().split()]
    word = next((word for word in words if len(word) > _LONG_WORD and word.isalpha()), "")
    return f"e.g. {word}" if word else ""


def _one_each(changes: Sequence[Change[Record]]) -> list[Change[Record]]:
    """Return the first change of each country."""
    found: dict[tuple[str, ...], Change[Record]] = {}
    for change in changes:
        found.setdefault(change.countries, change)
    return [*found.values()]


def _recent_firsts(data: ReportData) -> list[Change[Record]]:
    """Return the newest first stances of the last year."""
    since = datetime.date.fromordinal(max(1, data.day.toordinal() - _YEAR)).isoformat()
    return [one for one in data.firsts if one.date > since][:_NEWEST]


def _recent_changes(data: ReportData) -> list[Change[Record]]:
    since, until = recent_since(data.day), data.day.isoformat()
    return [one for one in data.changes if since <= one.date <= until or since.startswith(one.date)]


def _credibilities(data: ReportData) -> dict[str, str]:
    """Return the choices of credibility that some record has, in words."""
    had = {record.credibility for records in data.shown.values() for record in records}
    return {value: text for value, (text, digits) in _CREDIBILITIES.items() if digits & had}


def _concerns(data: ReportData) -> list[str]:
    """Return the concerns that somebody has or had, in the order of the dossier."""
    had = {concern for stance in data.history for concern in stance.concerns}
    return [concern for concern in data.dossier.terms.concerns if concern in had]


def _regions(data: ReportData) -> list[str]:
    """Return the regions in which some of the countries lie, by name."""
    here = frozenset(data.codes)
    return sorted(name for name, codes in regions().items() if codes & here)


def _settings(data: ReportData) -> dict[str, str]:
    """Return the values that the attributes of some countries have or had, in words, as `--fact` takes them."""
    had = {fact.setting for fact in data.dossier.facts if fact.country in data.codes}
    named = labels(data.dossier, "fact")
    return {setting: text for setting, text in named.items() if setting in had}


def _disputed(data: ReportData, disputes: Sequence[Contradiction]) -> Table:
    """Return what contradicts a record, with the number of the source."""
    cited: Field[Context, Contradiction] = Field(
        Column("evidence", "Sources", "the source"), lambda context, dispute: (citation(context, dispute.item),)
    )
    return table(data.context, (*CONTRADICTIONS, cited), disputes)


def _record_parts(data: ReportData) -> list[Part]:
    """Return the parts of the page with the records of each kind but stances, in the order of the page."""
    parts = []
    for word, records in data.shown.items():
        kind = next(kind for kind in RECORD_KINDS if kind.word == word)
        if kind is not STANCE and records:
            plural = kind.heading
            names = _NAMES.get(word, (plural, plural, plural, plural))
            left = sum(not data.context.is_over(record) for record in records)
            parts.append(Part(kind.list_key, word, *names, _table(data, kind, records), records, left))
    return parts


def _table(data: ReportData, kind: Kind, records: Sequence[Record]) -> Table:
    never = {*({"kind"} if kind is TOPIC else ()), *({"countries"} if data.alone else ())}
    body = table(data.context, LISTINGS[kind.command].fields(), records)
    if kind is FACT:
        from briefcli.pages.facts import for_people  # noqa: PLC0415 - few dossiers have facts

        body = for_people(body)
    body = showing(body, also={"evidence"}, never=never, below={"summary"})
    groups = {"event": lambda event: event.date[:4], "topic": lambda topic: term(topic.kind).label}
    group = groups.get(kind.word)
    return structs.replace(body, groups=tuple(map(group, records)) if group else ())


def _chapters(data: ReportData) -> list[Chapter]:
    """Return the sections of the countries."""
    others: dict[str, dict[str, list[Record]]] = {
        code: {word: [] for word in data.shown if word != STANCE.word} for code in data.by_name
    }
    for word, records in data.shown.items():
        for record in records if word != STANCE.word else ():
            for code in others.keys() & record.countries:
                others[code][word].append(record)
    return [
        Chapter(code, data.standing.get(code), tuple(data.chapter(code)), others[code], searched(data, code))
        for code in data.by_name
    ]


def _described(data: ReportData) -> Markup:
    """Return what search engines and libraries read of the dossier, as JSON-LD of schema.org."""
    dossier = data.dossier
    known = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": dossier.title,
        "description": dossier.summary,
        "identifier": dossier.id,
        "version": _digest(data),
        "about": dossier.subject,
        "dateModified": dossier.as_of,
        "temporalCoverage": f"{min((one.since for one in data.history), default=dossier.as_of)}/{data.day}",
        "keywords": sorted({*dossier.terms.concerns.values(), *dossier.terms.sectors.values()}),
    }
    return inert(known)


def _digest(data: ReportData) -> str:
    """Return the digest of this edition of the dossier, independent of the order of its records."""
    parts = msgspec.to_builtins(data.dossier)
    for kind in LIST_KEYS:
        parts[kind] = sorted(parts.get(kind, ()), key=itemgetter("id"))
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()[:10]


def _script_data(
    data: ReportData,
    axis: Axis,
    timelines: Timelines,
    countries: dict[str, dict[str, Any]],
    frames: dict[str, Frame],
) -> Markup:
    """Return the data of the script."""
    terms = {
        "levels": [{"id": one.id, "label": one.label, "meaning": one.meaning} for one in data.dossier.levels],
        "concerns": dict(sorted(data.dossier.terms.concerns.items())),
        "stages": {stage: term(stage).label for stage in Stage},
        "credibility": CREDIBILITY_WORDS,
        "kinds": list(SourceKind),
        "parts": [[kind.list_key, kind.word] for kind in RECORD_KINDS if kind is not STANCE],
        "regions": _regions(data),
        "groups": timelines.groups,
        "facts": _settings(data),
        "months": calendar.month_name[1:],
        "marks": {**SUFFIXES, "stale": ""},
        "words": _WORDS,
    }
    known = {
        "id": data.dossier.id,
        "title": data.dossier.title,
        "edition": _digest(data),
        "version": __version__,
        "first": axis.start.isoformat(),
        "last": (axis.end - axis.start).days,
        "written": (last_day(data.dossier.as_of) - axis.start).days,
        "recent": RECENT_DAYS,
        "newest": _NEWEST,
        "counted": [data.how_many, data.kinds_of_countries],
        "stale": STALE_DAYS,
        "periods": axis.periods(),
        "period": axis.first_shown(),
        "threshold": threshold_of_report(data),
        "runs": {code: ranks_over_time(data, history, axis) for code, history in data.histories.items()},
        **terms,
        "countries": countries,
        "frames": frames,
        "records": timelines.records,
        "states": timelines.states,
        "sources": timelines.sources,
        "moves": timelines.moves,
    }
    return inert(known)


def _countries(data: ReportData, timelines: Timelines, frames: Frames) -> dict[str, dict[str, Any]]:
    """Return the countries by code, with the names and regions under which people look for them."""
    return {
        code: {
            "name": data.name(code),
            "slug": fold(data.name(code)).replace(" ", "-"),
            "words": list(data.dossier.countries[code].aliases),
            "regions": sorted(name for name, codes in regions().items() if code in codes),
            "frame": frames.of_country(code),
            **structs.asdict(timelines.country(code)),
        }
        for code in data.by_name
    }


def _running_head(data: ReportData) -> str:
    """Return the head of each printed page as a rule of the style; the script writes another for another day."""
    title = f"{data.only}: {data.dossier.title}" if data.only else data.dossier.title
    day = in_words(data.day)
    return f"@page {{ @top-left {{ content: {_css_text(title)}; }} @top-right {{ content: {_css_text(day)}; }} }}"


def _css_text(text: str) -> str:
    """Return a text that CSS and HTML take for a text."""
    return (
        '"' + "".join(char if char.isalnum() or char in " .,:;-" else f"\\{ord(char):x} " for char in text) + '"'
    )
