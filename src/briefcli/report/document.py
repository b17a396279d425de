"""The report as one HTML file: gathers what is said, and writes it through the template."""

from __future__ import annotations

import base64
import calendar
import hashlib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct, structs

from briefcli.characters import printable
from briefcli.dossier import queries
from briefcli.dossier.dates import PartialDate
from briefcli.dossier.model import Stage
from briefcli.dossier.spelling import fold
from briefcli.page import Brief, Column, Listing, Section, Table
from briefcli.pages.about import about
from briefcli.pages.changes import changes_page
from briefcli.pages.codebook import codebook_page
from briefcli.pages.columns import EVENTS, SECTORS, SOURCES, STANCES, TOPICS, Field, citation, term
from briefcli.pages.country import country_page
from briefcli.pages.disputes import CONTRADICTIONS, contradictions
from briefcli.pages.matrix import By, matrix_page
from briefcli.pages.notes import numbered_notes
from briefcli.pages.summary import summary_page
from briefcli.pages.tables import Shape, showing, table
from briefcli.render.blocks import caption
from briefcli.report.colours import level_colours
from briefcli.report.markup import Markings, codes_data, step
from briefcli.report.matter import Matter
from briefcli.report.steps import Axis, climbs
from briefcli.report.worldmap import world_map

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from briefcli.dossier.filters import Wanted
    from briefcli.dossier.model import Event, Record, Sector, Stance, Topic
    from briefcli.dossier.past import View
    from briefcli.page import Note
    from briefcli.pages.columns import Context
    from briefcli.pages.disputes import Contradiction

    R = TypeVar("R", bound=Event | Sector | Topic)

_FOLDER = Path(__file__).parent
#: How many days before its own day a report tells the changes of.
RECENT = 90


class Chapter(Struct, frozen=True):
    """The section of one country: its page, its sources under the numbers of the report, and its stance."""

    code: str
    page: Brief
    notes: list[Note]
    stance: Stance | None


