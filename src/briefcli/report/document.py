"""The report as one HTML file: gathers what is said, and writes it through the template."""

from __future__ import annotations

import hashlib
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

import msgspec
from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.changes import MOVES, RECENT_DAYS, ChangeKind, recent_since
from briefcli.dossier.dates import last_day
from briefcli.dossier.model import CREDIBILITY_WORDS, LISTS, RELIABILITY_WORDS, SourceKind
from briefcli.dossier.regions import regions
from briefcli.dossier.spelling import fold
from briefcli.page import Column
from briefcli.pages.about import about
from briefcli.pages.codebook import codebook_page
from briefcli.pages.columns import EVENTS, SECTORS, TOPICS, Field, citation, term
from briefcli.pages.disputes import CONTRADICTIONS, contradictions
from briefcli.pages.tables import showing, table
from briefcli.render.blocks import caption
from briefcli.render.webpage import STYLE
from briefcli.report.colours import level_colours
from briefcli.report.markup import Markings, anchor, step
from briefcli.report.matter import Matter
from briefcli.report.steps import Axis, climbs
from briefcli.report.template import in_words, inert, own_text, rendered
from briefcli.report.worldmap import world_map
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from markupsafe import Markup

    from briefcli.dossier.filters import Query
    from briefcli.dossier.model import Event, Sector, Stance, Topic
    from briefcli.dossier.past import Snapshot
    from briefcli.page import Table
    from briefcli.pages.changes import Shared
    from briefcli.pages.columns import Context
    from briefcli.pages.disputes import Contradiction

    R = TypeVar("R", bound=Event | Sector | Topic)

#: Where what a page is made of lies; other pages than the report have its first style and its search, too.
FOLDER = Path(__file__).parent
#: The parts of the script, in their order.
_SCRIPTS = ("words.js", "logic.js", "map.js", "picture.js", "script.js")
#: So many of the newest moves from level to level stand on the first screen.
_NEWEST = 4

Edition = Literal["short", "full"]


class Chapter(Struct, frozen=True):
    """The section of one country: its stances, the newest first, and what else names it, with its place."""

    code: str
    stance: Stance | None
    stances: tuple[Stance, ...]
    others: dict[str, tuple[Event | Sector | Topic, ...]]


def report_text(seen: Snapshot, query: Query, edition: Edition = "short", home: str = "") -> str:
    """Return the report on a dossier, or on the part of it that is asked for, as an HTML document.

    The edition is what is printed where the reader chooses none, and `home` the page that a report of several has.
    """
    matter = Matter(seen, query)
    style = "\n".join([STYLE, *(own_text(FOLDER / name) for name in ("base.css", "style.css"))])
    style = style.replace("/* levels */", level_colours(len(seen.dossier.levels)))
    style = style.replace("/* running head */", _running_head(matter))
    script = "\n".join(['"use strict";', *(own_text(FOLDER / name) for name in _SCRIPTS)])
    return rendered(FOLDER / "report.html", style, script, **_parts(matter), edition=edition, home=home)


def _parts(matter: Matter) -> dict[str, object]:
    """Return everything that the template names."""
    axis = Axis(matter)
    disputes = contradictions(matter.claims)
    return {
        "matter": matter,
        "context": matter.context,
        "made": Markings(matter),
        "anchor": anchor,
        "step": step,
        "term": term,
        "caption": caption(about(matter.context, matter.found)),
        "edition_of": f"{matter.dossier.id}, edition {_digest(matter)}, brief {__version__}",
        "days": RECENT_DAYS,
        "newest": [one for one in matter.changes if one.change.kind in MOVES][:_NEWEST],
        "changes": _recent_changes(matter),
        "map": world_map(matter),
        "axis": axis,
        "climbs": list(climbs(matter, axis)),
        "concerns": _concerns(matter),
        "cited": len(queries.uses(matter.found)),
        "events": _listing(matter, EVENTS, matter.events, [event.date[:4] for event in matter.events]),
        "sectors": _listing(matter, SECTORS, matter.sectors),
        "topics": _listing(
            matter, TOPICS, matter.topics, [term(topic.kind).label for topic in matter.topics], never={"kind"}
        ),
        "disputes": [f' data-record="{anchor(one.record.id)}"' for one in disputes],
        "disputed": _disputed(matter, disputes),
        "chapters": [_chapter(matter, code) for code in matter.by_name],
        "codebook": codebook_page(matter.seen.dossier),
        "levels": list(matter.context.steps.values()),
        "credibilities": CREDIBILITY_WORDS,
        "kinds": [kind for kind in SourceKind if any(source.kind is kind for source in matter.sources)],
        "regions": _regions(matter),
        "data": _data(matter, axis),
        "described": _described(matter),
    }


def _recent_changes(matter: Matter) -> list[Shared]:
    since, until = recent_since(matter.day), matter.day.isoformat()
    dated = ((one.change.date, one) for one in matter.changes)
    return [one for date, one in dated if since <= date <= until or since.startswith(date)]


