"""What a site consists of: every file with what makes it, the first page last."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import quote

from markupsafe import escape
from msgspec import Struct, structs

from briefcli.dossier import queries
from briefcli.dossier.kinds import KINDS, RECORD_KINDS
from briefcli.dossier.parts import part_about
from briefcli.dossier.spelling import fold
from briefcli.page import About, Brief
from briefcli.pages.about import about, disputed_and_stale, with_coverage
from briefcli.pages.context import count_by_type
from briefcli.pages.country import country_page
from briefcli.pages.registry import LISTINGS
from briefcli.pages.several import by_dossier
from briefcli.pages.tables import ListingOptions
from briefcli.render import FORMS, render
from briefcli.render.blocks import missing_in_words, only_in_words
from briefcli.render.form import Form, RenderOptions
from briefcli.render.webpage import STYLE
from briefcli.report.data import ReportData
from briefcli.report.document import FOLDER, OnSite, report_text
from briefcli.report.markup import anchor
from briefcli.report.template import inert, own_text, rendered
from briefcli.report.trend import finding_of_report
from briefcli.shelf.index import MAX_MOVES, index_of
from briefcli.site.address import Address
from briefcli.site.agenda import calendar, dated_events
from briefcli.site.feed import feed
from briefcli.site.finder import entries
from briefcli.site.profile import colours_of, day_in_words, profile_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from briefcli.dossier.model import Dossier
    from briefcli.pages.listings import Selection

    #: Paths below the folder of a site in the order in which they are to be written, and what makes each file.
    Contents: TypeAlias = dict[str, Callable[[], str | bytes]]

_OWN = Path(__file__).parent
_DATA = [form for form in FORMS if form.name in {"csv", "json"}]
#: Three steps, in the tab of a browser.
_ICON = "data:image/svg+xml," + quote(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">'
    '<path fill="#1f5fa8" d="M1 11h4v4H1zM6 6h4v9H6zM11 1h4v14h-4z"/></svg>'
)
#: How many changes changes.json has at most.
_MAX_CHANGES = 500
JSON = next(form for form in FORMS if form.name == "json")


class CountryEntry(Struct, frozen=True):
    """A country that has a page, and the dossiers that have records about it."""

    code: str
    reports: list[ReportData]

    @property
    def name(self) -> str:
        """What it is called: each name where its dossiers differ, which may mean different bodies by one code."""
        return " / ".join(dict.fromkeys(data.name(self.code) for data in self.reports))

    @property
    def page(self) -> str:
        """Where its page lies."""
        return f"countries/{_file_name(self.code.lower())}.html"

    @property
    def data(self) -> str:
        """Where its data lie."""
        return self.page.replace(".html", ".json")

    def newest_first(self) -> list[ReportData]:
        """Return its dossiers by their day, and those of one day by the newest record on it, the newest first."""

        def newest(data: ReportData) -> str:
            return queries.newest_records(data.snapshot_about(self.code).dossier).get(self.code, "")

        return _newest_first(sorted(self.reports, key=newest, reverse=True))

    def brief(self) -> Brief:
        """Return what its dossiers have on it, as the command does."""
        pages = (
            (data.dossier, country_page(data.snapshot_about(self.code), self.code, data.query))
            for data in self.reports
        )
        return by_dossier(self.name, pages)


class House(Struct, frozen=True):
    """Who publishes a site: its name, its logo as a data address, and the address at which the site is."""

    title: str = ""
    logo: str = ""
    base: str = ""


class Site:
    """The site on some dossiers, as they are seen on a day."""

    def __init__(self, selection: Selection, house: House = House()) -> None:  # noqa: B008 - immutable
        self._house = house
        self._address = Address(house.base)
        self._dossiers = [ReportData(snapshot, query) for snapshot, query in selection]
        self._reports = [(data, f"{_folder(data)}report.html#") for data in self._dossiers]
        self._addresses = dict(self._reports)
        found: dict[str, list[ReportData]] = {}
        for data in self._dossiers:
            for code in data.codes:
                found.setdefault(code, []).append(data)
        countries = [CountryEntry(code, reports) for code, reports in found.items()]
        self._countries = {one.code: one for one in sorted(countries, key=lambda one: (fold(one.name), one.code))}
        self._ways = {
            "Dossiers": "index.html",
            "Countries": "index.html#countries",
            "Search": "search.html",
        }
        self._has_calendar = any(map(_has_calendar, self._dossiers))

    def contents(self) -> Contents:
        """Yield every file of the site, each made when it is needed."""
        files: Contents = {}
        for data in self._dossiers:
            files |= {_folder(data) + name: make for name, make in self._of_dossier(data).items()}
        for country in self._countries.values():
            files[country.page] = partial(self._country, country)
            files[country.data] = partial(_country_data, country)
        files["changes.json"] = partial(_changes, self._dossiers)
        here, title = self._address.at, f"{self._house.title}: " if self._house.title else ""
        files["changes.xml"] = partial(
            feed, self._reports, here("changes.xml"), "changes", f"{title}Changes", "index.html"
        )
        if self._has_calendar:
            files["events.ics"] = partial(calendar, self._reports, here("events.ics"), f"{title}Events")
        if self._house.base:
            files["sitemap.xml"] = partial(self._sitemap, [path for path in files if path.endswith(".html")])
        files["search.html"] = self._search
        files["index.html"] = self._index
        return files

    def _of_dossier(self, data: ReportData) -> Contents:
        """Return the files of a dossier by their names in its folder."""
        dossier, reports, folder = data.dossier, [(data, "report.html#")], _folder(data)
        named = (f"changes:{dossier.id}", f"Changes: {dossier.title}")
        files: Contents = {
            "report.html": partial(self._report, data),
            "changes.xml": partial(feed, reports, self._address.at(f"{folder}changes.xml"), *named, "report.html"),
        }
        if _has_calendar(data):
            here = self._address.at(f"{folder}events.ics")
            files["events.ics"] = partial(calendar, reports, here, f"Events: {dossier.title}")
        for name in _published(data):
            files |= {f"{name}{form.suffixes[0]}": partial(_listing, data, name, form) for form in _DATA}
        return files

    def _report(self, data: ReportData) -> str:
        path = f"{_folder(data)}report.html"
        canonical = self._address.at(path).whole
        countries = {code: f"../../{self._countries[code].page}" for code in data.codes}
        on_site = OnSite(home="../../index.html", canonical=canonical, countries=countries)
        return report_text(data.snapshot, data.query, site=on_site)

    def _sitemap(self, pages: Sequence[str]) -> str:
        """Return the addresses of the pages for search engines."""
        found = [self._address.at(path).whole for path in ("index.html", "search.html", *pages)]
        lines = [f"  <url><loc>{escape(address)}</loc></url>" for address in found]
        head = '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
        return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *lines, "</urlset>", ""])

    def _country(self, country: CountryEntry) -> str:
        reports = country.newest_first()
        profiles = [profile_of(data, country.code, f"../{self._addresses[data]}") for data in reports]
        ladders = {len(data.dossier.levels): list(data.context.steps.values()) for data in reports}
        return self._page(
            "country.html",
            country.page,
            root="../",
            colours=colours_of(reports),
            country=country,
            profiles=profiles,
            ladders=ladders,
        )

    def _search(self) -> str:
        pages = {country.code: country.page for country in self._countries.values()}
        titles = [data.dossier.title for data in self._dossiers]
        headings = {"country": "Countries", **{kind.word: kind.heading for kind in KINDS}}
        known = {"dossiers": titles, "kinds": headings, "entries": entries(self._reports, pages)}
        return self._page("search.html", "search.html", "search.js", data=inert(known))

    def _index(self) -> str:
        return self._page(
            "index.html",
            "index.html",
            "find.js",
            colours=colours_of(self._dossiers),
            dossiers=[_shown(data, self._address) for data in _newest_first(self._dossiers)],
            countries=self._countries,
            counted=count_by_type(one.reports[0].dossier.countries[one.code] for one in self._countries.values()),
            anchor=anchor,
        )

    def _page(
        self, template: str, page: str, script: str = "", *, root: str = "", colours: str = "", **parts: object
    ) -> str:
        of_report = ("base.css", "style.css") if template == "country.html" else ("base.css",)
        style = "\n".join((STYLE, *(own_text(FOLDER / name) for name in of_report), own_text(_OWN / "site.css")))
        texts = [own_text(FOLDER / "words.js"), own_text(_OWN / script)] if script else []
        return rendered(
            _OWN / template,
            style.replace("/* levels */", colours),
            "\n".join(['"use strict";', *texts]) if texts else "",
            ways=self._ways,
            calendar=(self._address.at("events.ics").subscription or f"{root}events.ics") * self._has_calendar,
            here=page,
            root=root,
            house=self._house,
            icon=_ICON,
            canonical=self._address.at(page).whole,
            **parts,
        )


def _newest_first(dossiers: Sequence[ReportData]) -> list[ReportData]:
    """Return dossiers by their day, the newest first."""
    return sorted(dossiers, key=lambda data: data.dossier.as_of, reverse=True)


def _country_data(country: CountryEntry) -> str | bytes:
    return render(country.brief(), JSON, RenderOptions())


def _changes(dossiers: Sequence[ReportData]) -> str | bytes:
    """Return the newest changes of some dossiers for programs, oldest first."""
    selection = [(data.snapshot, data.query) for data in dossiers]
    page = LISTINGS["changes"].listing(selection, ListingOptions(sort="date"))
    newest = structs.replace(page.table, rows=page.table.rows[-_MAX_CHANGES:])
    return render(structs.replace(page, table=newest), JSON, RenderOptions())


def _published(data: ReportData) -> list[str]:
    """Return the listings that are tables for download."""
    empty = {kind.command for kind in RECORD_KINDS if not getattr(data.dossier, kind.list_key)}
    return [
        name for name, spec in LISTINGS.items() if spec.published and not (spec.left_out_empty and name in empty)
    ]


def _listing(data: ReportData, name: str, form: Form) -> str | bytes:
    return render(LISTINGS[name].listing([(data.snapshot, data.query)], ListingOptions()), form, RenderOptions())


def _shown(data: ReportData, address: Address) -> dict[str, object]:
    """Return what the first page shows about a dossier: the same as the overview."""
    rests = about(data.context, data.found, of_stances=True)
    index, calendar = index_of(_part(data)), f"{_folder(data)}events.ics"
    head, standing = index.head, index.countries_on()
    number_of_stances = index.counts.records["stances"]
    day = data.context.day or data.day
    return {
        "data": data,
        "folder": _folder(data),
        "head": head,
        "day_text": day_in_words(data),
        "finding": finding_of_report(data),
        "levels": [(level, standing[level.id]) for level in reversed(head.levels)],
        "moves": [change for change in data.changes if change.is_move][:MAX_MOVES],
        "disputed": index.disputed,
        "judged": disputed_and_stale(index.disputed, index.stale(day), number_of_stances).split("; "),
        "coverage": ". ".join(with_coverage(About(), [(data.snapshot, data.query)]).coverage),
        "only": only_in_words(rests),
        "missing": missing_in_words(rests),
        "calendar": (address.at(calendar).subscription or calendar) * _has_calendar(data),
        "listings": _published(data),
        "undated": dated_events(data)[1],
    }


def _part(data: ReportData) -> Dossier:
    """Return the part of the dossier about the countries that are selected."""
    return data.dossier if data.query.countries is None else part_about(data.dossier, data.query.countries)


def _folder(data: ReportData) -> str:
    return f"dossiers/{_file_name(data.dossier.id)}/"


def _file_name(name: str) -> str:
    """Return a name by which Windows can have a file; those of devices it refuses, with any suffix."""
    return f"{name}_" if re.fullmatch("con|prn|aux|nul|(com|lpt)[0-9]", name) else name


def _has_calendar(data: ReportData) -> bool:
    return bool(dated_events(data)[0])
