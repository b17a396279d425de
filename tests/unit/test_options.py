"""The options that commands share: what is typed becomes a value, or is refused with what is possible."""

from __future__ import annotations

from typing import Annotated, Any

import pytest
import typer
from msgspec import Struct

from briefcli.cli import options
from briefcli.cli.grouping import grouped
from briefcli.cli.options import whole_number, word_of
from briefcli.dossier.filters import FILTER_TYPES, OF_SECTORS, OF_STANCES, Filters
from briefcli.dossier.model import SourceKind, Stage, TopicKind
from briefcli.errors import UsageError
from briefcli.pages.registry import LISTINGS


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("focus-area", TopicKind.FOCUS_AREA), ("Focus area", TopicKind.FOCUS_AREA), ("AGENDA", TopicKind.AGENDA)],
)
def test_a_word_is_taken_in_any_spelling(typed: str, kind: TopicKind) -> None:
    """A table shows it with a capital and without a hyphen, and what it shows can be typed."""
    assert word_of(TopicKind, "kind")(typed) is kind


@pytest.mark.parametrize(
    ("vocabulary", "what", "typed", "expected"),
    [
        (TopicKind, "kind", "press", "unknown kind 'press'. Possible: agenda, objective, "),
        (SourceKind, "kind", "agenda", "unknown kind 'agenda'; did you mean 'agency'? Possible: official, "),
        (Stage, "stage", "underway", "unknown stage 'underway'; did you mean 'under way'? Possible: proposed, "),
    ],
)
def test_a_word_of_another_vocabulary_is_refused(vocabulary: Any, what: str, typed: str, expected: str) -> None:
    """With the nearest one and all that are possible."""
    with pytest.raises(UsageError) as caught:
        word_of(vocabulary, what)(typed)
    assert str(caught.value).startswith(expected)


@pytest.mark.parametrize("typed", ["-1", "1.5", "0", "7", "", "²", "one"])
def test_a_number_out_of_bounds_is_refused(typed: str) -> None:
    """As is what is no number."""
    with pytest.raises(typer.BadParameter, match="is not a whole number from 1 to 6"):
        whole_number(1, 6)(typed)


def test_every_table_of_options_names_fields_of_filters() -> None:
    """Each filter has an option, and the groups of filters are those of the options."""
    taken = {name for spec in LISTINGS.values() for name in options.filters_of(spec.name)}
    assert taken == set(Filters.__struct_fields__) == set(FILTER_TYPES)
    assert list(options.filters(*OF_STANCES)) == list(OF_STANCES)
    assert list(options.filters(*OF_SECTORS)) == list(OF_SECTORS)


class _Where(Struct, frozen=True, kw_only=True):
    place: Annotated[str, typer.Option("--place")] = "here"
    sure: Annotated[bool, typer.Option("--sure")] = False


class _What(Struct, frozen=True, kw_only=True):
    kind: tuple[str, ...] = ("any",)
    most: int = 5


_KIND = {"kind": Annotated[list[str] | None, typer.Option("--kind")]}
_MOST = {"most": Annotated[int | None, typer.Option("--most")]}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ([], (_What(), _Where(), 1)),
        (["--kind", "a", "--kind", "b", "--sure"], (_What(kind=("a", "b")), _Where(sure=True), 1)),
        (["--most", "0", "--place", "there", "--times", "2"], (_What(most=0), _Where(place="there"), 2)),
    ],
)
def test_a_command_takes_one_argument_for_a_group_of_options(typed: list[str], expected: object) -> None:
    """What is not given keeps the default of its field, and several values are a tuple."""
    found: list[object] = []

    def command(what: Annotated[_What, _KIND, _MOST], where: _Where, times: int = 1) -> None:
        found.append((what, where, times))

    app = typer.Typer()
    app.command()(grouped(command))
    app(typed, standalone_mode=False)
    assert found == [expected]
