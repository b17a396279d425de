"""Bring the documents up to date with the program: `python docs/generate.py [--check]`.

These are generated: what follows `$ …` in every block marked `console`, by running the
command on a terminal of 80 columns; each block marked `text` after one marked `python`, by
running that; the tables between `<!-- table: … -->` and `<!-- end -->`; and the whole of
commands.md, brief.1, dossier.schema.json, src/briefcli/listing_filters.py and
src/briefcli/shelf/newest.json. An example that fails ends the run. With `--check` nothing is
written, and the exit code is 1 where a document is stale.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from manual import manual_page
from picture import read_terminal

from briefcli import load_all
from briefcli.cli.app import COMMANDS
from briefcli.dossier import model
from briefcli.dossier.filters import FILTER_TYPES
from briefcli.export import EXPORT_FORMS, PACKAGE
from briefcli.export.relations import RELATIONS
from briefcli.page import ColumnType
from briefcli.pages.registry import LISTINGS
from briefcli.problems import Rule
from briefcli.reading.schema import descriptions, dossier_schema
from briefcli.render import FORMS
from briefcli.render.json_yaml import indented
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.index import NEWEST, Newest
from briefcli.shelf.shelves import Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from briefcli.export.relations import Relation
    from briefcli.render.form import Form

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"

#: The examples that show a fault, each with its exit code.
_FAULTS = {
    "brief country jpan -d japan-visit": 2,
    "brief stances --level ratified": 2,
    "brief check tests/dossiers/bad/unknown-source.yaml": 1,
    "brief check tests/dossiers/bad/unused-source.yaml tests/dossiers/bad/unknown-level.yaml": 1,
    "brief diff tests/dossiers/good/river-march.yaml tests/dossiers/good/river-april.yaml": 1,
}

_CONSOLE = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
_PYTHON = re.compile(r"(```python\n(.*?)```\n\n```text\n).*?(?=```)", re.DOTALL)
_TABLE = re.compile(r"(<!-- table: (\S+) (\S+) -->\n).*?(<!-- end -->)", re.DOTALL)


def documents() -> dict[Path, str]:
    """Return every generated document with the text that it should have."""
    written = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
    texts = {path: _filled(path.read_text(encoding="utf-8")) for path in written if path.name != "commands.md"}
    return {
        **texts,
        DOCS / "commands.md": _commands(),
        DOCS / "brief.1": manual_page(),
        DOCS / "dossier.schema.json": indented(dossier_schema()),
        NEWEST: _newest(),
        ROOT / "src" / "briefcli" / "listing_filters.py": _listing_filters(),
    }


def main() -> int:
    """Write what is stale, or only say so."""
    check = "--check" in sys.argv
    with tempfile.TemporaryDirectory() as cache:
        os.environ["XDG_CACHE_HOME"] = cache
        load_all()  # so that no example waits so long that it shows a bar
        texts = documents()
    stale = {
        path: text for path, text in texts.items() if not path.exists() or path.read_text(encoding="utf-8") != text
    }
    for path, text in stale.items():
        if not check:
            path.write_text(text, encoding="utf-8")
        print(f"{path.relative_to(ROOT)} {'is stale' if check else 'written'}")  # noqa: T201
    return int(check and bool(stale))


def _newest() -> str:
    """Return the newest records of the bundled dossiers."""
    entries = [entry for entry in Catalogue().entries if entry.origin is Origin.BUNDLED]
    indexes = [index for _, index in Catalogue().index_all(entries).dossiers]
    return indented([Newest(one.head.id, one.head.subject, dict(sorted(one.newest.items()))) for one in indexes])


def _filled(text: str) -> str:
    text = _CONSOLE.sub(lambda found: _session(found[0]), text)
    text = _PYTHON.sub(lambda found: found[1] + _printed(found[2]), text)
    return _TABLE.sub(lambda found: found[1] + _table(found[2], found[3]) + found[4], text)


def _session(block: str) -> str:
    """Run the commands of a block in a folder of their own, and return it with what they show now."""
    commands = [line.removeprefix("$ ") for line in block.split("\n") if line.startswith("$ ")]
    with tempfile.TemporaryDirectory() as folder:
        for name in ("data", "tests"):
            (Path(folder) / name).symlink_to(ROOT / name)
        return "".join(f"$ {command}\n{run(command, Path(folder))}" for command in commands)


def _printed(code: str) -> str:
    """Return what an example in Python prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(code, {})  # noqa: S102 - the documents' own code
    return printed.getvalue()


