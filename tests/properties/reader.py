"""What reading any bytes may end in, for hypothesis and for the fuzz."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING

from briefcli.errors import DossierError
from briefcli.problems import Problem, Rule, Severity
from briefcli.reading.files import DossierFile
from briefcli.reading.reading import examine_dossier, read_dossier

if TYPE_CHECKING:
    from collections.abc import Sequence

_TODAY = datetime.date(2026, 3, 1)


def check_reading(*parts: bytes) -> None:
    """Assert that files are a dossier, or have problems at places within them, and nothing else."""
    files = [DossierFile(f"{number}.yaml", data) for number, data in enumerate(parts)]
    found = examine_dossier(files, _TODAY, 0)
    _check_places(files, found)
    errors = [item for item in found if item.rule.severity is Severity.ERROR and item.rule is not Rule.STALE]
    assert set(_refused(files)) == set(errors)


def _refused(files: Sequence[DossierFile]) -> tuple[Problem, ...]:
    """Return the problems for which a dossier is not read, of which there is at least one; or nothing."""
    try:
        read_dossier(files, "it")
    except DossierError as error:
        return error.problems or (Problem(Rule.EMPTY, "no problem is told", "", ""),)
    return ()


def _check_places(files: Sequence[DossierFile], found: Sequence[Problem]) -> None:
    lines = {file.name: re.split("\r\n|\r|\n", file.data.decode("utf-8-sig", "replace")) for file in files}
    for problem in found:
        assert 1 <= problem.line <= len(lines[problem.file]), problem
        assert 1 <= problem.column <= len(lines[problem.file][problem.line - 1]) + 1, problem