def _concerns(matter: Matter) -> list[str]:
    """Return the concerns that somebody has or had, in the order of the dossier."""
    had = {concern for stance in matter.history for concern in stance.concerns}
    return [concern for concern in matter.dossier.terms.concerns if concern in had]


def _regions(matter: Matter) -> list[str]:
    """Return the regions in which some of the countries lie, by name."""
    here = frozenset(matter.codes)
    return sorted(name for name, codes in regions().items() if codes & here)


def _disputed(matter: Matter, disputes: Sequence[Contradiction]) -> Table:
    """Return what contradicts a record, with the number of the source."""
    cited: Field[Context, Contradiction] = Field(
        Column("evidence", "Notes", "the source"), lambda context, dispute: (citation(context, dispute.item),)
    )
    return table(matter.context, (*CONTRADICTIONS, cited), disputes)


def _listing(
    matter: Matter,
    fields: Sequence[Field[Context, R]],
    found: Sequence[R],
    groups: Sequence[str] = (),
    never: Collection[str] = (),
) -> Table:
    never = {*never, *({"countries"} if matter.alone else ())}
    body = showing(table(matter.context, fields, found), also={"evidence"}, never=never, below={"summary"})
    return structs.replace(body, groups=tuple(groups))


def _chapter(matter: Matter, code: str) -> Chapter:
    """Return the section of a country."""
    others = {
        name: tuple(record for record in getattr(matter, name) if code in record.countries)
        for name in ("events", "sectors", "topics")
    }
    return Chapter(code, matter.standing.get(code), tuple(matter.chapter(code)), others)


def _described(matter: Matter) -> Markup:
    """Return what search engines and libraries read of the dossier, as JSON-LD of schema.org."""
    dossier = matter.dossier
    known = {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": dossier.title,
        "description": dossier.summary,
        "identifier": dossier.id,
        "version": _digest(matter),
        "about": dossier.subject,
        "dateModified": dossier.as_of,
        "temporalCoverage": f"{min((one.since for one in matter.history), default=dossier.as_of)}/{matter.day}",
        "keywords": sorted({*dossier.terms.concerns.values(), *dossier.terms.sectors.values()}),
    }
    return inert(known)


def _digest(matter: Matter) -> str:
    """Return what tells this edition of the dossier from every other, in whatever order its records stand."""
    parts = msgspec.to_builtins(matter.dossier)
    for kind in LISTS:
        parts[kind] = sorted(parts.get(kind, ()), key=itemgetter("id"))
    return hashlib.sha256(msgspec.json.encode(parts, order="deterministic")).hexdigest()[:10]


def _data(matter: Matter, axis: Axis) -> Markup:
    """Return what the script knows."""
    context = matter.context
    lying: dict[str, list[str]] = {code: [] for code in matter.by_name}
    for name, codes in regions().items():
        for code in codes & lying.keys():
            lying[code].append(name)
    known = {
        "first": axis.start.isoformat(),
        "last": axis.end.isoformat(),
        "written": last_day(matter.dossier.as_of).isoformat(),
        "id": matter.dossier.id,
        "title": matter.dossier.title,
        "edition": _digest(matter),
        "version": __version__,
        "silence": matter.silence,
        "levels": [{"id": step.id, "label": step.label} for step in context.steps.values()],
        "concerns": dict(sorted(matter.dossier.terms.concerns.items())),
        "reliability": RELIABILITY_WORDS,
        "credibility": CREDIBILITY_WORDS,
        "periods": axis.periods(),
        "period": axis.first_shown(),
        "kinds": list(SourceKind),
        "regions": _regions(matter),
        "stages": [
            {"id": anchor(change.record.id), "date": change.date, "told": matter.told(change)}
            for change, _ in matter.changes
            if change.kind is ChangeKind.SECTOR
        ],
        "countries": {
            code: {
                "name": matter.name(code),
                "slug": fold(matter.name(code)).replace(" ", "-"),
                "words": list(matter.dossier.countries[code].aliases),
                "regions": sorted(lying[code]),
            }
            for code in matter.by_name
        },
        "stances": [
            {
                "id": anchor(stance.id),
                "country": stance.country,
                "since": stance.since,
                "until": context.standings[stance.id].until,
                "ended": stance.ended,
                "run": context.standings[stance.id].level_since,
                "rank": context.steps[stance.level].rank,
                "concerns": stance.concerns,
                "reviewed": stance.reviewed,
            }
            for stance in matter.history
        ],
    }
    return inert(known)


def _running_head(matter: Matter) -> str:
    """Return the head of each printed page as a rule of the style; the script writes another for another day."""
    title = f"{matter.only}: {matter.dossier.title}" if matter.only else matter.dossier.title
    day = in_words(matter.day)
    return f"@page {{ @top-left {{ content: {_css_text(title)}; }} @top-right {{ content: {_css_text(day)}; }} }}"


def _css_text(text: str) -> str:
    """Return a text that CSS and HTML take for a text."""
    return (
        '"' + "".join(char if char.isalnum() or char in " .,:;-" else f"\\{ord(char):x} " for char in text) + '"'
    )
