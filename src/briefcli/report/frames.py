"""The parts of the map that a reader may choose: around regions, groups and countries, with the subject."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.groups import known_groups, selected_group
from briefcli.dossier.regions import regions
from briefcli.report.worldmap import frame_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from briefcli.report.data import ReportData

    Frame = tuple[int, int, int, int]

#: What people name and UN M49 does not: the part of a map, which no filter knows.
_MIDDLE_EAST = frozenset(
    ("AE", "BH", "EG", "IL", "IQ", "IR", "JO", "KW", "LB", "OM", "PS", "QA", "SA", "SY", "TR", "YE")
)


class Frames:
    """The frames of a report. Each is left, top, width and height, and contains the subject."""

    def __init__(self, data: ReportData) -> None:
        self._codes = frozenset(data.codes)
        self._subject = data.dossier.subject
        around = {"Middle East": _MIDDLE_EAST, **regions()}
        self.regions = self._named(sorted(around.items()), least=1)
        self.groups = self._named(_groups(data), least=2)

    def of_country(self, code: str) -> Frame:
        """Return the frame of one country."""
        return frame_of([code], self._subject)

    def _named(self, parts: Iterable[tuple[str, frozenset[str]]], least: int) -> dict[str, Frame]:
        """Return the frame of each part that contains at least `least` countries of the report."""
        here = ((name, sorted(codes & self._codes)) for name, codes in parts)
        return {name: frame_of(codes, self._subject) for name, codes in here if len(codes) >= least}


def _groups(data: ReportData) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the groups of the dossier and those that the program knows, with their members, by name."""
    ids = sorted({*data.dossier.groups, *known_groups()})
    for group in (selected_group(data.dossier, each, data.dossier.as_of) for each in ids):
        yield group.label, group.countries
