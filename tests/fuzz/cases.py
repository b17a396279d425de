"""Cases: arguments, files, environment and streams, drawn from what the program declares of its commands."""

from __future__ import annotations

import os
import shlex
from functools import cache
from random import Random
from typing import TYPE_CHECKING, Any

import typer.main
from msgspec import Struct

from briefcli.cli.app import COMMANDS, app
from briefcli.cli.shells import SHELLS
from briefcli.cli.topics import ENVIRONMENT, TOPICS
from briefcli.dossier.kinds import KINDS
from briefcli.export import EXPORT_FORMS
from briefcli.render import FORMS
from fuzz import material

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

#: The files of a case: a dossier, another version of it, a folder that is one, a shelf of several, and tables.
DOSSIER, OTHER, FOLDER, SHELF = "d.yaml", "e.yaml", "parts", "shelf"
TABLES = ("t.csv", "t.tsv", "t.xlsx", "t.json", "t")

#: How a process of its own may find its streams, or be ended.
PROCESSES = ("plain", "no-stdin", "no-stdout", "no-stderr", "reader-gone", "full", "terminal", "SIGINT", "SIGTERM")

_ODD_DOSSIERS = (
    *("-", "all", "japan-visit", "own", "missing.yaml", "missing", "", ".", "..", "/", "~", "x" * 300),
    *("foreign", "foreign/notes.txt", "link.yaml", "dangling.yaml", "loop.yaml", "empty", "closed", "fifo"),
    *("/dev/null", "/dev/zero", "/dev/stdin", "/dev/full", "/dev/fd/77", "/proc/self/mem"),
    *(f"./{DOSSIER}", f"{SHELF}/", f"{FOLDER}/dossier.yaml", f"{FOLDER}/sources.yaml"),
)
_OUTPUTS = (
    *("out", "new/", "new/deep/", "site", "site/", "foreign", "foreign/", "empty/", "closed", "closed/"),
    *("-", "", ".", "..", "~", "/dev/null", "/dev/full", "/dev/stdout", "/dev/stderr", "/dev/fd/1"),
    *("/dev/fd/77", "/proc/self/mem", "/nonexistent/x.csv"),
)
_STEMS = (
    *("out", "out", "out", "foreign/notes", "foreign/stances", "link", "dangling", "loop", "closed/new"),
    *("closed/old", "readonly", "missing/x", "../up", "x" * 300, "d", "t", "site/index", "site/manifest"),
    *("out.tar", "\udcff", "a\nb", "\u202eb", "*", "-x"),
)
_SUFFIXES = sorted({suffix for form in (*FORMS, *EXPORT_FORMS) for suffix in form.suffixes})
_VALUES = {
    "COLUMNS": ("0", "1", "20", "79", "9999", "99999", "-1", "x", ""),
    "LINES": ("0", "1", "9999", "x"),
    "BRIEF_PATH": (SHELF, "missing", "foreign:shelf", "::", "x" * 5000, DOSSIER, "loop.yaml", "\udcff", "."),
    "BRIEF_CACHE": ("off", "", "0", "foreign"),
    "BRIEF_DOSSIER": (DOSSIER, FOLDER, SHELF, "all", "-", "missing", "", "fifo"),
    "BRIEF_TODAY": (*("2026-03-01", "1000-01-01", "9999-12-31") * 3, *material.DATES, "yesterday", ""),
    "PAGER": ("", "/bin/cat", "/bin/false", "missing", "'open", "/bin/sh -c 'exit 3'", " "),
    "TERM": ("dumb", "", "xterm", "vt100", "x" * 3000),
    "LANG": ("C", "tr_TR.UTF-8", "de_DE.ISO-8859-1", "x"),
    "LC_ALL": ("C", "POSIX", "C.UTF-8", ""),
    "PYTHONIOENCODING": ("ascii", "latin-1", "utf-16", "utf-8:strict", "ascii:replace", "cp1252"),
    "PYTHONUTF8": ("0", "1"),
    "PYTHONUNBUFFERED": ("1",),
    "HOME": ("missing", "foreign/notes.txt", "closed", ".", "\udcff"),
    "XDG_CACHE_HOME": ("missing", "foreign/notes.txt", "closed", ".", "loop.yaml", "x" * 5000, "\udcff"),
    "XDG_DATA_HOME": ("missing", "foreign", SHELF, "foreign/notes.txt", "x" * 5000),
    "XDG_DATA_DIRS": ("missing:foreign", "", SHELF, ":"),
    "BROWSER": ("/bin/false", "missing", "%s", ""),
}
_AT_START = {"LANG", "LC_ALL", "PYTHONIOENCODING", "PYTHONUTF8", "PYTHONUNBUFFERED"}
#: Lists of the files that a folder of ours has; SHA is replaced by the digest of `site/index.html`.
_MANIFESTS = (
    *("[]", "", "[" * 5000, '{"made_by": 3}', '{"files": {}, "made_by": "brief"}'),
    '{"files": {"notes.txt": null}, "made_by": "brief"}',
    '{"files": {"../notes.txt": "0"}, "made_by": "brief"}',
    '{"files": {"a\\u0000b": "0"}, "made_by": "brief"}',
    '{"files": {"notes.txt": "0 1", "sub": "", "index.html/x": ""}, "made_by": "brief export"}',
    '{"files": {"notes.txt": "SHA", "index.html": "SHA", "/nonexistent/x": "SHA"}, "made_by": "brief"}',
)


