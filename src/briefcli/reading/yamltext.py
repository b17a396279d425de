"""YAML as a plain tree of text, read from PyYAML's events; the one module that imports PyYAML.

No scalar is typed here: `NO` stays a text, and so do `2025-02` and `1.10`. Aliases, tags,
several documents, duplicate keys and deep nesting are refused as they come by, so that neither
a bomb nor a stack overflow can be built (https://github.com/yaml/pyyaml/issues/235 and
https://github.com/yaml/pyyaml/issues/895).
"""

from __future__ import annotations

import io
import re
import unicodedata
from array import array
from bisect import bisect_right
from collections import Counter
from contextlib import suppress
from functools import cached_property
from itertools import chain, count
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stub leaves it out

from briefcli.characters import UNSAFE
from briefcli.problems import MAX_PROBLEMS, Problem, Rule, Severity, quoted, shortened
from briefcli.reading.files import MAX_FILE_BYTES, too_large
from briefcli.reading.progress import WatchedBytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from briefcli.problems import TreePath

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

DEEPEST = 32
#: What looks like a space or like nothing, and nobody types in a search: no-break spaces, soft hyphens, spaces
#: and joiners without width. Those joiners that Persian and Indian scripts need are meant only within Latin words.
_BLANKS = "\u00a0\u00ad\u034f\u2007\u200b\u200c\u200d\u202f\u2060"
_UNSEEN = f"[{_BLANKS}](?:(?<![\u200c\u200d])|(?<=[A-Za-z\u00c0-\u024f].)|(?=[A-Za-z\u00c0-\u024f]))"
#: How many keys, values and lists a file may have: as many as a dossier of the largest size has.
MAX_NODES = 4_000_000
#: Characters that are always safe and seen: those of ASCII that are printed, and what ends a line or a cell.
_COMMON = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
#: What YAML takes for no value at all.
_NULLS = {"~", "null", "Null", "NULL"}

#: What libyaml says, what that means, and what to do.
_FAULTS = {
    "mapping values are not allowed": (
        "a colon stands where no key can be",
        "put a value that holds ': ' in quotes",
    ),
    "could not find expected ':'": (
        "this line is neither 'key: value' nor an item of a list",
        "write a colon and a space after the key",
    ),
    "cannot start any token": (
        "no value may begin with this character",
        "put a value that begins with @, ` or % in quotes",
    ),
    "tab character": ("a tab stands in the indentation", "indent with spaces, never with tabs"),
    "unexpected end of stream": ("the quotes that open here are never closed", "close them"),
    "did not find expected key": (
        "a key is expected here",
        "check the indentation, and put a value that begins with a bracket or a quote in quotes as a whole",
    ),
    "expected ',' or ']'": ("the list in brackets is not closed", "close the brackets or add the comma"),
    "expected ',' or '}'": ("the braces are not closed", "close the braces or add the comma"),
    "expected '-' indicator": (
        "an item of the list is expected here, with its hyphen",
        "indent this line like its neighbours",
    ),
    "block sequence entries are not allowed": (
        "an item of a list stands where none can be",
        "begin the list on a line of its own",
    ),
    "unexpected document indicator": ("the quotes that open here are never closed", "close them"),
    "did not find expected node content": ("a value is expected here", "write the value or close the brackets"),
}
#: What is said of a line that begins with no key where one should be.
_NO_KEY = {_FAULTS["could not find expected ':'"][0], _FAULTS["did not find expected key"][0]}
#: A key at the beginning of a line.
_KEY = r"\n *(?:- *)?\{?[\w-]+:\s"
#: A value that begins with a quotation mark which is none to YAML.
_CURLY = "(?:^|[-:,{[] ) *([\u2018-\u201f\u00ab\u00bb])"
#: What ends a text that is not in quotes; a comment is mostly set off with more than one space.
_COMMENT = (" #", "\t#")
_LINE_BREAK = "\r\n|\r|\n"
_DEPTH = f"this is nested more than {DEEPEST} levels deep"


class _Again(str):
    """A key that stands in a mapping twice, so that both have a place in it."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class _Dumper(yaml.CSafeDumper):
    """PyYAML's, which knows the numbers of YAML 1.1, and here those of YAML 1.2 too: 1e5, 0o14, 08."""


_NUMBER = re.compile(r"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+)$")
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))


