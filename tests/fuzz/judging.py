"""What is wrong after a case: how it ended, what it printed, and the files that it changed or left."""

from __future__ import annotations

import json
import os
import re
import resource
import signal
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from briefcli.cli.app import COMMANDS
from briefcli.problems import Severity
from briefcli.reading.files import HEAD, DossierFile
from briefcli.reading.reading import examine_dossier
from briefcli.reading.schema import SCHEMA_FILE
from fuzz.sandbox import FOREIGN, MAX_SECONDS, RAISED, contents, environment, make, remove, run

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fuzz.cases import Case
    from fuzz.sandbox import Ended, Found

#: How many bytes of memory a case may take.
MAX_MEMORY = 2**30
#: What Python prints and no message of the program contains.
_TRACE = re.compile(r"^(Traceback \(most recent call last\)|Exception ignored|Fatal Python error)", re.MULTILINE)
#: The commands that end with 1 where they find something; those that change dossiers do where they refuse to.
_FINDING = {"check", "diff"}
_INSTALL = {"--install", "--install-completion"}


def try_case(case: Case, folder: Path) -> tuple[int, list[str]]:
    """Run a case in a sandbox below a folder; return its exit code and everything that is wrong."""
    root = make(folder, case)
    before, may, peak = contents(root), _Rights(case, root), _peak()
    ended = run(case, root)
    wrong = [*_odd_end(case, ended), *_odd_files(root, before, may), *_odd_dossiers(case, root, ended)]
    if _peak() > max(MAX_MEMORY, peak):
        wrong.append(f"memory: more than {MAX_MEMORY // 2**20} MiB")
    remove(root)
    return ended.code, wrong


def _odd_end(case: Case, ended: Ended) -> Iterator[str]:
    """Yield what is wrong with the exit code, the messages and the time of a run."""
    last = ended.err[-3000:]
    if case.process == "SIGINT" and "KeyboardInterrupt" in last and not re.search("briefcli/(?!__)", last):
        return  # it came before the program had begun
    if ended.seconds > MAX_SECONDS:
        yield f"hang: it takes more than {MAX_SECONDS} seconds"
    elif ended.code == -signal.SIGKILL:  # which ends what waits too long
        yield "hang: it does not end"
    elif ended.code == RAISED:
        yield f"raised:\n{last}"
    elif ended.code not in _possible_codes(case):
        yield f"exit code: {ended.code}\n{last}"
    elif _TRACE.search(ended.err):
        yield f"printed:\n{last}"
    if "there is not enough memory" in ended.err:
        yield "memory: there is not enough"


def _possible_codes(case: Case) -> set[int]:
    command = case.command()
    finds = command in _FINDING or "--exit-code" in case.arguments
    ones = {1} if finds or COMMANDS.get(command) in {"edit", "rounds", "merging"} else set()
    return {0, 2, 3} | ones | ({-signal.Signals[case.process]} if case.process.startswith("SIG") else set())


def _odd_files(root: Path, before: Mapping[str, Found], may: _Rights) -> Iterator[str]:
    """Yield the files of others that changed or are gone, and those that were left behind."""
    after = contents(root)
    for path, was in before.items():
        if path not in after:
            if not may.remove(path, was):
                yield f"gone: {path}"
        elif after[path] != was and not (after[path].mode == was.mode and may.change(path, was)):
            yield f"changed: {path}"
    new = (path for path in after.keys() - before.keys() if ".brief" not in Path(path).parts)  # lock and journal
    yield from (f"left: {path}" for path in new if not may.add(path))


def _odd_dossiers(case: Case, root: Path, ended: Ended) -> Iterator[str]:
    """Yield the dossiers that were changed although the command failed, or that cannot be read any more."""
    for name, old in case.files.items():
        place = root / "work" / name
        if "--write" not in case.arguments or not name.endswith(".yaml") or not place.is_file():
            continue
        new = place.read_bytes()
        if new == old:
            continue
        if ended.code not in {0, -signal.SIGINT, -signal.SIGTERM}:
            yield f"changed: {name} by a run that ended with {ended.code}"
        if _is_yaml(old) and not _is_yaml(new):
            yield f"unreadable: PyYAML does not read {name} any more"
        if "/" not in name and (problems := _errors(new) - _errors(old)):
            yield f"unreadable: {name} is no dossier any more: {min(problems)}"


def _is_yaml(data: bytes) -> bool:
    """Return whether PyYAML reads a file."""
    try:
        yaml.safe_load(data)
    except (yaml.YAMLError, ValueError):
        return False
    return True


