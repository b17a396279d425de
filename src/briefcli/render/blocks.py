"""A page as people read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.page import Versions

if TYPE_CHECKING:
    from briefcli.page import About, Version


def caption(about: About | Versions) -> str:
    """Return in words what a page rests on; nothing where it rests on no dossier."""
    if isinstance(about, Versions):
        return f"From {_version(about.old)} to {_version(about.new)}"
    if about.as_of is None:
        return f"In {_counted(len(about.dossiers), 'dossier')}" if about.dossiers else ""
    said = [f"Dossier {', '.join(about.dossiers)}", f"as of {about.as_of}"]
    if about.asked:
        said.append(f"as it stood on {about.asked}")
    if about.newest_evidence:
        said.append(f"newest evidence {about.newest_evidence}")
    if about.evidence_age is not None:
        said.append(f"{_counted(about.evidence_age, 'day')} old")
    only = [f"{name.replace('_', ' ')} {' or '.join(values)}" for name, values in about.only]
    return ", ".join(said) + (f". Only {', '.join(only)}" if only else "")


def _version(version: Version) -> str:
    return f"{version.id} as of {version.as_of} ({version.place})"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
