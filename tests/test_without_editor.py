"""What `add`, `remove` and `rename` do to a dossier of several files, so that nobody needs an editor."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from briefcli.reading.yamltext import YamlFile
from samples import FROZEN

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

SOURCE = ("--publisher", "Example Wire", "--kind", "press", "--title", "Talks", "--date", "Feb 2025")
STANCE = (
    *("--since", "2025-01", "--level", "signs", "--status", "Signed", "--summary", "It signed."),
    *("--credibility", "3", "--evidence", "charter"),
)
YAML = """\
  - id: example-wire-2025-02
    publisher: Example Wire
    kind: press
    title: Talks
    date: 2025-02
"""


@pytest.fixture
def frozen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the frozen dossier, which is a folder, in the current one."""
    shutil.copytree(FROZEN, tmp_path / "frozen")
    monkeypatch.chdir(tmp_path)
    return Path("frozen")


def texts(folder: Path) -> dict[str, str]:
    """Return the texts of the files of a dossier."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.yaml"))}


def changes(brief: Brief, folder: Path, *words: str) -> tuple[list[str], list[str]]:
    """Return the lines that a command removes from the files and adds to them."""
    before = texts(folder)
    assert brief(*words, "-d", str(folder), "--write").code == 0, words
    after = texts(folder)
    gone, new = [], []
    for name in sorted({*before, *after}):
        old_lines, new_lines = (files.get(name, "").splitlines() for files in (before, after))
        gone += [line.strip() for line in old_lines if old_lines.count(line) > new_lines.count(line)]
        new += [line.strip() for line in new_lines if new_lines.count(line) > old_lines.count(line)]
    return gone, new


def test_a_new_record_is_shown_with_its_place(brief: Brief, frozen: Path) -> None:
    """As YAML before it is written; then programs get its id, which the next command needs."""
    command = ("add", "source", "-d", "frozen", *SOURCE)
    lines = len((frozen / "sources.yaml").read_text(encoding="utf-8").splitlines())
    shown = brief(*command)
    assert shown.err == "Nothing was written; add --write.\n"
    first, *rest = shown.out.splitlines(keepends=True)
    assert "".join(rest) == YAML
    assert first == f"# frozen/sources.yaml:{lines + 1}: source example-wire-2025-02\n"
    assert brief(*command, "-f", "csv").out.splitlines()[1].startswith("added,source,")
    assert brief(*command, "--write").out == "example-wire-2025-02\n"
    assert YAML in (frozen / "sources.yaml").read_text(encoding="utf-8")


def test_a_new_record_goes_where_its_region_is(brief: Brief, frozen: Path) -> None:
    """In the file with records of the same country, or else of the same region, or in the one that is named."""
    stances = frozen / "stances.yaml"
    text = stances.read_text(encoding="utf-8")
    there = "stances:\n  - country: Fiji\n    since: 2024\n    level: signs\n    status: S\n    summary: s.\n"
    pacific = frozen / "pacific.yaml"
    pacific.write_text(f"{there}    credibility: 3\n    evidence: [charter]\n", encoding="utf-8")
    add = ("add", "stance", "-d", "frozen", *STANCE, "--write")
    assert brief(*add, "-c", "Tonga").out == "stance-to-2025-01\n"
    assert stances.read_text(encoding="utf-8") == text
    assert pacific.read_text(encoding="utf-8").count("country:") == 2
    assert brief(*add, "-c", "Peru", "--file", "americas.yaml").code == 0
    assert (frozen / "americas.yaml").read_text(encoding="utf-8").startswith("stances:\n  - country: ")
    refused = brief("add", "stance", "-d", "frozen", "-c", "Chile", *STANCE, "--file", "pacfic")
    assert refused.err.startswith("brief: unknown file 'pacfic'")


def test_today_is_written_as_a_day(brief: Brief, frozen: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under each key of a date, and also as the day of a review."""
    monkeypatch.setenv("BRIEF_TODAY", "2025-04-01")
    shown = brief("add", "source", "-d", str(frozen), *SOURCE[:-1], "today", "--accessed", "today").out
    assert "    date: 2025-04-01\n    accessed: 2025-04-01\n" in shown
    assert brief("review", "-d", str(frozen), "--through", "2025-04-01", "--mark", "today").code == 0