def _errors(data: bytes) -> Counter[str]:
    """Return the errors without their places, which a change moves."""
    problems = examine_dossier([DossierFile("changed.yaml", data)])
    return Counter(problem.message for problem in problems if problem.rule.severity is Severity.ERROR)


class _Rights:
    """The files that a case may change, add or remove, by its arguments and the manifests before it ran."""

    def __init__(self, case: Case, root: Path) -> None:
        self._root, self._command = root, case.command()
        self._installs = bool(_INSTALL.intersection(case.arguments))
        self._opens = "--open" in case.arguments
        self._outputs = {self._real(word) for word in _outputs(case)}
        self._ours = {path: digests for folder in self._outputs for path, digests in _ours(folder).items()}
        names = [*_values(case, "-d", "--dossier"), case.environment.get("BRIEF_DOSSIER", "")]
        self._dossiers = {self._real(name) for name in names if name and "--write" in case.arguments}
        variables = environment(case, root)
        self._caches = {self._real(variables["XDG_CACHE_HOME"]), self._real(variables["HOME"]) / ".cache"}
        self._home = self._real(variables["HOME"])

    def change(self, path: str, was: Found) -> bool:
        """Return whether the bytes of a file may be others."""
        place = self._place(path)
        if path in FOREIGN and self._installs and path.startswith("home/."):
            return place.read_text(encoding="utf-8").startswith(FOREIGN[path])
        is_output = place in self._outputs and self._command not in {"site", "new"}
        return is_output or self._is_ours(path, was) or self._is_dossier(place)

    def remove(self, path: str, was: Found) -> bool:
        """Return whether a file may be gone: one that the manifest of its folder lists with its digest."""
        return self._is_ours(path, was)

    def add(self, path: str) -> bool:
        """Return whether a file may be there that was not before."""
        place = self._place(path)
        if place.name.startswith(".brief-"):  # a temporary file
            return False
        around = {place, *place.parents}
        below = any(output in around or place in output.parents for output in self._outputs)
        beside = {output.with_name(SCHEMA_FILE) for output in self._outputs if self._command == "new"}
        beside |= {output.with_suffix(".metadata.json") for output in self._outputs if output.name}
        opened = self._opens and path.startswith("tmp/brief-")
        installed = self._installs and self._home in around
        return below or place in beside or opened or installed or bool(self._caches & around)

    def _is_ours(self, path: str, was: Found) -> bool:
        place = self._root / path
        return place in self._ours and (was.content in self._ours[place] or place.name == "manifest.json")

    def _is_dossier(self, place: Path) -> bool:
        """Return whether a file is of the dossier that is changed: it, one in its folder, or one beside it."""
        if place.suffix != ".yaml":
            return False
        named = (
            place in self._dossiers or place.parent in self._dossiers or self._real(place.stem) in self._dossiers
        )
        beside = any(place.parent == name.parent for name in self._dossiers) and (place.parent / HEAD).exists()
        return named or beside

    def _place(self, path: str) -> Path:
        """Return the path of a file with the links of its folder resolved, and not its own."""
        place = self._root / path
        return place.parent.resolve() / place.name

    def _real(self, word: str) -> Path:
        return Path(os.path.realpath(self._root / "work" / word))


def _outputs(case: Case) -> list[str]:
    """Return the files and folders that a case names for writing."""
    words = [word for word in case.arguments if not word.startswith("-")] if case.command() == "new" else []
    return [*words, *_values(case, "-o", "--output")]


def _values(case: Case, *options: str) -> Iterator[str]:
    """Yield the values of options, in every way to write them."""
    for word, following in zip(case.arguments, (*case.arguments, "")[1:], strict=True):
        for option in options:
            if word == option:
                yield following
            elif word.startswith(option):
                yield from (word[len(option) :], word[len(option) :].removeprefix("="))


def _ours(folder: Path) -> dict[Path, list[str]]:
    """Return the files of a folder that its manifest lists, each with its digests; nothing if that is not ours."""
    manifest = folder / "manifest.json"
    try:
        found: Any = json.loads(manifest.read_bytes())
        if found["made_by"] not in {"brief", "brief export"}:
            return {}
        listed = {folder / path: str(digests or "").split() for path, digests in found["files"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}
    return {manifest: [], **listed}


def _peak() -> int:
    """Return how many bytes this process, or one that it waited for, had in memory at most."""
    usages = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return max(usages) * 1024
