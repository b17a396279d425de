"""What pages state about the coverage of a dossier, and how they count countries, bodies and others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from samples import FROZEN, RIVER, stance

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

    Brief = Callable[..., Result]

#: The ladder of a treaty: two parties and a signatory, and who counted how many of them, and when.
TREATY = (
    RIVER.replace(
        "  - {id: talks,",
        "  - {id: signed, label: Signed, meaning: Has signed., headline: true}\n"
        "  - {id: ratified, label: Ratified, meaning: Has ratified., lasting: true}\n"
        "  - {id: talks,",
    )
    + stance(country="Sudan", since="2024-05", level="signed", status="Signed")
    + stance(country="Sudan", since="2025-01-10", level="ratified", status="Ratified")
    + stance(country="Kenya", since="2025-01-20", level="ratified", status="Ratified")
    + stance(country="Chad", since="2024-12", level="signed", status="Signed")
    + stance(country="NBI", since="2025-02-01", level="signed", status="Signed")
    + "countries: {NBI: {name: Nile Basin Initiative}}\n"
)
COUNTS = """\
    - {levels: [ratified], count: 5, date: 2024-12-31, evidence: [gazette]}
    - {levels: [signed, ratified], count: 30, date: 2025-02-20, evidence: [gazette]}
    - {levels: [ratified], count: 12, date: 2025-02-20, evidence: [gazette]}
