"""Commands as tools for assistants: named parameters in, JSON of limited size out.

A tool is made from the options of its command, which are made from the declaration of the listing. It runs that
command, so it gives the same rows and the same messages. This module knows nothing of a protocol.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import typer

from briefcli.cli.answers import Fitted, Request, Served
from briefcli.cli.app import command_named, report
from briefcli.cli.streams import captured, inform
from briefcli.dossier.filters import FILTER_TYPES
from briefcli.errors import BriefError, UsageError
from briefcli.pages.matrix import By
from briefcli.pages.registry import LISTINGS
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import Origin, selected_dossiers
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum

    from briefcli.cli.streams import Captured

#: How many digits a number has at most, and how many characters of a wrong value are quoted.
_MAX_DIGITS = 9
_MAX_QUOTED = 80

#: The tools that are no listings, each with its command and its description.
_OTHERS = {
    "list_dossiers": (
        "dossiers",
        "List the dossiers, with their subject, day and number of records. Call it first.",
    ),
    "country": (
        "country",
        "Show what is known about one country, one page for each dossier. It is short unless full is true.",
    ),
    "compare": ("compare", "Compare two to eight countries, or the members of a group, side by side."),
    "codebook": (
        "codebook",
        "Explain levels, concerns, sectors, grades and columns. It lists the ids for filters.",
    ),
}
#: The options of output that change an answer, rather than how it is written.
_OF_ANSWERS = {"columns", "sort", "then"}
_NEVER = {"dossier", "no_cache", "today", "help", "limit"}
#: The names of arguments, in place of those in the usage of their commands.
_ARGUMENTS = {("country", "name"): "country", ("compare", "names"): "countries", ("groups", "name"): "group"}
#: The tool that describes the parameters of several tools.
_DESCRIBING = "stances"
_WHERE = "Ids of dossiers; all if left out."
_TYPES: Mapping[str, dict[str, Any]] = {
    "texts": {"type": "array", "items": {"type": "string"}},
    "text": {"type": "string"},
    "number": {"type": "integer"},
    "truth": {"type": "boolean"},
}
_IN_WORDS = {
    "texts": "a text or a list of texts",
    "text": "a text",
    "number": "a number",
    "truth": "true or false",
}


class Parameter(NamedTuple):
    """A parameter of a tool.

    `option` is how the command line writes it. It is empty for an argument, and None for what no command takes.
    """

    name: str
    kind: str
    help: str
    option: str | None = None
    required: bool = False
    words: type[StrEnum] | None = None

    def schema(self) -> dict[str, Any]:
        """Return its JSON Schema."""
        text = self.help.partition(": ")[0] if self.words else self.help  # the words are in the schema
        schema = {**_TYPES[self.kind], **({"description": text} if text else {})}
        if self.words:
            enum = {"type": "string", "enum": [*self.words]}
            schema |= {"items": enum} if self.kind == "texts" else enum
        return schema


class Tool(NamedTuple):
    """A command as assistants call it."""

    name: str
    command: str
    description: str
    parameters: Mapping[str, Parameter]

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its parameters."""
        required = [name for name, parameter in self.parameters.items() if parameter.required]
        return {
            "type": "object",
            "properties": {name: parameter.schema() for name, parameter in self.parameters.items()},
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }

    def without(self, shared: Mapping[str, Parameter]) -> Tool:
        """Return the tool without the descriptions and words of shared parameters."""
        parameters = {
            name: one._replace(help="", words=None) if one == shared.get(name) else one
            for name, one in self.parameters.items()
        }
        return self._replace(parameters=parameters)


class Answer(NamedTuple):
    """The JSON of an answer, or the message of an error."""

    text: str
    failed: bool = False


