"""First attempts that fail: the error begins with the command that was meant, which works."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import Result

#: What people type, and the command that is meant.
MEANT = {
    "pakistan": "country pakistan",
    "south korea": "country 'south korea'",
    "-d world pakistan --short": "-d world country pakistan --short",
    "world": "summary -d world",
    "taliban": "summary -d world",
    "g7": "groups g7",
    "news": "changes --since 90d",
    "stanc": "stances",
    "stanses -c japan": "stances -c japan",
    "help stanses": "help stances",
    "quota": "search quota",
    "pakistn": "country Pakistan",
    "-f json": "dossiers -f json",
    "-c japan": "stances -c japan",
    "changes 2025": "changes --since 2025",
    "events 90d japan": "events --since 90d -c japan",
    "country japan pakistan": "compare japan pakistan",
    "country -c japan": "country japan",
    "compare --country=japan -c china -d world": "compare japan china -d world",
    "groups --group eu -d world": "groups eu -d world",
    "diff -d world my-dossier.yaml": "diff world my-dossier.yaml",
    "stances world": "stances -d world",
    "stances pakistan": "stances -c pakistan",
    "stances g7 -d world": "stances -d world --group g7",
    "stances south korea": "stances -c 'south korea'",
    "events women": "events --grep women",
    "stances taliban": "stances -d world",
    "summary pakistan": "country pakistan",
    "country japan world": "country japan -d world",
    "country united states --short": "country 'united states' --short",
    "country taliban": "summary -d world",
    "country taliban -d world": "summary -d world",
    "country high-seas": "summary -d high-seas",
    "stances -c taliban": "summary -d world",
    "compare japan taliban": "summary -d world",
    "country pakistan --since 2024": "country pakistan --then 2024",
    "sectors health -d world": "sectors -d world --sector health",
    "stances womens-rights -d world": "stances -d world --concern womens-rights",
    "stances envoys -d world": "stances -d world --level envoys",
    "sectors health -d nowhere": "sectors -d nowhere --grep health",
    "sectors envoys -d world": "sectors -d world --grep envoys",
    "stances --json": "stances -f json",
    "-json": "dossiers -f json",
    "--json stances": "stances -f json",
    "stances --docx": "stances -o stances.docx",
    "evidence --contested": "evidence --disputed",
    "--contested": "evidence --disputed",
    "evidence --verdict contradicts -d world": "evidence --disputed -d world",
    "evidence --verdict=contradicts": "evidence --disputed",
    "stances --colums country": "stances --columns country",
    "changes --since 2021 --direction down": "changes --since 2021 --move down",
    "changes --since 2021 --down": "changes --since 2021 --move down",
    "changes --since 2021 -q": "changes --since 2021 --exit-code",
    "stances -d world --by region": "summary --by region -d world",
    "stances -d world --group-by=groups": "summary --by group -d world",
    "stances -d world --count": "summary -d world",
    "stances --missing -d world": "summary -d world",
    "stances -d world --count level --sort country": "summary -d world",
    "stances -d world -c iran --count-by level": "summary -d world -c iran",
    "countries --count -d world": "summary -d world",
    "facts -d world --missing": "stances --columns country,facts -d world",
    "summary -d world level": "search level -d world",
    "country japan women -d world": "search women -c japan -d world",
    "chart map -d world -o x.svg visas": "search visas -d world",
    "matrix -d world sectors": "matrix -d world --by sectors",
    "matrix -d world Iran": "matrix -d world -c Iran",
    "ladder -d world envoys asia": "ladder -d world --level envoys --region asia",
    "stances own-mission csv -d world": "stances -d world --fact own-mission -f csv",
    "facts -d world mission": "facts -d world --fact own-mission",
    "facts -d world embassy": "facts -d world --grep embassy",
    "cite -d world": "sources -f csl -d world",
    "stances -d world -c iran -f bibtex": "sources -d world -c iran -f csl",
    "sources -d world -o none/x.bib": "sources -d world -f csl -o none/x.json",
    "stances -d world none/x.csv": "stances -d world -o none/x.csv",
    "export -d world none/x.xlsx": "export -d world -o none/x.xlsx",
    "links world": "links -d world",
    "stances --links": "stances --evidence",
    "events --from 2025": "events --since 2025",
    "events --from=2025": "events --since 2025",
    "stances -d world -o x.pdf": "report -d world -o x.pdf",
    "report -d world -o x.docx": "summary -d world -o x.docx",
    "country pakistan --short -d world -o x.pdf": "report -c pakistan -d world -o x.pdf",
    "evidence --grade C": "evidence --sort=-reliability",
    "stances --grade=2 -d world": "stances --credibility=2 -d world",
    "matrix -d world --concerns": "matrix -d world --by concerns",
    "sources --press -d world": "sources --kind press -d world",
    "review -d high-seas --as-of 2026-12-31": "review -d high-seas --through 2026-12-31",
    "votes --wide -d nuclear-ban": "votes --ballots -d nuclear-ban",
    "codebook A -d world": "codebook -d world",
    "stances japan -d high-seas --level signed --quiet": "stances -d high-seas --level signed --exit-code -c japan",
    "topics japan --contested": "topics --disputed -c japan",
}
#: Those that cannot be run here, or that report by their exit code: a file or dossier is missing, or a row was found.
OTHERWISE = {
    "diff world my-dossier.yaml": 2,
    "sectors -d nowhere --grep health": 2,
    "changes --since 2021 --exit-code": 1,
}

FROB = "stances has no option --frob; brief stances --help lists the options"
CHART = "chart needs map|trend|ladder|tiles"
COLUMNS = "unknown column 'foo'. There are 36; brief codebook --listings lists them"


@pytest.mark.parametrize(("typed", "meant"), MEANT.items())
def test_the_error_begins_with_the_command_that_was_meant(
    brief: Callable[..., Result], typed: str, meant: str
) -> None:
    """Each is refused, and nothing is run."""
    code, out, err = brief(*shlex.split(typed))
    assert (code, out) == (2, "")
    assert err.startswith(f"brief: use brief {meant} (")


@pytest.mark.parametrize(
    "meant", sorted({one for one in MEANT.values() if not one.endswith((".pdf", ".png", ".zip"))})
)
def test_the_command_that_was_meant_works(
    brief: Callable[..., Result], meant: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A suggestion that fails would be worse than none."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "none").mkdir()
    assert brief(*shlex.split(meant)).code == OTHERWISE.get(meant, 0)


def test_a_file_that_only_a_site_has_names_the_site(brief: Callable[..., Result]) -> None:
    """By its format as by its extension."""
    said = "brief: use brief site -o public, which writes events.ics (no other command writes .ics)\n"
    assert brief("events", "--upcoming", "-f", "ics") == brief("events", "-o", "x.ics") == (2, "", said)


def test_a_group_that_is_a_fact_is_named_as_such(brief: Callable[..., Result]) -> None:
    """By its value or by the label of that; the option that is named works."""
    said = "unknown group 'nuclear-armed'; it is a fact: write --fact nuclear-role=armed\n"
    assert brief("stances", "-d", "nuclear-ban", "--group", "nuclear-armed") == (2, "", f"brief: {said}")
    assert brief("stances", "-d", "nuclear-ban", "--fact", "nuclear-role=armed").code == 0


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("stances --frob", FROB),
        ("--frob", "there is no option --frob; brief --help lists the options"),
        ("merge --uninstall", "merge has no option --uninstall; brief merge --help lists the options"),
        ("stances --no-evidence", "stances has no option --no-evidence; brief stances --help lists the options"),
        ("sources --reliability A", "sources has no option --reliability; brief sources --help lists the options"),
        ("''", "there is no command ''; brief --help lists the commands"),
        ("topics a b", "use brief topics --grep a --grep b (topics does not take 'a' or 'b')"),
        ("country", "country needs NAME; for example: brief country japan"),
        ("stances --columns foo,country -d world", COLUMNS),
        ("countries --frob", f"there is no command 'countries'; {FROB}"),
        ("chart -d world -o x.svg", f"{CHART}; for example: brief chart map -d world -o x.svg"),
        ("chart", f"{CHART}; for example: brief chart map -d world -o map.svg"),
        ("diff a", "diff needs NEW; for example: brief diff japan-visit my-dossier.yaml"),
        ("links", "links needs -d NAME|PATH; for example: brief links -d my-dossier.yaml"),
        ("site", "site needs -o FOLDER; for example: brief site -o public"),
        ("stances --level", "--level needs a value"),
        (
            "events --since soon -n x",
            "--since: 'soon' is not a date; write YYYY, YYYY-MM or YYYY-MM-DD, or a time ago such as 30d, 12w, 6m or 1y",
        ),
        ("stances -o none/x.csv", "none/x.csv cannot be written: there is no folder none"),
        ("report -o tests", "tests is a folder; name a file in it. Possible extensions: html, htm, pdf"),
        ("site -o README.md", "README.md cannot be written: it is a file, not a folder"),
        ("site -o none/ --logo none.png", "none.png cannot be read: there is no such file"),
        ("import none.csv -d world", "none.csv cannot be read: there is no such file"),
        ("summary --template none.docx -o none/x.docx", "none.docx cannot be read: there is no such file"),
        ("compare japan --group eu", "compare takes countries or --group, not both"),
        ("schema -d a -d b", "this command takes one dossier; -d names 2: a, b"),
        ("completion csh", "unknown value 'csh'; did you mean 'zsh'? Possible: bash, zsh, fish, powershell"),
        ("help pakistan", "there is no command 'pakistan'; brief --help lists the commands"),
        ("diff a b c", "diff takes OLD NEW, not also 'c'; put a name of several words in quotes"),
    ],
)
def test_nothing_is_suggested_where_nothing_is_meant(brief: Callable[..., Result], typed: str, said: str) -> None:
    """The message names the help."""
    assert brief(*shlex.split(typed)) == (2, "", f"brief: {said}\n")


def test_a_dossier_that_nobody_typed_is_reported_with_its_origin(
    brief: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is in the environment."""
    monkeypatch.setenv("BRIEF_DOSSIER", "wrold")
    for command in ("stances", "report"):
        assert brief(command).err.startswith(
            "brief: BRIEF_DOSSIER: unknown dossier 'wrold'; did you mean 'world'?"
        )
    assert brief("stances", "-d", "wrld").err.startswith("brief: unknown dossier 'wrld'")


