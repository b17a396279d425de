"""The documents say what the program does."""

from __future__ import annotations

import html
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.cli.app import COMMANDS, function_of
from briefcli.pages.registry import LISTINGS

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

ROOT = Path(__file__).parents[1]
DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")]
PROGRAMS = ("jq", "mlr", "pandoc")
HELP_EXAMPLES = [
    (name, line.strip())
    for name in COMMANDS
    for line in (function_of(name).__doc__ or "").partition("Examples:")[2].splitlines()
    if line.strip()
]

needs_programs = pytest.mark.skipif(
    any(shutil.which(program) is None for program in PROGRAMS), reason="jq, Miller or Pandoc is not installed"
)


@pytest.fixture(autouse=True)
def as_a_newcomer(monkeypatch: pytest.MonkeyPatch) -> None:
    """The documents speak of the bundled dossiers, on a day after all of their sources."""
    monkeypatch.delenv("BRIEF_DOSSIER")
    monkeypatch.setenv("BRIEF_TODAY", "2026-12-31")


@needs_programs
@pytest.mark.slow
def test_no_document_is_stale() -> None:
    """Every example, table and page is what the program prints now."""
    done = subprocess.run(
        [sys.executable, str(ROOT / "docs" / "generate.py"), "--check"],
        capture_output=True,
        check=False,
        text=True,
    )
    assert (done.stdout, done.returncode) == ("", 0)


def test_an_example_that_fails_stops_the_documents(tmp_path: Path) -> None:
    """Its error is never shown in a page as output of the program."""
    code = f"import generate, pathlib; print(generate.run('brief stances --levl x | wc -l', pathlib.Path({str(tmp_path)!r})))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False, text=True, cwd=ROOT / "docs"
    )
    assert (done.stdout, done.returncode) == ("", 1)
    assert "--levl" in done.stderr
    assert "exit code 2" in done.stderr


