"""Commands as tools for assistants: named parameters in, JSON of limited size out.

A tool is made from the options of its command, which are made from the declaration of the listing. It runs that
command, so it gives the same rows and the same messages. This module knows nothing of a protocol.
"""

from __future__ import annotations

from bisect import bisect
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
import typer
from msgspec import structs

from briefcli.cli.app import command_named, report
from briefcli.cli.streams import captured, inform
from briefcli.dossier.filters import FILTER_TYPES
from briefcli.errors import BriefError, UsageError
from briefcli.page import Listing
from briefcli.pages.matrix import By
from briefcli.pages.registry import LISTINGS
from briefcli.render.json_yaml import basis, objects, value_of
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import Origin, selected_dossiers
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from enum import StrEnum

    from briefcli.cli.streams import Captured
    from briefcli.page import About, Page

#: The most bytes of an answer.
MAX_BYTES = 60_000
#: Room in an answer for what is counted last: numbers and the next call.
_SPARE = 2_000

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
        schema = {**_TYPES[self.kind], "description": self.help}
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
        return {name: self._tool(name, *about) for name, about in (_OTHERS | of_listings).items()}

    def served(self) -> dict[str, str]:
        """Return the ids of the served dossiers, each with the name or path under which commands find it.

        Raises:
            UsageError: there is none of a name, or one can be read only once.
        """
        catalogue = Catalogue(cached=self._cached)
        entries = catalogue.find_each(self._names)
        if any(entry.stream for entry in entries):
            msg = "mcp takes dossiers that can be read again, not standard input or a pipe"
            raise UsageError(msg)
        found = catalogue.index_all(entries).dossiers
        return {
            index.head.id: str(entry.path) if entry.origin is Origin.PATH else entry.name for entry, index in found
        }

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
            words = [*self._where(values, served), *_words(tool, values)]
            _run(tool, words)
            if found.page is None:
                return None
            page = _only_served(found.page, served)
            return _Fitted(tool, values, found.messages, self._max_rows).text_of(page)
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
        yield Parameter(
            name=_ARGUMENTS.get((command, option.name), option.name),
            kind=_kind(option),
            help=(option.help or "").replace("; repeatable.", ".").replace(" Repeat it for any of several.", ""),
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


def _only_served(page: Page, served: Mapping[str, str]) -> Page:
    """Return a page that refers to no newer records in dossiers that are not served."""
    return structs.replace(page, about=_without_others(page.about, served))


def _without_others(rests: About, served: Mapping[str, str]) -> About:
    return structs.replace(
        rests,
        newer=tuple(one for one in rests.newer if one.dossier in served),
        parts=tuple(_without_others(part, served) for part in rests.parts),
    )


class _Fitted:
    """The answer of a page, with as many rows as fit."""

    def __init__(self, tool: Tool, values: Mapping[str, Any], messages: Sequence[str], max_rows: int) -> None:
        self._tool = tool
        self._values = values
        self._messages = messages
        self._offset: int = values.get("offset", 0)
        self._limit: int = min(values.get("limit", max_rows), max_rows)

    def text_of(self, page: Page) -> str:
        """Return the answer as JSON of at most MAX_BYTES.

        Raises:
            UsageError: even one row is too large.
        """
        return self._listing(page) if isinstance(page, Listing) else self._brief(page)

    def _listing(self, page: Listing) -> str:
        rows = [msgspec.Raw(msgspec.json.encode(row)) for row in objects(page.table)]
        newest_last = LISTINGS[self._tool.command].newest_last and "sort" not in self._values
        chosen = self._chosen(rows, newest_last=newest_last)
        about = {part.dossiers[0]: basis(part) for part in page.about.parts or (page.about,) if part.dossiers}
        head = {"about": about, "answer": self._answer(len(rows), self._limit), "messages": self._messages}
        room = MAX_BYTES - _SPARE - len(msgspec.json.encode(head))
        in_order = chosen[::-1] if newest_last else chosen
        count = _fitting([len(bytes(row)) + 1 for row in in_order], room)
        if count == 0 < len(chosen):
            raise _too_large(self._tool)
        head["answer"] = self._answer(len(rows), count)
        shown = in_order[:count]
        return msgspec.json.encode({**head, "rows": shown[::-1] if newest_last else shown}).decode()

    def _chosen(self, rows: list[Any], *, newest_last: bool) -> list[Any]:
        end = self._offset + self._limit
        if newest_last:
            return rows[max(0, len(rows) - end) : max(0, len(rows) - self._offset)]
        return rows[self._offset : end]

    def _answer(self, total: int, shown: int) -> dict[str, Any]:
        """Return the filters, the number of rows, and the call for the next rows."""
        end = self._offset + shown
        more = [self._call(offset=end)] if end < total and shown else []
        return {"filters": self._filters(), "total": total, "shown": shown, "next": more}

    def _filters(self) -> dict[str, Any]:
        return {name: value for name, value in self._values.items() if name not in {"limit", "offset"}}

    def _call(self, **more: Any) -> dict[str, Any]:
        return {"tool": self._tool.name, "arguments": {**self._values, **more}}

    def _brief(self, page: Page) -> str:
        """Return as many pages of dossiers as fit; if the first one does not, its tables are cut."""
        value = value_of(page)
        pages: dict[str, Any] = value["dossiers"]
        left = MAX_BYTES - _SPARE - _size([self._messages, self._values, list(pages)])
        shown: dict[str, Any] = {}
        for name, whole in pages.items():
            limit = self._limit if shown else self._fitting_limit(whole, left)
            part = self._part(whole, limit)
            left -= _size(part)
            if left < 0:
                break
            shown[name] = part
        if not shown:
            raise _too_large(self._tool)
        head = {"title": value["title"], "dossiers": shown, "answer": self._of_pages(pages, shown)}
        return msgspec.json.encode({**head, "messages": self._messages}).decode()

    def _fitting_limit(self, page: Mapping[str, Any], room: int) -> int:
        """Return the most rows of each table with which a page fits, or else 1."""
        limits = range(1, self._limit + 1)
        return bisect(limits, room, key=lambda limit: _size(self._part(page, limit))) or min(1, self._limit)

    def _part(self, page: Mapping[str, Any], limit: int) -> dict[str, Any]:
        """Return a page with some rows of each table; each row contains its sources."""
        end = self._offset + limit
        tables = {key: rows for key, rows in page.items() if isinstance(rows, list) and key != "sources"}
        if not self._offset and all(len(rows) <= end for rows in tables.values()):
            return {**page}
        return {
            key: rows[self._offset : end] if key in tables else rows
            for key, rows in page.items()
            if key != "sources"
        }

    def _of_pages(self, pages: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
        """Return the filters, the number of dossiers, the tables that are cut, and the calls for the rest."""
        cut: dict[str, dict[str, int]] = {}
        more = []
        for name, part in shown.items():
            kept = {key: len(rows) for key, rows in part.items() if isinstance(rows, list) and key != "sources"}
            totals = {key: len(pages[name][key]) for key in kept}
            cut[name] = {key: total for key, total in totals.items() if self._offset + kept[key] < total}
            if cut[name]:
                more.append(self._call(dossier=[name], offset=self._offset + max(kept[key] for key in cut[name])))
        if rest := [name for name in pages if name not in shown]:
            more.append(self._call(dossier=rest))
        cut = {name: totals for name, totals in cut.items() if totals}
        return {"filters": self._filters(), "total": len(pages), "shown": len(shown), "cut": cut, "next": more}


def _size(value: object) -> int:
    return len(msgspec.json.encode(value))


def _fitting(sizes: Sequence[int], room: int) -> int:
    """Return how many of some texts fit."""
    for count, size in enumerate(sizes):
        room -= size
        if room < 0:
            return count
    return len(sizes)


def _too_large(tool: Tool) -> UsageError:
    narrower = [name for name in ("columns", "dossier", "country") if name in tool.parameters]
    return UsageError(f"one row is larger than {MAX_BYTES} bytes; choose {' or '.join(narrower)}")