class Tools:
    """The tools over the served dossiers: those that are named, or all on the shelves.

    Each call looks for them and reads them again.
    """

    def __init__(self, dossiers: Sequence[str] | None, max_rows: int, *, cached: bool = True) -> None:
        self._names = selected_dossiers(dossiers, everywhere=True)
        self._max_rows = max_rows
        self._cached = cached

    @cached_property
    def tools(self) -> Mapping[str, Tool]:
        """The tools by their names."""
        of_listings = {
            name.replace("-", "_"): (name, f"{spec.help} {spec.use}".strip())
            for name, spec in LISTINGS.items()
            if spec.page
        }
        tools = {name: self._tool(name, *about) for name, about in (_OTHERS | of_listings).items()}
        return {name: tool if name == _DESCRIBING else tool.without(self.shared) for name, tool in tools.items()}

    @cached_property
    def shared(self) -> Mapping[str, Parameter]:
        """The parameters that mean the same in several tools; one tool and the instructions describe them."""
        return self._tool(_DESCRIBING, _DESCRIBING, "").parameters

    def served(self) -> Served:
        """Return the served dossiers.

        Raises:
            UsageError: there is none of a name, or one can be read only once.
        """
        catalogue = Catalogue(cached=self._cached)
        entries = catalogue.find_each(self._names)
        if any(entry.stream for entry in entries):
            msg = "mcp takes dossiers that can be read again, not standard input or a pipe"
            raise UsageError(msg)
        found = {index.head.id: (entry, index) for entry, index in catalogue.index_all(entries).dossiers}
        names = {
            id_: str(entry.path) if entry.origin is Origin.PATH else entry.name
            for id_, (entry, _) in found.items()
        }
        return Served(names, {id_: index for id_, (_, index) in found.items()}, catalogue.load)

    def call(self, name: str, given: Mapping[str, Any]) -> Answer:
        """Return the answer of a tool; a wrong parameter gets the message of the command line."""
        with captured() as found:
            text = self._called(found, name, given)
        return (
            Answer("\n".join(found.messages) or "brief: no answer", failed=True) if text is None else Answer(text)
        )

    def page(self, command: str, dossier: str) -> Answer:
        """Return the page of a command on one dossier, as its tool would."""
        tool = self._tool(command, command, "")
        with captured() as found:
            text = self._answered(found, tool, {"dossier": [dossier]})
        return _answer_of(found, text)

    def _called(self, found: Captured, name: str, given: Mapping[str, Any]) -> str | None:
        if name not in self.tools:
            inform(f"brief: {unknown_value('tool', name, self.tools)}")
            return None
        return self._answered(found, self.tools[name], given)

    def _answered(self, found: Captured, tool: Tool, given: Mapping[str, Any]) -> str | None:
        """Return the answer as JSON; None where messages say why there is none."""
        words: list[str] = []
        try:
            values = dict(_checked(tool, given))
            served = self.served()
            words = [*self._where(values, served.names), *_words(tool, values)]
            _run(tool, words)
            if found.page is None:
                return None
            parameters = {one.name: one.parameters for one in (*self.tools.values(), tool)}
            request = Request(tool.name, tool.command, values, parameters)
            return Fitted(request, served, found.messages, self._max_rows).text_of(found.page)
        except (BriefError, typer.TyperException) as error:
            report(error, [tool.command, *words])
            return None

    def _where(self, values: Mapping[str, Any], served: Mapping[str, str]) -> list[str]:
        ids = values.get("dossier")
        for name in ids or ():
            if name not in served:
                raise unknown_value("dossier", name, served)
        names = self._names if ids is None else [served[name] for name in ids]
        return [*(() if self._cached else ("--no-cache",)), *(f"--dossier={name}" for name in names)]

    def _tool(self, name: str, command: str, description: str) -> Tool:
        parameters = list(_parameters(command, command_named(command).params))
        if command == "country":
            parameters.append(Parameter("full", "truth", "All records instead of the most important ones."))
        parameters += [
            Parameter("dossier", "texts", _WHERE),
            Parameter("limit", "number", f"At most this many rows of each table, up to {self._max_rows}."),
            Parameter("offset", "number", "Rows of each table to skip."),
        ]
        return Tool(name, command, description, {one.name: one for one in parameters})


def _answer_of(found: Captured, text: str | None) -> Answer:
    return Answer("\n".join(found.messages), failed=True) if text is None else Answer(text)


def _parameters(command: str, options: Sequence[Any]) -> Iterator[Parameter]:
    """Yield the parameters that an assistant may set, from the options and arguments of a command."""
    spec = LISTINGS.get(command)
    for option in options:
        panel = getattr(option, "rich_help_panel", None)
        if option.name in _NEVER or (panel == "Output" and option.name not in _OF_ANSWERS):
            continue
        is_argument = option.param_type_name == "argument"
        words = By if option.name == "by" else spec.vocabulary(option.name) if spec else None
        of_words = f": {', '.join(words)}" if words else ""  # they are in the schema
        said = (option.help or "").replace(f"{of_words}; repeatable.", ".").replace("; repeatable.", ".")
        yield Parameter(
            name=_ARGUMENTS.get((command, option.name), option.name),
            kind=_kind(option),
            help=said.replace("`brief groups`", "the tool groups"),
            option="" if is_argument else max(option.opts, key=len),
            required=option.required,
            words=words,
        )


def _kind(option: Any) -> str:
    if option.multiple or option.nargs == -1 or option.name == "columns":
        return "texts"
    if getattr(option, "is_flag", False):
        return "truth"
    return "number" if FILTER_TYPES.get(option.name) == "int" else "text"


def _checked(tool: Tool, given: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield the parameters that have a value.

    Raises:
        UsageError: there is no such parameter, or a value is of another type.
    """
    for name, value in given.items():
        if name not in tool.parameters:
            raise unknown_value("parameter", name, tool.parameters)
        if value is not None:
            yield name, _value(tool.parameters[name], value)


def _value(parameter: Parameter, value: Any) -> Any:
    match parameter.kind, value:
        case "texts", str():
            return [value]
        case ("text", str()) | ("truth", bool()):
            return value
        case "texts", list() if all(isinstance(one, str) for one in value):
            return value
        case "number", int() if not isinstance(value, bool) and value >= 0:
            return value
        case "number", str() if value.isascii() and value.isdigit() and len(value) <= _MAX_DIGITS:
            return int(value)
        case _:
            written = msgspec.json.encode(value).decode()[:_MAX_QUOTED]
            msg = f"{parameter.name} takes {_IN_WORDS[parameter.kind]}, and not {written}"
            raise UsageError(msg)


def _words(tool: Tool, values: Mapping[str, Any]) -> list[str]:
    """Return the values as words of the command line, where no value can be taken for an option."""
    options: list[str] = []
    arguments: list[str] = []
    if "full" in tool.parameters and not values.get("full") and not values.get("then"):
        options.append("--short")
    for name, value in values.items():
        parameter = tool.parameters[name]
        if parameter.option is None:
            continue
        if not parameter.option:
            arguments += value if parameter.kind == "texts" else [value]
        elif name == "columns":
            options.append(f"--columns={','.join(value)}")
        elif parameter.kind == "truth":
            options += [parameter.option] if value else []
        else:
            options += [f"{parameter.option}={one}" for one in (value if parameter.kind == "texts" else [value])]
    return [*options, "--", *arguments]


def _run(tool: Tool, words: Sequence[str]) -> None:
    """Run the command of a tool; what it would print is captured."""
    command = command_named(tool.command)
    try:
        with command.make_context(tool.command, list(words)) as context:
            command.invoke(context)
    except typer.Exit:
        pass  # a broken dossier, of which a message is captured
