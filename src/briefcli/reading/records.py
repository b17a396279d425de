"""The records of a dossier, each with its path, and what makes two of them one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.model import RECORDS, Event, Sector, Stance, Topic
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from briefcli.dossier.model import Dossier, Record
    from briefcli.problems import TreePath


def records(dossier: Dossier) -> Iterator[tuple[TreePath, Record]]:
    """Yield each record with its path."""
    for name in RECORDS:
        for index, record in enumerate(getattr(dossier, name)):
            yield (name, index), record


def said(record: Record) -> object:
    """Return what two records of one identity may say differently."""
    match record:
        case Stance():
            return record.level, fold(record.status)
        case Topic():
            return frozenset(record.countries)
        case Sector():
            return record.stage, record.since, fold(f"{record.initiative} {record.outcome}")
        case Event():
            return None


def name_of(dossier: Dossier, country: str) -> str:
    """Return what to call a country, which may be unknown."""
    return dossier.countries[country].name if country in dossier.countries else country
