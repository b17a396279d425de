"""What changed as an Atom feed (RFC 4287), in which an entry keeps its id from edition to edition."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree

from briefcli.dossier.dates import first_day, has_begun
from briefcli.report.markup import anchor
from briefcli.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from xml.etree.ElementTree import Element

    from briefcli.dossier.dates import PartialDate
    from briefcli.dossier.history import Change
    from briefcli.dossier.model import Record
    from briefcli.report.data import ReportData
    from briefcli.site.address import Address

#: The number of newest changes in a feed.
_MAX_ENTRIES = 100


def feed(reports: Sequence[tuple[ReportData, str]], here: Address, name: str, title: str, page: str) -> bytes:
    """Return the newest changes in some dossiers, each with the address at which the places of its report begin.

    `here` is the address of the feed, and `page` that of its page. A change of a month or a year is dated to its
    first day. One after the day of its dossier is only in the calendar. The feed is of the day of its newest
    dossier, so that it is the same whenever it is made.
    """
    root = ElementTree.Element("feed", xmlns="http://www.w3.org/2005/Atom")
    _add(root, "id", here.id(name))
    _add(root, "title", title)
    _add(root, "updated", _instant(max(data.dossier.as_of for data, _ in reports)))
    _add(root, "link", rel="alternate", type="text/html", href=here.to(page))
    if here.base:
        _add(root, "link", rel="self", type="application/atom+xml", href=here.whole)
    _add(root, "generator", "brief", version=__version__)
    entries = [(key, data, place, own) for data, place in reports for key, own in _by_record_and_day(data).items()]
    entries.sort(key=lambda entry: entry[0][1], reverse=True)
    for _, data, place, own in entries[:_MAX_ENTRIES]:
        _entry(root, data, here, place, own)
    ElementTree.indent(root)
    written: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _by_record_and_day(data: ReportData) -> dict[tuple[str, PartialDate], list[Change[Record]]]:
    """Return the changes of each record on each day, of which there may be several steps at once."""
    found: dict[tuple[str, PartialDate], list[Change[Record]]] = {}
    for change in data.changes:
        if not has_begun(change.date, data.dossier.as_of):
            continue
        found.setdefault((change.record.id, change.date), []).append(change)
    return found


def _entry(root: Element, data: ReportData, here: Address, place: str, own: Sequence[Change[Record]]) -> None:
    change, dossier = own[0], data.dossier
    names = ", ".join(map(data.name, change.countries)) or "Partners"
    entry = _add(root, "entry")
    _add(entry, "id", here.id(f"change:{dossier.id}:{change.record.id}:{change.date}"))
    _add(entry, "title", f"{names}: {'; '.join(data.describe(one) for one in own)} ({change.date})")
    _add(entry, "updated", _instant(change.date))
    _add(_add(entry, "author"), "name", dossier.title)
    _add(entry, "link", rel="alternate", type="text/html", href=here.to(f"{place}{anchor(change.record.id)}"))
    _add(entry, "category", term=change.kind, label=change.kind.replace("-", " ").capitalize())
    if change.record.summary:
        _add(entry, "summary", change.record.summary)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    child = ElementTree.SubElement(parent, name, attributes)
    child.text = text or None
    return child


def _instant(date: PartialDate) -> str:
    return f"{first_day(date).isoformat()}T00:00:00Z"