class Case(Struct, frozen=True, kw_only=True):
    """One run of the program.

    Attributes:
        arguments: what is typed after `brief`.
        files: the files beside the usual ones of the sandbox, by their path below its folder `work`.
        environment: variables beside the usual ones.
        stdin: what standard input contains.
        process: one of `PROCESSES` if it has to be a process of its own, and otherwise empty.
        delay: after how many seconds a signal is sent.
    """

    arguments: tuple[str, ...]
    files: dict[str, bytes] = {}
    environment: dict[str, str] = {}
    stdin: bytes = b""
    process: str = ""
    delay: float = 0.0

    def command(self) -> str:
        """Return the command that is run; empty if there is none."""
        return next((word for word in self.arguments if word in COMMANDS), "")


def case_of(seed: int, number: int) -> Case:
    """Return a case, the same one for a seed and a number."""
    random = Random(f"{seed}:{number}")  # noqa: S311 - has to be the same again
    name = random.choice(list(COMMANDS))
    words = _arguments(name, random)
    process = random.choice(PROCESSES) if random.random() < 0.02 else ""
    environment = _environment(random, at_start=bool(process))
    environment |= _completion(words, random) if random.random() < 0.03 else {}
    words = _misspelt(words, random) if random.random() < 0.08 else words
    if process:  # no network, and no pipe that is waited for ten seconds
        words = [word for word in words if word not in {"--online", "fifo"}]
        environment = {key: value for key, value in environment.items() if value != "fifo"}
    words = [_without_nul(word) for word in words]
    return Case(
        arguments=tuple(words),
        files=_files([*words, *environment.values()], random),
        environment={key: _without_nul(value) for key, value in environment.items()},
        stdin=_stdin(words, random),
        process=process,
        delay=random.random() * 0.6,
    )


@cache
def commands() -> dict[str, Any]:
    """Return the commands of the program, by name."""
    group: Any = typer.main.get_command(app)
    return {name: group.commands[name] for name in COMMANDS}


@cache
def offers(command: str, parameter: str) -> list[str]:
    """Return what Tab offers for an option or argument of a command, with the dossier of BRIEF_DOSSIER."""
    declared = commands()[command]
    (found,) = (one for one in declared.params if one.name == parameter)
    context = typer.Context(declared, info_name=command)
    context.params["what"] = "source"  # which `rename` uses
    return [item.value for item in found.shell_complete(context, "")]


