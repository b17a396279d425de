"""The Python API, as scripts and notebooks use it."""

from __future__ import annotations

import copy
import datetime
import json
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat
import pytest
from nbclient import NotebookClient

import briefcli
from briefcli import BriefError, Dossier, UsageError, load, load_all
from samples import FROZEN, RIVER

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Result

FAULTS: dict[str, Callable[[Dossier], object]] = {
    "unknown listing 'stance'; did you mean 'stances'?": lambda dossier: dossier.rows("stance"),  # type: ignore[arg-type]
    "unknown filter 'sector'": lambda dossier: dossier.rows("stances", sector="trade"),
    "unknown filter 'kind'": lambda dossier: dossier.rows("events", kind="agenda"),
    "unknown filter 'min_levl'; did you mean 'min_level'?": lambda dossier: dossier.rows("stances", min_levl="x"),  # type: ignore[call-arg]
    "unknown level 'x'": lambda dossier: dossier.rows("stances", level="x"),
    "unknown stage 'agred'; did you mean 'agreed'?": lambda dossier: dossier.rows("sectors", stage="agred"),
    "country takes a text or several, and not 3": lambda dossier: dossier.rows("stances", country=3),  # type: ignore[arg-type]
    "country takes a text or several, and not ['NO', 3]": lambda dossier: dossier.rows(
        "stances",
        country=["NO", 3],  # type: ignore[list-item]
    ),
    "credibility takes int, and not '2'": lambda dossier: dossier.to_pandas(credibility="2"),  # type: ignore[arg-type]
    "history takes bool, and not 1": lambda dossier: dossier.rows("stances", history=1),  # type: ignore[arg-type]
    "as_of: 'soon' is not a date": lambda dossier: dossier.in_force("soon"),
    "unknown country 'norwey'; did you mean 'Norway'?": lambda dossier: dossier.country("norwey"),
    "has nothing on 'Fiji'": lambda dossier: dossier.country("Fiji"),
}


@pytest.fixture(scope="module")
def frozen() -> Dossier:
    """The dossier that has every feature."""
    return load(FROZEN)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A folder of two sound dossiers and a broken one."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(RIVER.replace("river-talks", f"{name}-talks"), encoding="utf-8")
    (tmp_path / "c.yaml").write_text("dossier: c-talks\n", encoding="utf-8")
    return tmp_path


def test_the_package_names_what_it_has() -> None:
    """And nothing else; importing it imports none of that."""
    assert dir(briefcli) == briefcli.__all__
    assert all(hasattr(briefcli, name) for name in briefcli.__all__)
    assert not hasattr(briefcli, "lode")
    code = "import briefcli, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert [name for name in done.stdout.split() if name.startswith("briefcli.")] == ["briefcli.version"]


def test_a_dossier_is_loaded_by_its_name_or_path(tmp_path: Path) -> None:
    """A Path is never a name."""
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, encoding="utf-8")
    assert load(path) == load(str(path))
    assert load(path).id == "river-talks"
    with pytest.raises(BriefError, match="there is no file"):
        load(Path("japan-visit"))


def test_all_dossiers_are_loaded_of_a_folder(shelf: Path) -> None:
    """A broken one is warned of and hides no other."""
    with pytest.warns(UserWarning, match="c.yaml cannot be read"):
        found = load_all(shelf)
    assert [dossier.id for dossier in found] == ["a-talks", "b-talks"]
    assert "japan-visit" in [dossier.id for dossier in load_all()]
    with pytest.raises(BriefError, match="unknown dossier"):
        load_all("nowhere")


def test_rows_are_those_of_the_command(frozen: Dossier, brief: Callable[..., Result]) -> None:
    """With the keys of its JSON, and every word a plain text."""
    for listing in ("stances", "topics", "sectors", "events", "evidence", "sources"):
        rows = frozen.rows(listing)
        assert json.loads(json.dumps(rows)) == rows == json.loads(brief(listing, "-f", "json").out)
    stale = frozen.rows("stances", stale=90, today=datetime.date(2025, 5, 1))
    assert stale == json.loads(brief("stances", "--stale", "90", "--today", "2025-05-01", "-f", "json").out)
    rows = frozen.rows("stances", country=["norway", "SE"], history=True, until=datetime.date(2025, 1, 1))
    arguments = ["-c", "norway", "-c", "SE", "--history", "--until", "2025-01-01", "-f", "json"]
    assert rows == json.loads(brief("stances", *arguments).out)


def test_stances_in_force_are_requested_on_a_day(frozen: Dossier, capsys: pytest.CaptureFixture[str]) -> None:
    """As a date, or as a text that may be a month; without one those that hold now."""
    now = frozen.in_force()
    assert len({stance.country for stance in now}) == len(now) < len(frozen.stances)
    assert (
        frozen.in_force("2024-06-30") == frozen.in_force(datetime.date(2024, 6, 30)) == frozen.in_force("2024-06")
    )
    assert frozen.in_force("1900") == ()
    assert frozen.in_force("2030") == now
    assert capsys.readouterr() == ("", "")


def test_a_country_is_a_part_of_its_dossier(frozen: Dossier) -> None:
    """With the records that name it and what they cite, by any name."""
    part = frozen.country("norway")
    assert part == frozen.country("NOR")
    assert {stance.country for stance in part.stances} == {"NO"}
    assert 0 < len(part.sources) < len(frozen.sources)
    assert part.rows("stances") == frozen.rows("stances", country="norway")