def run(command: str, folder: Path) -> str:
    """Return what a shell command shows on a terminal without colours; one that fails ends the run."""
    beside_python = str(Path(sys.executable).parent)
    environment = {
        "PATH": f"{beside_python}{os.pathsep}{os.environ['PATH']}",
        "BRIEF_TODAY": "2026-03-01",
        "COLUMNS": "80",
        "TERM": "dumb",
        "XDG_CACHE_HOME": os.environ["XDG_CACHE_HOME"],
        "XDG_DATA_HOME": "/nonexistent",
        "LC_ALL": "C.UTF-8",
        "MLR_NO_COLOR": "1",
    }
    try:
        shell = ["bash", "-o", "pipefail", "-c", command]
        return read_terminal(shell, environment, folder, _FAULTS.get(command, 0))
    except subprocess.CalledProcessError as error:
        needs = "The examples need what pip install -e '.[test]' and .ci/run install."
        sys.exit(f"$ {command}\n{error.output}This example ends with exit code {error.returncode}. {needs}")


def _table(kind: str, name: str) -> str:
    if kind == "columns":
        return _rows(
            ("key", "meaning"), [(f"`{column.key}`", column.meaning) for column in LISTINGS[name].columns]
        )
    if kind == "formats":
        return _rows(("format", "suffix", "listings", "briefs", "what it is"), map(_format_row, FORMS))
    if kind == "relations":
        return _rows(("table", "rows", "key", "refers to", "other columns"), map(_relation_row, RELATIONS))
    if kind == "exports":
        return _rows(("format", "`-o`", "what it is"), map(_export_row, EXPORT_FORMS))
    if kind == "rules":
        return _rows(
            ("rule", "severity"), [(f"[`{rule.slug}`](#{rule.slug})", str(rule.severity)) for rule in Rule]
        )
    struct = getattr(model, name)
    meanings = descriptions(struct)
    rows = [
        (f"`{field.encode_name}`", "yes" if field.required else "", meanings[field.encode_name])
        for field in msgspec.structs.fields(struct)
    ]
    return _rows(("key", "required", "meaning"), sorted(rows, key=lambda row: not row[1]))


def _format_row(form: Form) -> Sequence[str]:
    suffixes = ", ".join(f"`{suffix}`" for suffix in form.suffixes)
    listings = "`sources`" if form.of_sources else "yes"
    return f"`{form.name}`", suffixes, listings, "yes" if form.briefs else "", form.meaning


def _relation_row(relation: Relation[Any]) -> Sequence[str]:
    refers = (
        f"`{table}` by `{', '.join(columns)}`" for columns, table in relation.references if table != "dossiers"
    )
    keys = (column.key for column in relation.columns if column.type is not ColumnType.DAY)
    others = (f"`{key}`" for key in keys if key not in relation.key)
    key = f"`{', '.join(relation.key)}`"
    return f"`{relation.name}`", relation.meaning, key, "; ".join(refers), ", ".join(others)


def _export_row(form: Form) -> Sequence[str]:
    folder = "FOLDER/" if form is PACKAGE else f"FOLDER/ -f {form}"
    return f"`{form}`", ", ".join(f"`{named}`" for named in form.suffixes or (folder,)), form.meaning


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _commands() -> str:
    parts = ["# Commands\n\n`python docs/generate.py` generates this page from the `--help` of each command.\n"]
    parts += [f"## brief {name}\n\n```text\n{_help(name)}```\n" for name in COMMANDS]
    return "\n".join(parts)


def _listing_filters() -> str:
    """Return the module that tells type checkers the listings of the Python API and their filters."""
    types = {
        "texts": "str | Sequence[str]",
        "date": "str | datetime.date",
        **{name: name for name in ("str", "int", "bool", "datetime.date")},
    }
    specs = [spec for spec in LISTINGS.values() if spec.page and spec.name != "search"]
    taken = dict.fromkeys(name for spec in specs for name in spec.filters)
    lines = [f"    {name}: {types[FILTER_TYPES[name]]}\n" for name in taken]
    names = "".join(f'    "{spec.name}",\n' for spec in specs)
    return (
        '"""The listings and filters of the Python API, for type checkers. Generated by docs/generate.py."""\n\n'
        "import datetime\nfrom collections.abc import Sequence\n"
        "from typing import Literal, TypeAlias, TypedDict\n\n"
        f"ListingName: TypeAlias = Literal[\n{names}]\n\n\n"
        "class ListingFilters(TypedDict, total=False):\n"
        '    """The filters of all listings; each listing takes those of its command."""\n\n'
        f"{''.join(lines)}    count: bool\n    min_changes: int\n"
        "    upcoming: bool\n    ballots: bool\n    by: str\n"
    )


def _help(command: str) -> str:
    plain = {**os.environ, "TYPER_USE_RICH": "0", "COLUMNS": "80"}
    plain.pop("BRIEF_DOSSIER", None)
    shown = subprocess.run(
        [sys.executable, "-m", "briefcli", command, "--help"],
        capture_output=True,
        check=True,
        text=True,
        env=plain,
    )
    return shown.stdout


if __name__ == "__main__":
    sys.exit(main())