@cache
def words_of_dossiers() -> list[str]:
    """Return all that Tab offers for any option, which are ids, names, keys and formats."""
    found = (
        offer for name, one in commands().items() for param in one.params for offer in offers(name, param.name)
    )
    return sorted({*found, *material.IDS, *material.COUNTRIES})


def _arguments(name: str, random: Random) -> list[str]:
    """Return a command with some of its options and its arguments, in any order."""
    given: list[str] = []
    options: list[list[str]] = []
    share = random.choice((0, 0.05, 0.1, 0.2))
    for parameter in commands()[name].params:
        if parameter.param_type_name == "argument":
            count = random.choice((1, 1, 2, 3, 7, 0)) if parameter.nargs == -1 else random.random() < 0.98
            given += [_value(name, parameter, random) for _ in range(count)]
            continue
        needed = parameter.required and not parameter.envvar
        often = 0.98 if needed else 0.9 if parameter.name == "dossier" else share
        while random.random() < often:
            options.append(_option(name, parameter, random))
            often = 0.1 if parameter.multiple else 0.01
    groups = [*options, *([] for _ in given)]
    random.shuffle(groups)
    arguments = iter(given)  # in their order, between the options
    return [name, *(word for group in groups for word in group or [next(arguments)])]


def _option(command: str, parameter: Any, random: Random) -> list[str]:
    spelling = random.choice(parameter.opts)
    if parameter.is_flag:
        return [spelling]
    value = _value(command, parameter, random)
    if random.random() < 0.8:
        return [spelling, value]
    return [f"{spelling}={value}" if spelling.startswith("--") else f"{spelling}{value}"]


def _value(command: str, parameter: Any, random: Random) -> str:
    """Return a value for an option or an argument, now and then of another kind."""
    makers = (_dossier, _output, _table, _date, _number, _word, material.text)
    return (random.choice(makers) if random.random() < 0.04 else _maker(command, parameter))(random)


def _maker(command: str, parameter: Any) -> Callable[[Random], str]:
    """Return the function that draws what a parameter is for, from its offers and its metavar."""
    possible, metavar = offers(command, parameter.name), parameter.metavar or ""
    if "all" in possible:
        return _dossier
    if parameter.name == "output" or command == "new":
        return _output
    if metavar == "TABLE":
        return _table
    if possible:
        return lambda random: _chosen(possible, metavar, random)
    if "DATE" in metavar or parameter.name in _date_keys():
        return _date
    return _number if metavar in {"N", "[DAYS]", "DAYS", "1-6"} else _word


def _chosen(possible: Sequence[str], metavar: str, random: Random) -> str:
    """Return an offered value, in one of the ways to write it: in capitals, several with commas, with a minus."""
    value = random.choice(possible)
    if metavar == "A,B":
        return ",".join(random.choice(possible) for _ in range(random.choice((1, 2, 5, 40))))
    return random.choice((value, value, value, value.upper(), f"-{value}" if "-" in metavar else value))


@cache
def _date_keys() -> set[str]:
    return {key for kind in KINDS for key in kind.dates}


def _dossier(random: Random) -> str:
    usual = (*(DOSSIER,) * 12, OTHER, FOLDER, FOLDER, SHELF)
    return random.choice(usual if random.random() < 0.9 else _ODD_DOSSIERS)


def _output(random: Random) -> str:
    if random.random() < 0.35:
        return random.choice(_OUTPUTS)
    return random.choice(_STEMS) + random.choice(
        (*_SUFFIXES, *_SUFFIXES, ".yaml", ".html", ".pdf", ".odd", "", ".CSV")
    )


def _table(random: Random) -> str:
    return random.choice((*TABLES, "-") if random.random() < 0.9 else _ODD_DOSSIERS)


def _date(random: Random) -> str:
    chosen = random.random()
    return random.choice(material.AGES if chosen < 0.1 else material.DATES if chosen < 0.3 else material.DATES[:5])


def _number(random: Random) -> str:
    return random.choice(material.NUMBERS if random.random() < 0.3 else material.NUMBERS[:4])