@pytest.mark.parametrize("told", FAULTS)
def test_whatever_goes_wrong_is_an_error_of_ours(told: str, frozen: Dossier) -> None:
    """In a sentence that says what would do."""
    with pytest.raises(BriefError) as caught:
        FAULTS[told](frozen)
    assert told in str(caught.value)


@pytest.mark.parametrize("name", ["a\0b", "x" * 5000, "/dev/null", "nowhere/x.yaml", "", 3, None, b"world"])
def test_no_name_is_more_than_refused(name: Any) -> None:
    """Whatever it is."""
    with pytest.raises(BriefError):
        load(name)


def test_nothing_of_a_dossier_can_be_changed(frozen: Dossier) -> None:
    """Neither it nor its records nor its mappings, and a copy is equal."""
    for what in (frozen, frozen.stances[0], frozen.terms):
        with pytest.raises(AttributeError):
            what.summary = "other"  # type: ignore[union-attr, misc]
    for mapping in (frozen.countries, frozen.terms.concerns, frozen.grades):
        with pytest.raises(TypeError):
            mapping["x"] = None  # type: ignore[index]
    assert copy.deepcopy(frozen) == pickle.loads(pickle.dumps(frozen)) == frozen  # noqa: S301 - our own
    assert len({frozen, load(FROZEN)}) == 1


def test_a_dossier_is_shown_in_a_line(frozen: Dossier) -> None:
    """With its title, its day and what it holds."""
    shown = repr(frozen)
    assert re.fullmatch(r"<Dossier \S+: .*, as of \d{4}-\d\d-\d\d; (\d+ [a-z ]+(, )?)+>", shown)
    assert len(shown) < 200
    assert str(frozen) == shown


def test_a_data_frame_keeps_dates_as_text(frozen: Dossier) -> None:
    """Partial ones as they are, with a column for each key also where there is no row."""
    frame = frozen.to_pandas("events")
    assert list(frame["date"]) == [row["date"] for row in frozen.rows("events")]
    assert {len(date) for date in frame["date"]} > {10}
    assert len(frozen.to_pandas().index) == len(frozen.in_force())
    empty = frozen.to_pandas("events", since="2100")
    assert (len(empty.index), list(empty.columns)) == (0, list(frame.columns))


def test_without_pandas_that_is_said(frozen: Dossier, monkeypatch: pytest.MonkeyPatch) -> None:
    """And how to get it."""
    monkeypatch.setattr("briefcli.api.find_spec", lambda _: None)
    with pytest.raises(BriefError, match="pip install pandas"):
        frozen.to_pandas()


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_notebook_shows_a_table(tmp_path: Path) -> None:
    """A dossier as the last line of a cell is its stances, one row each, and text without HTML elsewhere."""
    cell = nbformat.v4.new_code_cell(f"from briefcli import load\nload({str(Path(FROZEN).absolute())!r})")  # type: ignore[no-untyped-call]
    notebook = nbformat.v4.new_notebook(cells=[cell])  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(tmp_path)}}).execute()
    (output,) = notebook.cells[0].outputs
    assert output.data["text/plain"] == repr(load(FROZEN))
    assert output.data["text/html"].count('<tr><th scope="row">') == len(load(FROZEN).in_force())
    assert "<style" not in output.data["text/html"]


def test_listings_over_time_are_rows_of_python(frozen: Dossier, brief: Callable[..., Result]) -> None:
    """As their commands print them, which analysts plot."""
    printed = {
        "changes": ["changes", "--since", "0001"],
        "ladder": ["ladder"],
        "counts": ["ladder", "--count"],
        "sectors": ["matrix", "--by", "sectors"],
    }
    expected = {key: json.loads(brief(*words, "-d", FROZEN, "-f", "json").out) for key, words in printed.items()}
    assert frozen.rows("changes") == expected["changes"]
    assert frozen.rows("ladder") == expected["ladder"]
    assert frozen.rows("ladder", count=True) == expected["counts"]
    (matrix,) = expected["sectors"]["dossiers"].values()
    assert frozen.rows("matrix", by="sectors") == matrix["rows"]
    assert frozen.rows("changes", since="2025", kind="level") == [
        row for row in expected["changes"] if row["kind"] == "level" and row["date"] >= "2025"
    ]


def test_words_are_searched_and_sources_found_by_their_ids(frozen: Dossier, brief: Callable[..., Result]) -> None:
    """The grade of a record is that of its row."""
    assert frozen.search('"the strait"') == json.loads(
        brief("search", '"the strait"', "-d", FROZEN, "-f", "json").out
    )
    source = frozen.sources[0]
    assert frozen.source(source.id) is source
    with pytest.raises(UsageError, match="unknown source"):
        frozen.source("nowhere")
    grades = {row["id"]: row["grade"] for row in frozen.rows("stances", history=True)}
    assert {stance.id: frozen.grade(stance) for stance in frozen.stances} == grades
    japan = [stance.country for stance in frozen.in_force(country="Norway")]
    assert japan == ["NO"]


def test_days_of_a_data_frame_are_days(frozen: Dossier) -> None:
    """The dates beside them stay text, for they may be a year."""
    frame = frozen.to_pandas("events")
    assert str(frame["date_first"].dtype).startswith("datetime64")
    assert all(isinstance(date, str) for date in frame["date"])
