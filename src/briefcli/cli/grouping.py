"""Groups of options, which Typer does not know: a command takes one argument for all options of a group."""

from __future__ import annotations

import inspect
from functools import partial, wraps
from typing import TYPE_CHECKING, Annotated, Any, get_args, get_origin

from msgspec import Struct, structs

if TYPE_CHECKING:
    from collections.abc import Callable


def grouped(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of its groups as parameters of its own.

    A group is a Struct whose fields are options, or a Struct annotated with tables of options for its fields.
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
        options = {name: option for table in tables for name, option in table.items()}
        return partial(_filled, kind), [_option(name, option, None) for name, option in options.items()]
    return None, []


def _option(name: str, annotation: Any, default: Any) -> inspect.Parameter:
    return inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)


def _filled(group: type[Struct], /, **given: Any) -> Struct:
    """Return a Struct with what was given, as tuples where several values were; the rest is as usual."""
    values = {name: value for name, value in given.items() if value is not None}
    return group(**{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()})