"""


@pytest.fixture
def treaty(tmp_path: Path) -> Callable[[str], str]:
    """Return a function that writes the dossier with a coverage, and returns its path."""

    def write(coverage: str) -> str:
        path = tmp_path / "treaty.yaml"
        path.write_text(f"{TREATY}coverage:\n{coverage}", encoding="utf-8")
        return str(path)

    return write


def covers(brief: Brief, path: str, *arguments: str) -> list[str]:
    """Return what `summary` states under `dossier.coverage`."""
    (page,) = json.loads(brief("summary", "-d", path, "-f", "json", *arguments).out)["dossiers"].values()
    found: list[str] = page["dossier"]["coverage"]
    return found


@pytest.mark.parametrize(
    ("coverage", "expected"),
    [
        ("  of: {count: 11, what: states on the river}\n", ["The dossier covers 5 of the 11 states on the river"]),
        ("  of: {count: 5, what: states on the river}\n", ["The dossier covers all 5 states on the river"]),
        (
            "  complete: true\n  of: {count: 5, what: states on the river}\n",
            ["The dossier covers all 5 states on the river"],
        ),
        (
            "  complete: false\n  of: {count: 5, what: states on the river}\n",
            ["The dossier covers 5 of the 5 states on the river"],
        ),
        ("  complete: true\n", ["The dossier covers all countries concerned"]),
        ("  complete: false\n", ["The dossier covers only some of the countries concerned"]),
        ("  note: Only states on the river.\n", []),
        (
            "  official: [{levels: [ratified], count: 12, date: 2025-02-20, evidence: [gazette]}]\n",
            ["Ratified: 2 of 12 in the official count of 20 February 2025"],
        ),
        (
            "  official: [{levels: [signed, ratified], count: 30, date: 2025-02, evidence: [gazette]}]\n",
            ["Signed or Ratified: 4 of 30 in the official count of February 2025"],
        ),
        (
            f"  official:\n{COUNTS}",
            ["Ratified: 2 of 12 in the official count of 20 February 2025", "12 parties; 18 more have signed"],
        ),
        (
            "  official:\n    - {levels: [signed], count: 7, date: 2025, evidence: [gazette]}\n"
            "    - {levels: [signed, talks], count: 9, date: 2025, evidence: [gazette]}\n",
            ["Signed: 2 of 7 in the official count of 2025", "7 have signed; 2 more at “Holds talks”"],
        ),
    ],
)
def test_a_page_states_what_its_dossier_covers(
    brief: Brief, treaty: Callable[[str], str], coverage: str, expected: list[str]
) -> None:
    """How many have a stance, and how many of those that an authority counted on the same levels."""
    assert covers(brief, treaty(coverage)) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-12-30", []),
        ("2024-12-31", ["Ratified: 0 of 5 in the official count of 31 December 2024"]),
        ("2025-01-15", ["Ratified: 1 of 5 in the official count of 31 December 2024"]),
        (
            "2025-02-20",
            ["Ratified: 2 of 12 in the official count of 20 February 2025", "12 parties; 18 more have signed"],
        ),
    ],
)
def test_an_earlier_day_has_the_newest_count_up_to_it(
    brief: Brief, treaty: Callable[[str], str], day: str, expected: list[str]
) -> None:
    """Beside the stances of that day; without such a count there is none."""
    assert covers(brief, treaty(f"  official:\n{COUNTS}"), "--as-of", day) == expected


@pytest.mark.parametrize("command", ["stances", "ladder", "summary"])
@pytest.mark.parametrize("form", ["txt", "md", "html", "table"])
def test_captions_state_the_coverage(brief: Brief, treaty: Callable[[str], str], command: str, form: str) -> None:
    """In each format that people read, in a pipe and on a terminal."""
    path = treaty(f"  official:\n{COUNTS}")
    told = " ".join(brief(command, "-d", path, "-f", form).out.split())
    assert "Ratified: 2 of 12 in the official count of 20 February 2025. 12 parties; 18 more have signed" in told


def test_the_coverage_is_about_whole_dossiers(brief: Brief, treaty: Callable[[str], str]) -> None:
    """Where some countries are chosen, the numbers would be misread; with several dossiers each is named."""
    path = treaty("  of: {count: 11, what: states on the river}\n")
    assert "Covers" not in brief("stances", "-d", path, "-c", "kenya", "-f", "txt").out
    told = " ".join(brief("stances", "-d", path, "--level", "signed", "-f", "txt").out.split())
    assert "The dossier covers 5 of the 11 states on the river. Only level Signed" in told
    told = " ".join(brief("stances", "-d", path, "-d", FROZEN, "-f", "txt").out.split())
    assert (
        "river-talks: The dossier covers 5 of the 11 states on the river. free-port: The dossier covers 12 of the 30 states"
        in told
    )


def test_word_and_workbooks_state_the_coverage(brief: Brief, treaty: Callable[[str], str], tmp_path: Path) -> None:
    """In the caption of the document and on the sheet About."""
    import docx
    import openpyxl

    path = treaty(f"  official:\n{COUNTS}")
    for suffix in ("docx", "xlsx"):
        assert brief("stances", "-d", path, "-o", str(tmp_path / f"stances.{suffix}")).code == 0
    texts = [part.text for part in docx.Document(str(tmp_path / "stances.docx")).paragraphs]
    assert any("Ratified: 2 of 12 in the official count of 20 February 2025" in text for text in texts)
    book = openpyxl.load_workbook(tmp_path / "stances.xlsx")
    cells = [str(cell.value) for row in book["About"].rows for cell in row]
    assert any("Ratified: 2 of 12 in the official count of 20 February 2025" in cell for cell in cells)


def test_report_and_site_state_the_coverage(brief: Brief, treaty: Callable[[str], str], tmp_path: Path) -> None:
    """And count bodies apart from countries."""
    path = treaty(f"  official:\n{COUNTS}")
    told = brief("report", "-d", path).out
    assert "Ratified: 2 of 12 in the official count of 20 February 2025. 12 parties; 18 more have signed." in told
    assert "<p>4 countries, 1 body, 5 current stances" in told
    assert brief("site", "-d", path, "-o", str(tmp_path / "site")).code == 0
    index = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert (
        "<p>Ratified: 2 of 12 in the official count of 20 February 2025. 12 parties; 18 more have signed.</p>"
        in index
    )
    assert "1 dossier, 4 countries, 1 body</p>" in index


def test_the_overview_states_coverage_types_and_the_next_date(brief: Brief, treaty: Callable[[str], str], monkeypatch: pytest.MonkeyPatch) -> None:  # fmt: skip
    """From the index alone."""
    path = treaty(f"  official:\n{COUNTS}")
    text = Path(path).read_text(encoding="utf-8")
    text = text.replace("    level: talks\n", "    level: talks\n    due: 2025-06-30\n", 1)
    Path(path).write_text(text, encoding="utf-8")
    monkeypatch.setenv("BRIEF_PATH", str(Path(path).parent))
    monkeypatch.setenv("BRIEF_TODAY", "2025-06-29")
    told = " ".join(brief().out.split())
    assert "By level: Holds talks 1, Ratified 2, Signed 2 (4 countries, 1 body)" in told
    assert "Ratified: 2 of 12 in the official count of 20 February 2025. 12 parties; 18 more have signed" in told
    assert "Next review: 30 June 2025 (Egypt)" in told
    monkeypatch.setenv("BRIEF_TODAY", "2025-06-30")
    assert "Next review: 30 June 2025" not in brief().out


def test_the_codebook_has_coverage_counts_types_and_levels(brief: Brief, treaty: Callable[[str], str]) -> None:
    """For scripts as tables."""
    path = treaty(
        f"  official:\n{COUNTS}  searched: {{until: 2025-02, countries: [Niger, Mali]}}\n  note: By hand.\n"
    )
    (page,) = json.loads(brief("codebook", "-d", path, "-f", "json").out)["dossiers"].values()
    assert [row["statement"] for row in page["coverage"]] == [
        "By hand.", "A search up to February 2025 found no stance for Niger, Mali",
    ]  # fmt: skip
    assert [(row["levels"], row["here"], row["count"], row["date"]) for row in page["official_counts"]] == [
        (["ratified"], 2, 12, "2025-02-20"), (["signed", "ratified"], 4, 30, "2025-02-20"),
    ]  # fmt: skip
    assert page["official_counts"][0]["evidence"][0]["source"] == "gazette"
    assert page["types"] == [
        {"type": "state", "count": 6, "names": []},
        {"type": "body", "count": 1, "names": ["Nile Basin Initiative"]},
    ]
    assert [(row["id"], row["lasting"], row["headline"]) for row in page["levels"]] == [
        ("talks", False, False), ("ratified", True, False), ("signed", False, True),
    ]  # fmt: skip


def test_a_dossier_without_a_coverage_states_none(brief: Brief, tmp_path: Path) -> None:
    """Nothing is said, and the tables are empty."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    assert covers(brief, str(path)) == []
    (page,) = json.loads(brief("codebook", "-d", str(path), "-f", "json").out)["dossiers"].values()
    assert (page["coverage"], page["official_counts"]) == ([], [])


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["body"], ["NBI"]),
        (["state"], ["EG", "KE", "SD", "TD"]),
        (["state", "body"], ["EG", "KE", "NBI", "SD", "TD"]),
    ],
)
def test_countries_are_selected_by_type(
    brief: Brief, treaty: Callable[[str], str], types: list[str], expected: list[str]
) -> None:
    """The listing states the type of each."""
    options = [part for one in types for part in ("--type", one)]
    rows = json.loads(brief("stances", "-d", treaty("  complete: false\n"), "-f", "json", *options).out)
    assert sorted(row["code"] for row in rows) == expected
    assert {row["type"] for row in rows} == set(types)