class Node(NamedTuple):
    """A part of a YAML file, and where its text begins and ends.

    `style` is how a text is written (`"`, `'`, `|`, `>`, or nothing where it is plain), and `{` or `[` for what
    stands in braces or brackets. `parts` are the items of a list, or the keys and values of a mapping in turn.
    """

    tree: Tree
    start: int
    end: int
    style: str
    parts: tuple[Node, ...] = ()


class _Stopped(Exception):  # noqa: N818 - it never leaves this module
    """Nothing more can be said of the file."""


class YamlFile:
    """A YAML file as a tree of text, with every fault of its YAML and the place of everything in it.

    `tree` is None where a fault leaves open what the file says. `problems` are in file order.
    """

    def __init__(self, data: bytes, name: str) -> None:
        self.name = name
        self.tree: Tree | None = None
        self.problems: list[Problem] = []
        self._text = ""
        self._uncommon = ""  # its characters that are not of _COMMON: only those can be unsafe or unseen
        self._unseen = False  # whether some of them are
        # Where each node begins, in file order. Then of each list and mapping, as they end: its node, the one
        # after all that it holds, and the keys of a mapping.
        self._starts = array("I")
        self._holders, self._ends = array("I"), array("I")
        self._keys: list[tuple[str, ...] | None] = []
        self._children: dict[int, dict[str | int, tuple[int, int]]] = {}  # of nodes that somebody asked for
        self._doubled: dict[int, dict[str, Tree]] = {}  # mappings in which a key stands twice
        self._last = (0, 0, "")  # where the last text began that is not plain, where it ended, and its style
        self._counts: Counter[Severity] = Counter()  # how many problems there are
        self._whole = True  # whether the tree has everything that the file says
        if len(data) > MAX_FILE_BYTES:
            self.problems.append(too_large(name))
            return
        with suppress(_Stopped):
            self._read(data)
        with suppress(_Stopped):
            for mapping, entries in self._doubled.items():
                self._report_doubled(mapping)
                for key in [key for key in entries if type(key) is _Again]:
                    entries[str(key)] = entries.pop(key)
        self.problems.sort(key=lambda problem: (problem.line, problem.column))

    def place(self, path: TreePath, *, on_key: bool = False) -> Place:
        """Return where a value or its key stands; for what is not in the file, where its holder stands."""
        key = value = 0
        for part in path:
            found = self._parts(value).get(part)
            if found is None:
                return self._place_at(self._starts[value])
            key, value = found
        return self._place_at(self._starts[key if on_key else value])

    def _read(self, data: bytes) -> None:
        try:
            self._text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            self._text = error.object[: error.start].decode()
            self._stop(Rule.ENCODING, f"byte 0x{error.object[error.start]:02X} is not UTF-8", len(self._text))
        self._uncommon = data.translate(None, _COMMON).decode()
        self._unseen = not set(_BLANKS).isdisjoint(self._uncommon) and bool(re.search(_UNSEEN, self._text))
        parser = CParser(WatchedBytes(self._safe_text().encode()))
        try:
            root = self._walk(parser.get_event)
        except yaml.YAMLError as error:
            self._stop(*self._explained(error))
        if not root or root[0] == "":
            self._stop(Rule.EMPTY, "the file holds no data", 0)
        if self._whole:
            self.tree = root[0]

    def _safe_text(self) -> str:
        """Return the text without unsafe characters; a carriage return is but another end of a line."""
        if not UNSAFE.search(self._uncommon):
            return self._text
        for found in UNSAFE.finditer(self._text):
            if found[0] != "\r":
                self._report(Rule.CHARACTER, _character(found[0]), found.start())
        return UNSAFE.sub(lambda found: found[0] if found[0] == "\r" else "\ufffd", self._text)

    def _walk(self, next_event: Callable[[], Any]) -> list[Tree]:  # noqa: PLR0915 - what it calls is in it, for speed
        """Return the root in a list, which is empty where the file has none.

        Plain texts are read where they come by, and looked at only in a file that may hold something to be found:
        there is one for each key and value.
        """
        starts, text, most = self._starts, self._text, MAX_NODES
        shapes: dict[tuple[str, ...], tuple[str, ...]] = {}  # most mappings have the keys of another one
        unseen = self._unseen
        odd = unseen or "null" in text.lower() or any(mark in text for mark in ("&", "!", "~", *_COMMENT))

        def is_odd(event: Any) -> bool:
            end = event.end_mark.index
            return unseen or event.anchor or event.tag or event.value in _NULLS or text.startswith(_COMMENT, end)

        def read_list(depth: int) -> list[Tree]:
            node = len(starts) - 1
            items: list[Tree] = []
            try:
                while type(event := next_event()) is not SequenceEndEvent:
                    starts.append(event.start_mark.index)
                    if type(event) is ScalarEvent and event.implicit[0] and not (odd and is_odd(event)):
                        items.append(event.value)
                    else:
                        items.append(read(event, depth))
                    if len(starts) > most:
                        self._stop_at_size()
            finally:
                self._close(node, None)
            return items

        def read_mapping(depth: int) -> dict[str, Tree]:
            node = len(starts) - 1
            entries: dict[str, Tree] = {}
            try:
                while type(event := next_event()) is not MappingEndEvent:
                    starts.append(event.start_mark.index)
                    if type(event) is ScalarEvent and event.implicit[0] and not (odd and is_odd(event)):
                        key = intern(event.value)
                    else:
                        key = read(event, depth, is_key=True)
                    if key in entries:
                        self._doubled[node] = entries
                        key = _Again(key)
                        entries[key] = ""
                    event = next_event()
                    starts.append(event.start_mark.index)
                    if type(event) is ScalarEvent and event.implicit[0] and not (odd and is_odd(event)):
                        entries[key] = event.value
                    else:
                        entries[key] = read(event, depth)
                    if len(starts) > most:
                        self._stop_at_size()
            finally:
                keys = tuple(entries)
                self._close(node, shapes.setdefault(keys, keys))
            return entries

        def read(event: Any, depth: int, *, is_key: bool = False) -> Any:
            start = starts[-1]
            if type(event) is ScalarEvent:
                return self._scalar(event, start, is_key=is_key)
            if type(event) is AliasEvent:
                name = f"*{event.anchor}"
                self._report(Rule.ALIAS, f"{shortened(name)} is an alias", start)
                self._whole = False
                return name
            self._examine(event, start)
            if is_key:
                self._stop(Rule.TYPE, "a key must be text", start)
            if depth == DEEPEST:
                self._stop(Rule.DEPTH, _DEPTH, start)
            return read_list(depth + 1) if type(event) is SequenceStartEvent else read_mapping(depth + 1)

        root: list[Tree] = []
        for event in iter(next_event, None):
            start = event.start_mark.index
            if isinstance(event, NodeEvent):
                starts.append(start)
                root.append(read(event, 0))
            elif root and isinstance(event, DocumentStartEvent):
                self._stop(Rule.DOCUMENTS, "a second document begins here", start)
        return root

    def _scalar(self, event: Any, start: int, *, is_key: bool) -> str:
        """Return the text of a scalar, none if it is blank or null, and report what a dossier may not have."""
        self._examine(event, start)
        text: str = event.value
        end = event.end_mark.index
        if self._unseen:
            for found in re.compile(_UNSEEN).finditer(self._text, start, end):
                self._report(Rule.UNSEEN, _unseen(found[0]), found.start())
        if event.style:
            self._last = (start, end, event.style)
        if event.style == '"' and "\\" in self._text[start:end]:
            self._examine_escaped(text, start)
        if is_key:
            return text
        if event.style:
            return "" if text.isspace() else text
        after = self._text[end + 2 : end + 3]
        if self._text.startswith(_COMMENT, end) and (" " in text or after.isalnum()):
            self._report(Rule.CUT, "the text ends before this '#', which begins a comment", end + 1)
        return "" if text in _NULLS else text

    def _examine(self, event: Any, start: int) -> None:
        if event.anchor:
            self._report(Rule.ALIAS, f"&{shortened(event.anchor)} is an anchor", start)
        if event.tag:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._report(Rule.TAG, f"{tag} is a tag", start)

    def _examine_escaped(self, text: str, start: int) -> None:
        """Report what an escape brought into a text."""
        if found := UNSAFE.search(text):
            self._report(Rule.CHARACTER, _character(found[0]), start)
        if (found := re.search(_UNSEEN, text)) and found[0] not in self._text[start : self._last[1]]:
            self._report(Rule.UNSEEN, _unseen(found[0]), start)

    def _explained(self, error: yaml.YAMLError) -> tuple[Rule, str, int, str | None]:
        """Return what the parser stumbled over in plain words, where that is, and what to do."""
        fault = getattr(error, "problem", None) or str(error)
        context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
        begun = getattr(error, "context_mark", None)
        note = ""
        if context in {"while scanning a quoted scalar", "while scanning a simple key"}:
            mark = begun or mark  # what is not closed is at fault where it opens
        elif "flow" in context and begun and mark and begun.line != mark.line:
            note = f"; opened in line {begun.line + 1}"
        # What is missing at the end is missing behind the last thing that stands there.
        start = min(mark.index if mark else 0, len(self._text.rstrip()))
        if "maximum nesting depth" in fault:  # libyaml looks far ahead and is the first to have enough
            return Rule.DEPTH, _DEPTH, start, None
        if self._text[start : start + 1] == "\t":
            fault = "tab character"
        message, remedy = next((words for part, words in _FAULTS.items() if part in fault), (fault, None))
        return Rule.SYNTAX, *(self._mistake(message, start) or (message + note, start, remedy))

    def _mistake(self, message: str, start: int) -> tuple[str, int, str] | None:
        """Return what else than what the parser says led to a fault, where that is, and what to do."""
        begun, ended, style = self._last
        between = self._text[ended:start]
        if style in {"'", '"'} and "\n" not in between and re.search(_KEY, self._text[begun:ended]):
            line = self._place_at(ended).line
            return f"the quotes that open here close only in line {line}", begun, "close them where the text ends"
        if style in {">", "|"} and not between.strip() and message in _NO_KEY:
            return message, start, "indent the line as far as the text above, or write it as 'key: value'"
        line_start = self._line_starts[self._place_at(start).line - 1]
        if curly := re.search(_CURLY, self._text[line_start:start]):
            return "curly quotes are no quotes here", line_start + curly.start(1), "write \" or ' in place of them"
        return None

    def _report_doubled(self, mapping: int) -> None:
        lines: dict[str | int, int] = {}
        doubled = []
        for key, (node, _) in self._below(mapping):
            start = self._starts[node]
            if key in lines:
                doubled.append((key, start, f"{quoted(str(key))} stands in line {lines[key]} too"))
            lines[key] = self._place_at(start).line
        first = next(iter(lines))
        begins_anew = len(doubled) > 1 and doubled[0][0] == first and self._is_item(mapping)
        for key, start, message in doubled:
            if not begins_anew:
                self._report(Rule.DUPLICATE_KEY, message, start)
            elif key == first:  # the other keys stand twice because of that
                text = f"a record seems to begin here without its hyphen: {message}"
                self._report(Rule.DUPLICATE_KEY, text, start, "put a hyphen before it, or keep one of the two")

    def _is_item(self, mapping: int) -> bool:
        """Whether a mapping stands behind the hyphen of a list, each key on a line of its own."""
        start = self._starts[mapping]
        line_start = self._line_starts[self._place_at(start).line - 1]
        return self._text[line_start:start].strip() == "-" and self._text[start] != "{"

    def _report(self, rule: Rule, message: str, start: int, remedy: str | None = None) -> None:
        self._counts[rule.severity] += 1
        if self._counts[rule.severity] > MAX_PROBLEMS + 1:
            if rule.severity is Severity.ERROR:
                raise _Stopped
            return
        line = " ".join(message.split())
        self.problems.append(Problem(rule, line, remedy or rule.remedy, self.name, *self._place_at(start)))

    def _close(self, node: int, keys: tuple[str, ...] | None) -> None:
        self._holders.append(node)
        self._ends.append(len(self._starts))
        self._keys.append(keys)

    def _stop_at_size(self) -> NoReturn:
        message = f"the file has more than {MAX_NODES:,} keys, values and lists"
        self._stop(Rule.SIZE, message, self._starts[-1])

    def _stop(self, rule: Rule, message: str, start: int, remedy: str | None = None) -> NoReturn:
        self._report(rule, message, start, remedy)
        raise _Stopped

    def _parts(self, holder: int) -> dict[str | int, tuple[int, int]]:
        """Return the nodes of each key of a mapping and of its value, or that of each item of a list, twice."""
        if holder not in self._children:
            self._children[holder] = dict(self._below(holder))
        return self._children[holder]

    def _below(self, holder: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
        """Yield those parts in file order; what a fault has cut off is not among them."""
        end, keys = self._held.get(holder, (0, None))
        node = holder + 1
        for part in count() if keys is None else map(str, keys):
            if node >= end:
                return
            value = node + (keys is not None)
            yield part, (node, value)
            node = self._held.get(value, (value + 1, None))[0]

    @cached_property
    def _held(self) -> dict[int, tuple[int, tuple[str, ...] | None]]:
        """Which node comes after all that each list or mapping holds, and the keys of the latter."""
        return dict(zip(self._holders, zip(self._ends, self._keys, strict=True), strict=True))

    def _place_at(self, start: int) -> Place:
        line = bisect_right(self._line_starts, start)
        return Place(line, start - self._line_starts[line - 1] + 1)

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return array("I", chain((0,), (found.end() for found in re.finditer(_LINE_BREAK, self._text))))


def outline(text: str) -> Node:
    """Return all that a text says, with the place of each part; this takes longer than reading it.

    Raises:
        ValueError: it is no YAML, or has an alias.
    """
    next_event: Callable[[], Any] = CParser(text.encode()).get_event
    try:
        root = next(event for event in iter(next_event, None) if isinstance(event, NodeEvent))
        return _node(next_event, root)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error


def plain_type(text: str, *, in_flow: bool) -> str | None:
    """Return the type that every reader of YAML sees in a text without quotes; None where it needs them."""
    try:
        root = outline(f"[{text}, x]" if in_flow else f"k: {text}")
    except ValueError:
        return None
    if root.tree != ([text, "x"] if in_flow else {"k": text}) or root.parts[0 if in_flow else 1].style:
        return None
    tag = _Dumper(io.StringIO()).resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return str(tag).rpartition(":")[2]


def top_text(data: bytes, key: str, *, whole: bool) -> str | None:
    """Return the text under a top key; "" where there is none, and None where the data do not tell.

    What is not `whole` is the beginning of a file, and tells a text only where the next key stands behind it.
    """
    nodes = _top_nodes(data)
    try:
        for name, text in zip(nodes, nodes, strict=False):  # each key with its value
            if name == key:
                return text if whole or next(nodes, None) is not None else None
    except yaml.YAMLError:
        return None
    return "" if whole else None


def top_keys(data: bytes) -> set[str]:
    """Return the keys of the outermost mapping, as far as the YAML is sound."""
    keys: set[str] = set()
    nodes = _top_nodes(data)
    with suppress(yaml.YAMLError):
        for name, _ in zip(nodes, nodes, strict=False):  # each key with its value
            keys.add(name)
    return keys


def yaml_text(value: object) -> str:
    """Return YAML that every reader, of YAML 1.1 or 1.2, types as the value is typed."""
    dumped: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return dumped


def _top_nodes(data: bytes) -> Iterator[str]:
    """Yield the keys and values of the outermost mapping in turn, each as its text; a list or mapping has none."""
    depth = 0
    for event in iter(CParser(data).get_event, None):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, NodeEvent):
            if depth == 1:
                yield getattr(event, "value", "")
            elif depth == 0 and not isinstance(event, MappingStartEvent):
                return
            depth += isinstance(event, yaml.CollectionStartEvent)


