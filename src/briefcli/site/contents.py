"""What a site consists of: every file with what makes it, the first page last."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from markupsafe import Markup
from msgspec import Struct

from briefcli.dossier.changes import ChangeKind
from briefcli.dossier.spelling import fold
from briefcli.errors import counted
from briefcli.pages.about import ago
from briefcli.pages.country import country_page
from briefcli.pages.listings import PAGES
from briefcli.pages.several import by_dossier
from briefcli.pages.tables import Shape
from briefcli.render import FORMS, render
from briefcli.render.form import Form, Manner
from briefcli.render.webpage import STYLE, body_html
from briefcli.report.colours import level_colours
from briefcli.report.document import FOLDER, report_text
from briefcli.report.markup import anchor
from briefcli.report.matter import Matter
from briefcli.report.template import in_words, inert, own_text, rendered
from briefcli.shelf.index import index_of
from briefcli.site.agenda import calendar, dated
from briefcli.site.feed import feed
from briefcli.site.finder import entries

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.pages.listings import Selection

    #: Paths below the folder of a site in the order in which they are to be written, and what makes each file.
    Contents: TypeAlias = dict[str, Callable[[], str | bytes]]

_OWN = Path(__file__).parent
_DATA = [form for form in FORMS if form.name in {"csv", "json"}]
#: So many moves of each dossier stand on the first page, as in the overview.
_MOVES = 3


class Country(Struct, frozen=True):
    """A country that has a page of its own, and the dossiers that have something on it."""

    code: str
    matters: list[Matter]

    @property
    def name(self) -> str:
        """What it is called: each name where its dossiers differ, which may mean different bodies by one code."""
        return " / ".join(dict.fromkeys(matter.name(self.code) for matter in self.matters))

    @property
    def page(self) -> str:
        """Where its page lies."""
        return f"countries/{self.code.lower()}.html"


class Site:
    """The site on some dossiers, as they are seen on a day."""

    def __init__(self, views: Selection) -> None:
        self._matters = [Matter(seen, query) for seen, query in views]
        self._reports = [(matter, f"{_folder(matter)}report.html#") for matter in self._matters]
        found: dict[str, list[Matter]] = {}
        for matter in self._matters:
            for code in matter.codes:
                found.setdefault(code, []).append(matter)
        countries = [Country(code, matters) for code, matters in found.items()]
        self._countries = {one.code: one for one in sorted(countries, key=lambda one: (fold(one.name), one.code))}
        self._ways = {
            "Dossiers": "index.html",
            "Countries": "index.html#countries",
            "Search": "search.html",
            "Changes (Atom)": "changes.xml",
            **({"Events (iCalendar)": "events.ics"} if any(map(_has_calendar, self._matters)) else {}),
        }

    def contents(self) -> Contents:
        """Return every file of the site, none of which is made before it is asked for."""
        files: Contents = {}
        for matter in self._matters:
            files |= {_folder(matter) + name: make for name, make in self._of_dossier(matter).items()}
        files |= {country.page: partial(self._country, country) for country in self._countries.values()}
        files["changes.xml"] = partial(feed, self._reports, "urn:briefcli:changes", "Changes", "index.html")
        if "events.ics" in self._ways.values():
            files["events.ics"] = partial(calendar, self._matters, "Events")
        files["search.html"] = self._search
        files["index.html"] = self._index
        return files

    def _of_dossier(self, matter: Matter) -> Contents:
        """Return the files of a dossier by their names in its folder."""
        dossier, here = matter.dossier, [(matter, "report.html#")]
        about = (f"urn:briefcli:changes:{dossier.id}", f"Changes: {dossier.title}")
        files: Contents = {
            "report.html": partial(report_text, matter.seen, matter.query, home="../../index.html"),
            "changes.xml": partial(feed, here, *about, "report.html"),
        }
        if _has_calendar(matter):
            files["events.ics"] = partial(calendar, [matter], f"Events: {dossier.title}")
        for name in PAGES:
            files |= {f"{name}{form.suffixes[0]}": partial(_listing, matter, name, form) for form in _DATA}
        return files

    def _country(self, country: Country) -> str:
        pages = [
            (matter.dossier, country_page(matter.seen, country.code, matter.query)) for matter in country.matters
        ]
        body = Markup(body_html(by_dossier(country.name, pages)))  # noqa: S704 - escaped
        reports = [(matter, report) for matter, report in self._reports if matter in country.matters]
        return self._page("country.html", country.page, root="../", country=country, reports=reports, body=body)

    def _search(self) -> str:
        pages = {country.code: country.page for country in self._countries.values()}
        titles = [matter.dossier.title for matter in self._matters]
        known = {"dossiers": titles, "entries": entries(self._reports, pages)}
        return self._page("search.html", "search.html", "search.js", data=inert(known))

    def _index(self) -> str:
        counts = sorted({len(matter.dossier.levels) for matter in self._matters})
        colours = "\n".join(level_colours(count, f".of-{count} ") for count in counts)
        return self._page(
            "index.html",
            "index.html",
            "find.js",
            colours=colours,
            dossiers=list(map(_shown, self._matters)),
            countries=self._countries,
            listings=PAGES,
            anchor=anchor,
        )

    def _page(
        self, template: str, page: str, script: str = "", *, root: str = "", colours: str = "", **parts: object
    ) -> str:
        style = "\n".join((STYLE, own_text(FOLDER / "base.css"), own_text(_OWN / "site.css")))
        texts = [own_text(FOLDER / "words.js"), own_text(_OWN / script)] if script else []
        return rendered(
            _OWN / template,
            style.replace("/* levels */", colours),
            "\n".join(['"use strict";', *texts]) if texts else "",
            ways=self._ways,
            here=page,
            root=root,
            **parts,
        )


def _listing(matter: Matter, name: str, form: Form) -> str | bytes:
    return render(PAGES[name]([(matter.seen, matter.query)], Shape()), form, Manner())


def _shown(matter: Matter) -> dict[str, object]:
    """Return what the first page tells of a dossier: what the overview does."""
    index = index_of(matter.dossier)
    head, standing = index.head, index.countries_on()
    day = matter.context.day or matter.day
    age = "" if head.as_of > day.isoformat() else f", {ago(head.as_of, day)}"
    then = matter.asked.as_of
    told = f"As it stood on {in_words(matter.day)}" if then else f"As of {in_words(head.as_of)}{age}"
    return {
        "matter": matter,
        "folder": _folder(matter),
        "head": head,
        "told": told,
        "levels": [(level, standing[level.id]) for level in reversed(head.levels)],
        "moves": [one for one in matter.changes if one.change.kind is ChangeKind.LEVEL][:_MOVES],
        "disputed": index.disputed and f"{counted(index.disputed, 'record')} in force disputed",
        "stale": f"{index.stale(day)} of {counted(index.counts.stances, 'stance')} in force stale",
        "calendar": _has_calendar(matter),
        "undated": dated(matter)[1],
    }


def _folder(matter: Matter) -> str:
    return f"dossiers/{matter.dossier.id}/"


def _has_calendar(matter: Matter) -> bool:
    return bool(dated(matter)[0])