def test_each_file_is_read_once_and_a_changed_one_again(
    brief: Brief, frozen: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The time of `add` is mostly that of reading YAML: in a large folder each reading costs a second start."""
    read: list[str] = []
    once = YamlFile.__init__

    def counted(file: YamlFile, data: bytes, name: str, **options: int) -> None:
        read.append(Path(name).name)
        once(file, data, name, **options)

    monkeypatch.setattr(YamlFile, "__init__", counted)
    assert brief("add", "source", "-d", str(frozen), *SOURCE, "--write").code == 0
    assert sorted(read) == sorted([*texts(frozen), "sources.yaml"])


def test_a_file_for_new_records_is_not_made_for_none(brief: Brief, frozen: Path) -> None:
    """A table without a difference needs no file, whatever --file names."""
    brief("events", "-d", str(frozen), "-o", "events.csv")
    done = brief("import", "events.csv", "--as", "events", "-d", str(frozen), "--file", "x.yaml", "--write")
    assert (done.code, done.err) == (0, "No difference.\n")
    assert "x.yaml" not in texts(frozen)


def test_a_record_is_removed(brief: Brief, frozen: Path) -> None:
    """With nothing else; a source only if nothing cites it."""
    before = texts(frozen)
    brief("add", "stance", "-d", "frozen", "-c", "Kenya", *STANCE, "--write")
    assert texts(frozen) != before
    assert (
        brief("remove", "stance", "stance-ke-2025-01", "-d", "frozen")
        .out.splitlines()[1]
        .startswith("removed\tstance")
    )
    assert brief("remove", "stance", "stance-ke-2025-01", "-d", "frozen", "--write").code == 0
    assert texts(frozen) == before
    refused = brief("remove", "source", "wire-fire", "-d", "frozen")
    assert refused.code == 2
    assert refused.err.startswith("brief: wire-fire is cited by stance-cz-2025-03-20, ")
    assert "unknown stance 'x'" in brief("remove", "stance", "x", "-d", "frozen").err


def test_each_of_several_records_can_be_removed(brief: Brief, frozen: Path) -> None:
    """The first of a list, the last, and of two of one country the one that is named."""
    ids = [
        line.split("\t")[0]
        for line in brief("stances", "-d", "frozen", "--history", "-f", "tsv", "--columns", "id").out.splitlines()[
            1:
        ]
    ]
    for name in ids:
        before = texts(frozen)
        assert brief("remove", "stance", name, "-d", "frozen", "--write").code == 0
        left = brief("stances", "-d", "frozen", "--history", "-f", "tsv", "--columns", "id").out.splitlines()[1:]
        assert {*left} == {*ids} - {name}
        for file, text in before.items():
            (frozen / file).write_text(text, encoding="utf-8")


@pytest.mark.parametrize("new", ["", " ", "\n"])
@pytest.mark.usefixtures("frozen")
def test_an_empty_name_is_refused(brief: Brief, new: str) -> None:
    """A line break as the new id ended in a traceback."""
    message = "brief: the new name of source port-yearbook is empty\n"
    assert brief("rename", "source", "port-yearbook", new, "-d", "frozen", "--write") == (2, "", message)


def test_a_country_is_renamed(brief: Brief, frozen: Path) -> None:
    """Its code, its name, or for another country, wherever it is named."""
    assert changes(brief, frozen, "rename", "country", "HL", "HX") == (["HL:"], ["HX:"])
    gone, new = changes(brief, frozen, "rename", "country", "Harbour League", "Hafen League")
    assert [line.replace("Harbour", "Hafen") for line in gone] == new
    assert "name: Hafen League" in new
    gone, new = changes(brief, frozen, "rename", "country", "egypt", "Libya")
    assert all("Egypt" in line or "EG" in line for line in gone)
    assert all("Libya" in line for line in new)
    assert brief("check", "frozen").code == 0
    assert "unknown country 'Wakanda'" in brief("rename", "country", "Norway", "Wakanda", "-d", "frozen").err
    assert "unknown country 'Peru'" in brief("rename", "country", "Peru", "Chile", "-d", "frozen").err


def test_groups_and_records_get_other_ids(brief: Brief, frozen: Path) -> None:
    """A record gets one that others can quote."""
    assert changes(brief, frozen, "rename", "group", "far", "distant") == (["far:"], ["distant:"])
    _, new = changes(brief, frozen, "rename", "record", "stance-no-2024-12-01", "norway-bid")
    assert new[0] == "- id: norway-bid"
    assert brief("rename", "record", "norway-bid", "fire-safety", "-d", "frozen").code == 2


def test_two_sources_are_joined(brief: Brief, frozen: Path) -> None:
    """Records cite the other one, once each, and it gets what only the removed one has."""
    sources = (frozen / "sources.yaml").read_text(encoding="utf-8")
    (frozen / "sources.yaml").write_text(
        sources + "  - {id: twin, publisher: Port, kind: official, title: T, language: is}\n"
    )
    (frozen / "more.yaml").write_text(
        "events:\n  - date: 2024-05-01\n    title: A day\n    evidence: [twin, charter]\n", encoding="utf-8"
    )
    _, new = changes(brief, frozen, "rename", "source", "twin", "charter")
    assert "evidence: [charter]" in new
    assert "language: is" in new
    assert not any("twin" in line for line in new)
    assert brief("check", "frozen").code == 0


def test_a_rule_that_mentions_an_old_id_is_reported(brief: Brief, frozen: Path) -> None:
    """A person has to change it."""
    head = frozen / "dossier.yaml"
    text = head.read_text(encoding="utf-8")
    head.write_text(
        text.replace("\nrules:\n", "\nrules:\n  - Write signs only for signatures.\n"), encoding="utf-8"
    )
    told = brief("rename", "level", "signs", "signed", "-d", "frozen").err
    assert "A rule mentions signs: 'Write signs only for signatures.'\n" in told


def test_the_schema_of_a_dossier_is_renewed(brief: Brief, frozen: Path) -> None:
    """If there is one; that of another dossier is left alone."""
    schema = frozen / "brief.schema.json"
    brief("add", "source", "-d", "frozen", *SOURCE, "--write")
    assert not schema.exists()
    brief("schema", "-o", str(schema))
    brief("add", "source", "-d", "frozen", *SOURCE, "--id", "new-one", "--title", "More", "--write")
    assert "new-one" in schema.read_text(encoding="utf-8")
    schema.write_text('{"$id": "urn:briefcli:dossier:other"}', encoding="utf-8")
    brief("rename", "source", "new-one", "newer", "-d", "frozen", "--write")
    assert schema.read_text(encoding="utf-8") == '{"$id": "urn:briefcli:dossier:other"}'
