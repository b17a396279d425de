"""What Typer does not offer for options: groups, values that may be left out, days that count back from others.

Typer parses options one by one, so `30d` cannot depend on the day of `--as-of`. It is resolved here, after all
options.
"""

from __future__ import annotations

import inspect
from functools import partial, wraps
from itertools import zip_longest
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from msgspec import Struct, structs
from typer.core import TyperCommand

from briefcli.cli.streams import WithHelp
from briefcli.dossier.dates import Ago, last_day
from briefcli.dossier.staleness import STALE_DAYS
from briefcli.errors import UsageError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Sequence

#: The meaning of an option without its value.
WITHOUT_VALUE = {"--stale": str(STALE_DAYS)}


class Command(WithHelp, TyperCommand):
    """A command with options whose number may be left out."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments after writing out the numbers that were left out."""
        return super().parse_args(ctx, _written_out(args))


def _written_out(args: Sequence[str]) -> list[str]:
    words = list(args[: args.index("--")] if "--" in args else args)
    found = []
    for word, following in zip_longest(words, words[1:]):
        found.append(word)
        if word in WITHOUT_VALUE and (following is None or following.startswith("-")):
            found.append(WITHOUT_VALUE[word])
    return [*found, *args[len(words) :]]


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options of its groups to a command as parameters.

    A group is a Struct whose fields are options, or a Struct annotated with tables of options for its fields. A
    command whose options take days that count back has a `today`.
    """
    signature = inspect.signature(command, eval_str=True)
    parameters: list[inspect.Parameter] = []
    groups: dict[str, tuple[Callable[..., Struct], list[str]]] = {}
    for parameter in signature.parameters.values():
        kind, options = _group(parameter.annotation)
        if kind is None:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))
        else:
            groups[parameter.name] = kind, [option.name for option in options]
            parameters += options

    @wraps(command)
    def flat(**given: Any) -> None:
        given = _with_days(given)
        for name, (kind, options) in groups.items():
            given[name] = kind(**{option: given.pop(option) for option in options})
        command(**given)

    del flat.__wrapped__  # Typer would look through it at the groups
    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    flat.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return flat


def _group(annotation: Any) -> tuple[Callable[..., Struct] | None, list[inspect.Parameter]]:
    """Return what makes the argument of a group, and its options; None where it is a plain parameter."""
    if isinstance(annotation, type) and issubclass(annotation, Struct):
        return annotation, [_option(field.name, field.type, field.default) for field in structs.fields(annotation)]
    kind, *tables = get_args(annotation) if get_origin(annotation) is Annotated else (None,)
    if isinstance(kind, type) and issubclass(kind, Struct):
        table = {name: option for table in tables for name, option in table.items()}
        options = [_option(name, option, _default(option)) for name, option in table.items()]
        return partial(_filled, kind), options
    return None, []


def _default(option: Any) -> Any:
    """Return the default of an option in a table: nothing given, unless it finds one itself."""
    return inspect.Parameter.empty if get_args(option)[1].default_factory else None


def _option(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _with_days(given: dict[str, Any]) -> dict[str, Any]:
    """Return the parameters with times ago replaced by days, before the selected day or else today."""
    today = given.get("today")
    as_of = _day(given.get("as_of"), today)
    before = last_day(as_of) if as_of else today
    return {name: as_of if name == "as_of" else _day(value, before) for name, value in given.items()}


def _day(value: Any, day: datetime.date | None) -> Any:
    if day is None or not isinstance(value, Ago):
        return value
    try:
        return value.before(day)
    except ValueError:
        msg = f"{value.number}{value.unit} before {day} is before the year 1"
        raise UsageError(msg) from None


def _filled(group: type[Struct], /, **given: Any) -> Struct:
    """Return a Struct with what was given, as tuples where several values were; the rest is as usual."""
    values = {name: value for name, value in given.items() if value is not None}
    return group(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