def _word(random: Random) -> str:
    return random.choice(words_of_dossiers()) if random.random() < 0.6 else material.text(random)


def _environment(random: Random, *, at_start: bool) -> dict[str, str]:
    """Return some variables with odd values: of those that `brief help environment` lists, and of a few others.

    What Python reads at its start is for a process of its own.
    """
    names = {*_VALUES, *(name for name, _ in ENVIRONMENT)} - (set() if at_start else _AT_START)
    chosen = random.sample(sorted(names), random.choice((1, 2, 4) if at_start else (0, 0, 0, 0, 0, 1, 1, 3)))
    return {name: random.choice(_VALUES.get(name, material.HOSTILE_TEXTS)) for name in chosen}


def _completion(words: list[str], random: Random) -> dict[str, str]:
    """Return the variables by which a shell asks what may follow a line."""
    line = shlex.join(["brief", *words])
    end = random.randrange(len(line) + 1)
    shell = random.choice((*SHELLS, "complete_bash", "source_zsh", "complete_fish", "complete_zsh", "odd", ""))
    older = {
        "COMP_WORDS": line[:end],
        "COMP_CWORD": random.choice(("0", "1", "99", "x")),
        "_TYPER_COMPLETE_ARGS": line[:end],
    }
    return {"_BRIEF_COMPLETE": shell, "_BRIEF_LINE": line[:end], **(older if random.random() < 0.5 else {})}


def _misspelt(words: list[str], random: Random) -> list[str]:
    """Return a command line with a fault, or another way to write it."""
    place = random.randrange(len(words) + 1)
    odd = [
        [
            *words[:place],
            random.choice(("--", "-h", "--help", "--version", "-", "--online", "-xyz")),
            *words[place:],
        ],
        words[:place],
        ["help", *words[: random.choice((1, 2))]],
        ["help", random.choice(TOPICS)],
        [random.choice(("--show-completion", "--install-completion")), random.choice((*SHELLS, "odd"))],
        ["-d", _dossier(random)],
        ["-d", _dossier(random), *words],
        [f"{words[0]}s", *words[1:]],
        [*words, material.text(random)],
        [word + random.choice("x=-") if index == place else word for index, word in enumerate(words)],
    ]
    return random.choice(odd)


def _files(mentioned: list[str], random: Random) -> dict[str, bytes]:
    """Return the files that arguments or the environment mention; there is always a dossier."""
    together = "\n".join(mentioned)
    files = {DOSSIER: material.dossier(random)}
    if OTHER in together or SHELF in together:
        files |= {
            OTHER: material.dossier(random),
            f"{SHELF}/{OTHER}": material.dossier(random),
            f"{SHELF}/one.yaml": files[DOSSIER],
        }
    if FOLDER in together:
        files |= {f"{FOLDER}/{name}": data for name, data in material.parts(random).items()}
    tables = set(mentioned).intersection(TABLES)
    files |= {name: material.table(_kind(mentioned, random), random) for name in sorted(tables)}
    if "site" in together:
        files["site/manifest.json"] = random.choice(_MANIFESTS).encode()
    return files


def _kind(words: Sequence[str], random: Random) -> str:
    """Return the kind of records that `import` expects, or now and then another one."""
    named = [kind.command for kind in KINDS if kind.command in words or f"--as={kind.command}" in words]
    return random.choice(named if named and random.random() < 0.9 else [kind.command for kind in KINDS])


def _stdin(words: list[str], random: Random) -> bytes:
    if "-" not in words and "/dev/stdin" not in words and random.random() < 0.9:
        return b""
    return (
        material.table(_kind(words, random), random)
        if "import" in words and random.random() < 0.7
        else material.dossier(random)
    )


def _without_nul(word: str) -> str:
    """Return a word that can be an argument: without NUL, and with what the file system's encoding can write."""
    kept = word.replace("\0", "")
    return os.fsdecode(kept.encode(errors="surrogateescape" if "\udcff" in kept else "replace"))