def test_counts_are_by_type(brief: Brief, treaty: Callable[[str], str]) -> None:
    """People read countries and bodies apart, and scripts the sum, as in version 0.2."""
    path = treaty("  complete: false\n")
    told = brief("summary", "-d", path, "-f", "md").out
    assert "**Countries:** 4 countries, 1 body;" in told
    assert "- Signed: 2 (1 country, 1 body: Chad, Nile Basin Initiative)" in told
    (page,) = json.loads(brief("summary", "-d", path, "-f", "json").out)["dossiers"].values()
    assert page["counts"]["countries"] == 5
    assert "4 countries, 1 body." in brief("ladder", "-d", path, "-f", "txt").out
    matrix = " ".join(brief("matrix", "--by", "sectors", "-d", path, "-f", "txt").out.split())
    assert "No cooperation is recorded for 4 more countries and 1 more body." in matrix
    findings = [brief("summary", "-d", path, "-f", "txt", *types).out for types in ((), ("--type", "state"))]
    assert ["of 5 countries and bodies are" in findings[0], "of 4 countries are" in findings[1]] == [True, True]
    nothing = brief("stances", "-d", path, "--type", "company")
    assert nothing.err == "Nothing matches; without --type there would be 5 stances.\n"


def test_a_ladder_counts_who_is_not_yet_covered(brief: Brief, treaty: Callable[[str], str]) -> None:
    """At the end of each year: those whose first stance is later; scripts get rows without a level."""
    path = treaty("  complete: false\n")
    told = brief("ladder", "--count", "-d", path, "-f", "md").out
    assert "| Not yet covered | 3 | 0 |" in told
    rows = json.loads(brief("ladder", "--count", "-d", path, "-f", "json").out)
    silent = [row for row in rows if row["level"] is None]
    assert [(row["year"], row["level_label"], row["rank"], row["count"]) for row in silent] == [
        ("2024", "Not yet covered", None, 3), ("2025", "Not yet covered", None, 0),
    ]  # fmt: skip
    later = json.loads(brief("ladder", "--count", "--since", "2025-02-25", "-d", path, "-f", "json").out)
    assert None not in {row["level"] for row in later}


def test_an_unknown_country_on_a_lasting_level_is_reported(brief: Brief, treaty: Callable[[str], str]) -> None:
    """`check` names it in both problems, and does not end in a traceback."""
    path = treaty("  complete: true\n  searched: {until: 2025-02, countries: [Nowhere]}\n")
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text.replace("country: Kenya", "country: Atlantis"), encoding="utf-8")
    done = brief("check", path)
    assert done.code == 1
    assert "unknown-country: 'Atlantis'" in done.out
    assert "on a lasting level: Atlantis" in done.out
