"""Every command of the program in every format, run in this process on a dossier."""

from __future__ import annotations

import io
import zipfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import typer.main

from briefcli.cli.app import app
from briefcli.dossier.countries import iso_code
from briefcli.reading.yamlwriter import yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from properties.drawn import Tree

HOSTILE = Path(__file__).parents[1] / "dossiers" / "good" / "hostile.yaml"
_GROUP: Any = typer.main.get_command(app)
#: The flags that open a window, change the dossier, ask servers, or need other options.
_NOT_ALWAYS = {"--open", "--write", "--online", "--follow-up"}
#: The commands that read no dossier, and those that print nothing of it.
_WITHOUT = {"new", "schema", "export", "site", "merge", "recover", "remove", "mcp"}


class Run(NamedTuple):
    """What a run of the program left behind."""

    code: int
    out: str
    err: str


class Call(NamedTuple):
    """A command, its format, and all its arguments."""

    command: str
    form: str
    arguments: tuple[str, ...]


def run(*arguments: str) -> Run:
    """Run the program in a pipe; every error that is none of the user's is raised, and those too.

    Of an archive, such as a workbook, the texts of its parts are compared. A byte-order mark is left out.
    """
    raw, err = io.BytesIO(), io.StringIO()
    out = io.TextIOWrapper(raw, encoding="utf-8")
    with redirect_stdout(out), redirect_stderr(err):
        code: int = _GROUP.main(list(arguments), prog_name="brief", standalone_mode=False) or 0
    if zipfile.is_zipfile(raw):
        parts = zipfile.ZipFile(raw)
        return Run(code, "".join(name + parts.read(name).decode() for name in parts.namelist()), err.getvalue())
    return Run(code, raw.getvalue().decode("utf-8-sig"), err.getvalue())


def written(tree: Tree, folder: Path) -> Path:
    """Return the path of a file that holds a dossier, the same for every dossier."""
    path = folder / "drawn.yaml"
    path.write_text(yaml_text(tree), encoding="utf-8")
    return path


def calls(tree: Tree, path: Path) -> Iterator[Call]:
    """Return each command that reads a dossier, in each of its formats and once with all of its flags."""
    for name, command in _GROUP.commands.items():
        needed = _needed(name, tree, path)
        if name in _WITHOUT or needed is None:
            continue
        options = {option: parameter for parameter in command.params for option in parameter.opts}
        arguments = [name, *needed, *(["-d", str(path)] if "--dossier" in options else [])]
        if "--format" in options:
            for offered in options["--format"].shell_complete(typer.Context(command), ""):
                yield Call(name, offered.value, (*arguments, "-f", offered.value))
        flags = [option for option, parameter in options.items() if getattr(parameter, "is_flag", False)]
        yield Call(name, "", (*arguments, *(flag for flag in flags if flag not in _NOT_ALWAYS)))


def _needed(name: str, tree: Tree, path: Path) -> list[str] | None:
    """Return what a command needs beside its options; None where the dossier has nothing for it."""
    named = [country for country in _named(tree) if iso_code(country) or country in tree["countries"]]
    apart = list({iso_code(country) or country: country for country in named}.values())
    match name:
        case "country":
            return apart[:1] or None
        case "compare":
            return apart[:6] if len(apart) > 1 else None
        case "changes":
            return ["--since", "0001"]
        case "search":
            return [tree["sources"][0]["id"]]
        case "check":
            return [str(path)]
        case "diff":
            return [str(HOSTILE), str(path)]
        case "import":
            table = path.with_suffix(".csv")
            table.write_text(f"id\n{tree['sources'][0]['id']}\n", encoding="utf-8")
            return [str(table), "--as", "sources"]
        case "add":
            return [
                "event",
                "--date",
                tree["as_of"],
                "--title",
                "What nobody draws",
                "--evidence",
                tree["sources"][0]["id"],
            ]
        case "chart":
            return ["ladder"]
        case "rename":
            return ["source", tree["sources"][0]["id"], "x-y-z"]
        case _:
            return []


def _named(tree: Tree) -> list[str]:
    """Return the countries that records name."""
    named = [stance["country"] for stance in tree["stances"]]
    return named + [
        country
        for kind in ("topics", "sectors", "events")
        for record in tree[kind]
        for country in record.get("countries", [])
    ]
