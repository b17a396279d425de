"""Two sound dossiers: a frozen one that has every feature, and a small one as YAML text, with ways to read it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from briefcli.dossier.words import resolve_all
from briefcli.problems import MAX_PROBLEMS
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier, read_dossier

if TYPE_CHECKING:
    from briefcli.dossier.filters import Filters, Query
    from briefcli.dossier.model import Dossier

#: A folder with every feature of the format, for what is printed whole. A test that changes a dossier takes RIVER.
FROZEN = "tests/dossiers/frozen"
#: The ids of the bundled dossiers, and the listing of them alone.
BUNDLED = ("high-seas", "japan-visit", "nuclear-ban", "world")
ALL_BUNDLED = "".join(f"{name}\n" for name in ("id", *BUNDLED))

#: Words as somebody types them into a search, on the command line or on a page, and how they are parted.
TYPED_WORDS = {
    "aid": ["aid"],
    '"human rights" aid': ["human rights", "aid"],
    "“human rights” aid": ["human rights", "aid"],
    "„human rights“ aid": ["human rights", "aid"],
    "aid „human rights”": ["aid", "human rights"],
    "“human rights": ["human rights"],
    '"human rights': ["human rights"],
    "aid“human rights”": ["aid", "human rights"],
    "“it's”": ["it's"],
    '  "" “ ” aid': ["aid"],
}

#: `check` reports nothing about it, not even a notice.
RIVER = """\
dossier: river-talks
title: Talks on the shared river
subject: the dam upstream
as_of: 2025-03-01
summary: Who talks with whom about the dam.
levels:
  - {id: talks, label: Holds talks, meaning: Holds official talks.}
grades: {press: B}
sources:
  - {id: gazette, publisher: Example Gazette, kind: press, title: Talks resume, date: 2025-02-20}
stances:
  - country: Egypt
    since: 2025-02
    level: talks
    status: In talks
    summary: Sends a delegation.
    credibility: 3
    evidence: [gazette]
"""
#: The one stance of it.
STANCE = RIVER[RIVER.index("  - country:") :]


def came_and_ended() -> str:
    """Return the sample with two moves: the first stance of Egypt, and the end of Kenya's, which is newer."""
    return RIVER + stance(country="Kenya", since="2023", ended="2025-02-10", status="At the table")


def files(*texts: str) -> list[DossierFile]:
    """Return the files 1.yaml, 2.yaml and so on with these texts."""
    return [DossierFile(f"{number}.yaml", text.encode()) for number, text in enumerate(texts, 1)]


def read(*texts: str, limit: int = MAX_PROBLEMS) -> Dossier:
    """Return the dossier that the texts hold together."""
    return read_dossier(files(*texts), "river.yaml", limit=limit)


def problems(*texts: str, limit: int = MAX_PROBLEMS) -> list[str]:
    """Return every problem of the dossier that the texts hold together, as it is printed."""
    return [str(problem) for problem in examine_dossier(files(*texts), limit=limit)]


def asked(dossier: Dossier, filters: Filters) -> tuple[Dossier, Query]:
    """Return a dossier on the requested day, with the filters resolved for it."""
    ((snapshot, query),) = resolve_all([dossier], filters)
    return snapshot.dossier, query


def stance(**changed: str) -> str:
    """Return the stance of the sample with other values."""
    values = dict(line.strip(" -").split(": ") for line in STANCE.splitlines()) | changed
    return "  - " + "\n    ".join(f"{key}: {value}" for key, value in values.items()) + "\n"


def event(**values: str) -> str:
    """Return a list of one event."""
    given = {"date": "2025-02-16", "title": "Delegations meet", "evidence": "[gazette]"} | values
    return "events:\n  - " + "\n    ".join(f"{key}: {value}" for key, value in given.items()) + "\n"


def only_page(text: str) -> Any:
    """Return the page of a dossier from JSON that has no other one."""
    (page,) = json.loads(text)["dossiers"].values()
    return page


def told(text: str) -> list[str]:
    """Return the problems of a dossier, each as its line and its slug."""
    return [f"{line.split(':')[1]} {line.split(': ')[1]}" for line in problems(text)]