def test_the_picture_shows_what_the_program_shows() -> None:
    """The words of the README's picture are those of a run."""
    code = "import picture, html, re; print(picture.PICTURE.read_text()); print('\\0', picture.screen())"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True, cwd=ROOT / "docs"
    )
    drawn, shown = done.stdout.split("\0")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", drawn)
    words = "".join(html.unescape("".join(texts)).split())
    assert words == "".join(re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*\x1b\\", "", shown).split())


def test_the_readme_is_short() -> None:
    """It has at most 100 lines."""
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 100


def test_every_listing_has_its_columns_documented() -> None:
    """columns.md has one section for each listing, except for the matrix, whose columns are those of the dossier."""
    sections = re.findall(r"^## (.*)$", (ROOT / "docs" / "columns.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert sections == [name for name in LISTINGS if name != "matrix"]


def test_every_link_between_documents_leads_to_a_file_and_a_heading() -> None:
    """A link to a heading uses the anchor that GitHub makes of it."""
    broken = [
        f"{path.name}: {target}"
        for path in DOCUMENTS
        for target in re.findall(r"\]\(([^)\s]+)\)", _prose(path))
        if not re.match(r"[a-z]+:", target) and not _leads_somewhere(path, target)
    ]
    assert broken == []


def _prose(path: Path) -> str:
    return re.sub(r"```.*?```", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def _leads_somewhere(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = path.parent / name if name else path
    return file.exists() and (not anchor or anchor in _anchors(file.read_text(encoding="utf-8")))


def _anchors(text: str) -> set[str]:
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_python_example_runs(capsys: pytest.CaptureFixture[str]) -> None:
    """The README's Python prints one line for each stance."""
    (code,) = re.findall(r"```python\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    exec(code, {})  # noqa: S102 - the README's own code
    assert capsys.readouterr().out.splitlines() == [
        "CN Strategic engagement False",
        "PK Supportive True",
        "JP Exploring diplomatic relations True",
        "US Non-recognition False",
    ]


def test_the_example_of_a_folder_is_a_dossier(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The files that the page on curating shows pass the strict check together, and each as a part."""
    page = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    files = re.findall(r"^```yaml\n# (river/\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "river").mkdir()
    for name, text in files:
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert len(files) == 4
    for name in ("river", "river/sudan.yaml"):
        done = brief("check", "--strict", str(tmp_path / name))
        assert (done.code, done.out) == (0, "")
        assert done.err.startswith("No problem in 1 dossier of 4 files: ")


def test_the_recipes_for_curators_work_when_typed_in_order(
    brief: Callable[..., Result], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a new dossier and on the page's example of a folder. Each `--write` that edited no table changes a file."""
    page = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    Path("river").mkdir()
    for name, text in re.findall(r"^```yaml\n# (river/\S+)\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        Path(name).write_text(text, encoding="utf-8")
    shell = "".join(re.findall(r"^```sh\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)).replace("\\\n", "")
    lines = [line for line in shell.splitlines() if re.match("brief .*(my-dossier|river)", line)]
    recipes = [shlex.split(line, comments=True)[1:] for line in lines if "--online" not in line]
    for recipe in recipes:
        before = _files(tmp_path)
        done = brief(*recipe)
        assert (done.code, recipe) == (0, recipe), done.err
        if "--write" in recipe and "import" not in recipe:
            assert _files(tmp_path) != before, recipe
    assert len(recipes) > 12


def test_the_workflow_is_one_for_github(brief: Callable[..., Result], tmp_path: Path) -> None:
    """It fits GitHub's schema, and its command finds what is wrong and ends with that."""
    page = (ROOT / "docs" / "curating.md").read_text(encoding="utf-8")
    (workflow,) = re.findall(r"^```yaml\n(name: Dossiers\n.*?)^```$", page, re.MULTILINE | re.DOTALL)
    (tmp_path / "dossiers.yaml").write_text(workflow, encoding="utf-8")
    tool = str(Path(sys.executable).with_name("check-jsonschema"))
    command = [tool, "--builtin-schema", "vendor.github-workflows", str(tmp_path / "dossiers.yaml")]
    assert subprocess.run(command, capture_output=True, check=False, text=True).stdout == "ok -- validation done\n"
    (line,) = re.findall(r"- run: brief (.*) dossiers/\n", workflow)
    assert brief("new", f"{tmp_path}/dossiers/river/").code == 0
    assert brief(*line.split(), f"{tmp_path}/dossiers/").code == 0
    part = tmp_path / "dossiers" / "river" / "japan.yaml"
    part.write_text(part.read_text(encoding="utf-8").replace("level: talks", "level: tals"), encoding="utf-8")
    found = brief(*line.split(), f"{tmp_path}/dossiers/")
    errors = [line for line in found.out.splitlines() if not line.startswith("::notice")]
    assert (found.code, errors[0].partition(",")[0]) == (1, f"::error file={part}")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_begins_with_a_sentence_and_has_examples(command: str, brief: Callable[..., Result]) -> None:
    """One sentence after the usage, and two or three examples."""
    lines = [line.strip() for line in brief(command, "--help").out.splitlines() if line.strip()]
    assert lines[0].startswith(f"Usage: brief {command}")
    assert re.fullmatch(r"[A-Z][^.]*\.", " ".join(lines[1 : lines.index("Examples:")]))
    assert 2 <= len([name for name, _ in HELP_EXAMPLES if name == command]) <= 3


@needs_programs
@pytest.mark.slow
@pytest.mark.parametrize(("command", "example"), HELP_EXAMPLES)
def test_every_example_of_the_help_works(
    command: str, example: str, brief: Callable[..., Result], tmp_path: Path
) -> None:
    """Each runs in a folder that holds a fresh dossier, and prints or writes something, or finds no problem."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    (tmp_path / "dossiers").mkdir()
    if command != "new":
        assert brief("new", str(tmp_path / "my-dossier.yaml")).code == 0
    if command == "merge":
        subprocess.run(["git", "init", "-q", tmp_path], check=True)
        for version in ("base", "ours", "theirs"):
            shutil.copy(tmp_path / "my-dossier.yaml", tmp_path / f"{version}.yaml")
        (tmp_path / "theirs.yaml").write_text("title: Their title\n", encoding="utf-8")
    before = _files(tmp_path)
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", example],
        capture_output=True,
        env={**os.environ, "PATH": path},
        check=False,
        cwd=tmp_path,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    assert (
        done.stdout
        or _files(tmp_path) != before
        or "-o brief.schema.json" in example
        or "No problem" in done.stderr
        or command == "mcp"  # prints nothing before a request
    )


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
