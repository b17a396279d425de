"""YAML as a plain tree of text, read from PyYAML's events; the one module that imports PyYAML.

No scalar is typed here: `NO` stays a text, and so do `2025-02` and `1.10`. Aliases, tags,
several documents, duplicate keys and deep nesting are refused as they come by, so that neither
a bomb nor a stack overflow can be built (https://github.com/yaml/pyyaml/issues/235 and
https://github.com/yaml/pyyaml/issues/895).
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stub leaves it out

from briefcli.characters import UNSAFE
from briefcli.reading.files import LARGEST, too_large
from briefcli.reading.problems import Problem, Rule
from briefcli.reading.progress import WatchedBytes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from briefcli.reading.problems import TreePath

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

DEEPEST = 32
#: How many unsafe characters of a file are told, which may be no text at all.
_MOST = 1000

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
_DEPTH = f"this is nested more than {DEEPEST} levels deep"


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


class Places(NamedTuple):
    """Where the keys and the values of a tree stand in its file."""

    keys: Mapping[TreePath, Place]
    values: Mapping[TreePath, Place]


class _Dumper(yaml.CSafeDumper):
    """PyYAML's, which knows the numbers of YAML 1.1, and here those of YAML 1.2 too: 1e5, 0o14, 08."""


_NUMBER = re.compile(r"([-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|0o[0-7]+)$")
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))


class _Refused(Exception):  # noqa: N818 - it never leaves this module
    """The quick walk met something that the slow walk has to explain."""


def read_tree(data: bytes, file: str) -> tuple[Tree | None, list[Problem]]:
    """Return the tree of a YAML file, or what its YAML breaks, everything in file order."""
    if len(data) > LARGEST:
        return None, [too_large(file)]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(error, file)]
    try:
        return _quick_tree(text), []
    except (_Refused, yaml.YAMLError):
        careful = _CarefulWalk(text, file)
        return careful.tree(), sorted(careful.problems, key=lambda problem: (problem.line, problem.column))


def read_places(data: bytes, file: str) -> Places:
    """Return where everything stands in a file that `read_tree` took."""
    careful = _CarefulWalk(data.decode("utf-8-sig"), file)
    careful.tree()
    return Places(careful.keys, careful.values)


def yaml_text(value: object) -> str:
    """Return YAML that every reader, of YAML 1.1 or 1.2, types as the value is typed."""
    dumped: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return dumped


def _quick_tree(text: str) -> Tree:
    """Build the tree in one loop that keeps no positions and gives up at the first fault."""
    if UNSAFE.search(text.replace("\r", "")):
        raise _Refused
    root: list[Tree] = []
    _fill(root, CParser(WatchedBytes(text.encode())).get_event)
    if not root or root[0] == "":
        raise _Refused
    return root[0]


def _fill(root: list[Tree], next_event: Callable[[], Any]) -> None:  # noqa: PLR0912 - one loop, for speed
    stack: list[Any] = [root]
    key: str | None = None
    while (event := next_event()) is not None:
        kind = type(event)
        node: Tree
        if kind is yaml.ScalarEvent:
            node = event.value
            if event.tag or event.anchor or (event.style == '"' and UNSAFE.search(event.value)):
                raise _Refused
        elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
            node = {} if kind is yaml.MappingStartEvent else []
            if event.tag or event.anchor or len(stack) > DEEPEST:
                raise _Refused
        elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            stack.pop()
            continue
        elif kind is yaml.AliasEvent or (root and kind is yaml.DocumentStartEvent):
            raise _Refused
        else:
            continue
        parent = stack[-1]
        if type(parent) is list:
            parent.append(node)
        elif key is not None:
            parent[key] = node
            key = None
        elif type(node) is not str or node in parent:
            raise _Refused
        else:
            key = node
        if type(node) is not str:
            stack.append(node)