def test_what_has_no_effect_is_reported(brief: Callable[..., Result], tmp_path: Path) -> None:
    """The command runs as before."""
    done = brief("review", "-d", "japan-visit", "--write", "--why", "due")
    assert (done.code, done.err.splitlines()[0]) == (0, "--write has no effect without --mark or --through.")
    path = tmp_path / "x.csv"
    assert brief("schema", "-o", str(path)) == (
        0,
        "",
        f"{path} is written as json, although .csv is an extension of csv.\n",
    )


def test_ballots_have_several_names(brief: Callable[..., Result]) -> None:
    """Those of resolutions and newspapers; other words are refused as before."""
    for word, vote in {"abstain": "abstained", "Yes": "in-favour", "for": "in-favour", "no": "against"}.items():
        typed = ["votes", "-d", "nuclear-ban", "-c", "japan", "--vote"]
        assert brief(*typed, word) == brief(*typed, vote)
    assert brief("votes", "--vote", "maybe").err.startswith("brief: unknown vote 'maybe'")


def test_the_values_of_an_attribute_are_listed(brief: Callable[..., Result]) -> None:
    """Of each that a word may mean."""
    assert brief("facts", "-d", "world", "mission").err.endswith(
        "('mission' is in the label of own-mission (values: open, technical, closed, none) and afghan-mission "
        "(values: taliban-named, republic, closed))\n"
    )


def test_no_hint_misleads(brief: Callable[..., Result]) -> None:
    """Names with another first letter are not suggested."""
    assert "did you mean" not in brief("country", "hamas").err


@pytest.mark.parametrize("typed", ["a  b", "a\nb", "x\ty", "it's  x", "-- -", "\x1b[31m"])
@pytest.mark.parametrize("before", [[], ["stances"], ["-d", "world", "stances", "--x"]])
def test_words_that_the_parser_changes_get_one_line(
    brief: Callable[..., Result], before: list[str], typed: str
) -> None:
    """Spaces and control characters are escaped in its messages, so that the word is not found again."""
    done = brief(*before, typed)
    assert (done.code, done.out, len(done.err.splitlines())) == (2, "", 1)
    assert done.err.startswith("brief: ")