def report_text(seen: View, wanted: Wanted, today: date | None = None) -> str:
    """Return the report on a dossier, or on the part of it that is asked for, as an HTML document."""
    matter = Matter(seen, wanted, today)
    style = _read("style.css").replace("/* levels */", level_colours(len(seen.dossier.levels)))
    script = _read("script.js")
    environment = Environment(
        loader=FileSystemLoader(_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = in_words
    page = environment.get_template("report.html").render(
        **_parts(matter),
        style=Markup(style),  # noqa: S704 - our own
        script=Markup(script),  # noqa: S704 - our own
        style_hash=_hash(style),
        script_hash=_hash(script),
    )
    return printable(page)  # what was asked for stands in it, too


def in_words(day: PartialDate | date) -> str:
    """Return a date as people write it: 23 June 2026, June 2026 or 2026."""
    year, *rest = str(day).split("-")
    month = [calendar.month_name[int(rest[0])]] if rest else []
    return " ".join([*(part.lstrip("0") for part in rest[1:]), *month, year])


def _parts(matter: Matter) -> dict[str, object]:
    """Return everything that the template names."""
    seen, wanted, today = matter.seen, matter.wanted, matter.context.today
    axis = Axis(matter)
    return {
        "matter": matter,
        "linked": Markings(matter.numbers, frozenset(matter.codes)),
        "plain": Markings(matter.numbers, frozenset()),
        "caption": caption(about(matter.context, matter.found)),
        "summary": _sections(summary_page(seen, wanted, today)),
        "counted": {"countries": len(matter.codes)},
        "recent": _recent(matter),
        "days": RECENT,
        "changes": _recent_changes(matter),
        "map": world_map(matter),
        "axis": axis,
        "climbs": list(climbs(matter, axis)),
        "stances": showing(table(matter.context, STANCES, matter.history), also={"evidence"}, never={"until"}),
        "stances_data": _stances_data(matter),
        "matrix": matrix_page(seen, wanted, By.CONCERNS, Shape()),
        "events": _time_line(matter),
        "sectors": _by_stage(matter),
        "topics": _by_kind(matter),
        "disputed": _disputed(matter),
        "disputed_data": [codes_data(one.record.countries) for one in contradictions(matter.claims)],
        "chapters": [_chapter(matter, code) for code in matter.codes],
        "sources": _sources(matter),
        "sources_data": _sources_data(matter),
        "codebook": codebook_page(seen.dossier),
        "steps": list(matter.context.steps.values()),
        "step": step,
        "data": _data(matter, axis),
    }


def _sections(page: Brief) -> dict[str, object]:
    """Return the bodies of the sections of a page by their keys."""
    return {section.key: section.body for section in page.sections}


def _recent(matter: Matter) -> date:
    """Return the day from which the changes are told, which is none before the calendar begins."""
    return date.fromordinal(max(1, matter.day.toordinal() - RECENT))


def _recent_changes(matter: Matter) -> Listing:
    since = PartialDate(_recent(matter).isoformat())
    until = PartialDate(matter.day.isoformat())
    return changes_page([(matter.seen, structs.replace(matter.wanted, since=since, until=until))], Shape())


def _stances_data(matter: Matter) -> list[str]:
    """Return what the script needs of each row of stances; what has ended is hidden until it shows that day."""
    return [
        f' data-stance="{number}"{"" if stance in matter.stances else " hidden"}'
        for number, stance in enumerate(matter.history)
    ]


def _time_line(matter: Matter) -> Table:
    """Return the events under a heading for each year."""
    found = queries.events(matter.dossier, matter.wanted)
    return _listing(matter, EVENTS, found, [event.date[:4] for event in found])


def _by_stage(matter: Matter) -> Table:
    """Return the pieces of cooperation under a heading for each stage."""
    order = list(Stage)
    found = sorted(queries.sectors(matter.dossier, matter.wanted), key=lambda one: order.index(one.stage))
    return _listing(matter, SECTORS, found, [one.stage.capitalize() for one in found], never={"stage"})


def _by_kind(matter: Matter) -> Table:
    """Return the topics under a heading for each kind."""
    found = queries.topics(matter.dossier, matter.wanted)
    groups = [term(topic.kind).label for topic in found]
    return _listing(matter, TOPICS, found, groups, never={"kind"})


def _disputed(matter: Matter) -> Table:
    """Return what contradicts a record, with the number of the source."""
    cited: Field[Context, Contradiction] = Field(
        Column("evidence", "Notes", "the source"), lambda context, dispute: (citation(context, dispute.item),)
    )
    return table(matter.context, (*CONTRADICTIONS, cited), contradictions(matter.claims))


def _listing(
    matter: Matter,
    fields: Sequence[Field[Context, R]],
    found: Sequence[R],
    groups: Sequence[str],
    never: Collection[str] = (),
) -> Table:
    body = showing(table(matter.context, fields, found), also={"evidence"}, never=never, below={"summary"})
    return structs.replace(body, groups=tuple(groups))


def _chapter(matter: Matter, code: str) -> Chapter:
    """Return the section of a country, without what the report says in full elsewhere."""
    page = country_page(matter.seen, code, matter.wanted, matter.context.today)
    own = structs.replace(matter.wanted, countries=frozenset({code}))
    claims: list[Record] = [
        *queries.stances(matter.dossier, structs.replace(own, history=True)),
        *queries.sectors(matter.dossier, own),
        *queries.events(matter.dossier, own),
    ]
    notes = [
        structs.replace(note, number=matter.numbers[note.dossier, note.source])
        for note in numbered_notes(matter.context, claims)
    ]
    return Chapter(
        code,
        structs.replace(page, sections=tuple(map(_told_once, page.sections))),
        sorted(notes, key=lambda note: note.number),
        next((stance for stance in matter.stances if stance.country == code), None),
    )


def _told_once(section: Section) -> Section:
    """Return a section without the stance in force in its history, and without what the list of topics says."""
    match section:
        case Section(key="history", body=Table() as body):
            until = [column.key for column in body.columns].index("until")
            past = tuple(row for row in body.rows if row[until])
            return structs.replace(section, body=structs.replace(body, rows=past))
        case Section(key="topics", body=Table() as body):
            return structs.replace(section, body=showing(body, never={"countries", "summary", "evidence"}))
    return section


def _sources(matter: Matter) -> Table:
    """Return the sources under their numbers."""
    body = showing(table(matter.context, SOURCES, matter.sources), also={"kind"}, never={"id"})
    number = Column("number", "No.", "what the report calls it")
    rows = tuple((place, *row) for place, row in enumerate(body.rows, 1))
    return structs.replace(body, columns=(number, *body.columns), rows=rows)


def _sources_data(matter: Matter) -> list[str]:
    citing = matter.citing()
    return [
        f' id="source-{number}"' + codes_data(tuple(citing[source.id]))
        for number, source in enumerate(matter.sources, 1)
    ]


def _data(matter: Matter, axis: Axis) -> Markup:
    """Return what the script knows, as JSON that no HTML can end."""
    known = {
        "first": axis.start.isoformat(),
        "last": axis.end.isoformat(),
        "levels": [{"id": level.id, "label": level.label} for level in matter.dossier.levels],
        "countries": {
            code: {"name": matter.name(code), "slug": fold(matter.name(code)).replace(" ", "-")}
            for code in matter.codes
        },
        "stances": [
            {
                "country": stance.country,
                "since": stance.since,
                "until": matter.context.standings[stance.id].until,
                "rank": matter.context.steps[stance.level].rank,
                "status": stance.status,
                "concerns": stance.concerns,
                "disputed": stance.disputed,
            }
            for stance in matter.history
        ],
    }
    text = msgspec.json.encode(known).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