class _CarefulWalk:
    """The same walk with every position and every fault; slower, so only where something is wrong."""

    def __init__(self, text: str, file: str) -> None:
        self.problems: list[Problem] = []
        self.keys: dict[TreePath, Place] = {}
        self.values: dict[TreePath, Place] = {}
        self._text = text
        self._file = file
        self._root: list[Tree] = []
        self._stack: list[tuple[Any, TreePath]] = [(self._root, ())]
        self._key: str | None = None
        self._whole = True  # whether the tree has everything that the file says

    def tree(self) -> Tree | None:
        """Return the whole tree; None where the file has none or could not be read to its end."""
        try:
            parser = CParser(WatchedBytes(self._safe_text().encode()))
            while (event := parser.get_event()) is not None:
                self._take(event)
        except yaml.YAMLError as error:
            self._syntax(error)
            return None
        except _Refused:
            return None
        if not self._root or self._root[0] == "":
            self._report(Rule.EMPTY, "the file holds no data", Place(1, 1))
            return None
        return self._root[0] if self._whole else None

    def _safe_text(self) -> str:
        lines = enumerate(_lines(self._text), 1)
        unsafe = ((number, found) for number, line in lines for found in UNSAFE.finditer(line))
        for number, found in islice(unsafe, _MOST):
            self._report(Rule.CHARACTER, _character(found[0]), Place(number, found.start() + 1))
        return UNSAFE.sub(lambda found: found[0] if found[0] == "\r" else "\ufffd", self._text)

    def _take(self, event: Any) -> None:
        match event:
            case yaml.DocumentStartEvent() if self._root:
                self._stop(Rule.DOCUMENTS, "a second document begins here", event)
            case yaml.AliasEvent():
                self._report(Rule.ALIAS, f"*{event.anchor} is an alias", _place(event.start_mark))
                self._attach(f"*{event.anchor}", event)
                self._whole = False
            case yaml.ScalarEvent():
                self._check_node(event)
                if event.style == '"' and (found := UNSAFE.search(event.value)):
                    self._report(Rule.CHARACTER, _character(found[0]), _place(event.start_mark))
                self._attach(event.value, event)
            case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                self._check_node(event)
                self._enter({} if isinstance(event, yaml.MappingStartEvent) else [], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                self._stack.pop()

    def _check_node(self, event: Any) -> None:
        if event.anchor:
            self._report(Rule.ALIAS, f"&{event.anchor} is an anchor", _place(event.start_mark))
        if event.tag:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._report(Rule.TAG, f"{tag} is a tag", _place(event.start_mark))

    def _enter(self, node: Tree, event: Any) -> None:
        if type(self._stack[-1][0]) is dict and self._key is None:
            self._stop(Rule.TYPE, "a key must be text", event)
        if len(self._stack) > DEEPEST:
            self._stop(Rule.DEPTH, _DEPTH, event)
        path = self._attach(node, event)
        self._stack.append((node, path))

    def _attach(self, node: Tree, event: Any) -> TreePath:
        parent, path = self._stack[-1]
        if type(parent) is list:
            path = (*path, len(parent)) if len(self._stack) > 1 else ()
            parent.append(node)
        elif self._key is None:
            self._key = str(node)
            path = (*path, self._key)
            if self._key in parent:
                first = self.keys[path].line
                self._report(Rule.DUPLICATE_KEY, f"{node!r} stands in line {first} too", _place(event.start_mark))
            self.keys[path] = _place(event.start_mark)
            return path
        else:
            path = (*path, self._key)
            parent[self._key] = node
            self._key = None
        self.values[path] = _place(event.start_mark)
        return path

    def _syntax(self, error: yaml.YAMLError) -> None:
        problem = getattr(error, "problem", None) or str(error)
        mark = getattr(error, "problem_mark", None)
        if getattr(error, "context", None) in {"while scanning a quoted scalar", "while scanning a simple key"}:
            mark = getattr(error, "context_mark", None) or mark  # what is not closed is at fault where it opens
        # What is missing at the end is missing behind the last thing that stands there.
        place = min(_place(mark) if mark else Place(1, 1), _end(self._text.rstrip()))
        if "maximum nesting depth" in problem:  # libyaml looks far ahead and is the first to have enough
            self._report(Rule.DEPTH, _DEPTH, place)
            return
        line = _lines(self._text)[place.line - 1]
        told = "tab character" if line[place.column - 1 : place.column] == "\t" else problem
        known = (fault for part, fault in _FAULTS.items() if part in told)
        message, remedy = next(known, (problem, Rule.SYNTAX.remedy))
        self._report(Rule.SYNTAX, message + _begun(error), place, remedy)

    def _stop(self, rule: Rule, message: str, event: Any) -> None:
        self._report(rule, message, _place(event.start_mark))
        raise _Refused

    def _report(self, rule: Rule, message: str, place: Place, remedy: str | None = None) -> None:
        line = " ".join(message.split())
        self.problems.append(Problem(rule, line, remedy or rule.remedy, self._file, *place))


def _place(mark: Any) -> Place:
    return Place(mark.line + 1, mark.column + 1)


def _problem(rule: Rule, message: str, file: str, place: Place) -> Problem:
    return Problem(rule, message, rule.remedy, file, *place)


def _begun(error: yaml.YAMLError) -> str:
    """Return what the parser was at, where that began in an earlier line."""
    context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
    start = getattr(error, "context_mark", None)
    if "flow" not in context or not start or not mark or start.line == mark.line:
        return ""
    return f"; opened in line {start.line + 1}"


def _character(char: str) -> str:
    return f"U+{ord(char):04X} is a control, bidirectional or hidden character"


def _not_utf8(error: UnicodeDecodeError, file: str) -> Problem:
    before = error.object[: error.start].decode("utf-8", "replace")
    byte = error.object[error.start]
    return _problem(Rule.ENCODING, f"byte 0x{byte:02X} is not UTF-8", file, _end(before))


def _end(text: str) -> Place:
    """Return the place behind a text."""
    lines = _lines(text)
    return Place(len(lines), len(lines[-1]) + 1)


def _lines(text: str) -> list[str]:
    """Return the lines of a text, by the line breaks of YAML that a dossier may hold."""
    return re.split("\r\n|\r|\n", text)