def _node(next_event: Callable[[], Any], event: Any, *, is_key: bool = False) -> Node:
    """Return the node that an event begins, and all that it holds."""
    start, end = event.start_mark.index, event.end_mark.index
    if type(event) is ScalarEvent:
        nothing = not is_key and (event.value.isspace() if event.style else event.value in _NULLS)
        return Node("" if nothing else event.value, start, end, event.style or "")
    if type(event) is AliasEvent:
        msg = "there is an alias"
        raise ValueError(msg)
    is_mapping = type(event) is MappingStartEvent
    parts: list[Node] = []
    inner: Any = next_event()
    while type(inner) not in {MappingEndEvent, SequenceEndEvent}:
        parts.append(_node(next_event, inner, is_key=is_mapping and len(parts) % 2 == 0))
        inner = next_event()
    tree: Tree = [part.tree for part in parts]
    if is_mapping:
        tree = {str(key.tree): value.tree for key, value in zip(parts[::2], parts[1::2], strict=True)}
    style = ("{" if is_mapping else "[") if event.flow_style else ""
    return Node(tree, start, inner.end_mark.index, style, tuple(parts))


def _character(char: str) -> str:
    return f"U+{ord(char):04X} is a control, bidirectional or hidden character"


def _unseen(char: str) -> str:
    return f"U+{ord(char):04X}, {unicodedata.name(char).lower()}, may keep a search from finding this"
