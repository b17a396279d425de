"""Read YAML as a plain tree of text, with the place of every part, from the events of libyaml.

No scalar is typed here: `NO` stays a text, and so do `2025-02` and `1.10`. Aliases, tags,
several documents, duplicate keys and deep nesting are refused while they are read, so that neither
a bomb nor a stack overflow can be built (https://github.com/yaml/pyyaml/issues/235 and
https://github.com/yaml/pyyaml/issues/895): `yaml.compose` of 100,000 nested brackets ends the interpreter.

The positions of all nodes take a seventh of the time. With them one walk finds all faults of a file.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from contextlib import suppress
from sys import intern
from typing import TYPE_CHECKING, Any, NoReturn, TypeAlias

import yaml
from yaml import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from yaml.cyaml import CParser  # type: ignore[attr-defined] # the stub leaves it out

from briefcli.characters import UNSAFE
from briefcli.problems import MAX_PROBLEMS, Problem, Rule, Severity, quoted, shortened
from briefcli.reading.files import MAX_FILE_BYTES, too_large
from briefcli.reading.progress import ObservedBytes
from briefcli.reading.yamlfaults import MAX_DEPTH, TOO_DEEP, explained, without_fault
from briefcli.reading.yamlpositions import Positions

if TYPE_CHECKING:
    from collections.abc import Callable

    from briefcli.problems import TreePath
    from briefcli.reading.yamlpositions import Place

Tree: TypeAlias = "str | list[Tree] | dict[str, Tree]"

#: Characters that look like a space or like nothing, and that nobody types in a search: no-break spaces, soft
#: hyphens, spaces and joiners without width. The joiners of Persian and Indian scripts count only in Latin words.
_BLANKS = "\u00a0\u00ad\u034f\u2007\u200b\u200c\u200d\u202f\u2060"
_UNSEEN = f"[{_BLANKS}](?:(?<![\u200c\u200d])|(?<=[A-Za-z\u00c0-\u024f].)|(?=[A-Za-z\u00c0-\u024f]))"
#: A letter with an accent as a second character, as macOS writes names of files.
_ACCENTED = re.compile(r"[^\W\d_][\u0300-\u036f]")
#: The greatest number of keys, values and lists in a file, on which its memory depends more than on its bytes.
MAX_NODES = 4_000_000
#: Characters that are always safe and visible: the printable ones of ASCII, and the ends of a line or a cell.
_COMMON = bytes([*b"\t\n\r", *range(0x20, 0x7F)])
#: How many faults of YAML are reported of a file, and how many characters it may have for more than one.
_MAX_FAULTS, _MAX_FAULTY = 10, 1_000_000
#: The plain texts that mean no value in YAML.
NULLS = {"~", "null", "Null", "NULL"}
#: The end of a text without quotes; more than one space comes before most comments.
_COMMENT = (" #", "\t#")


class _DuplicateKey(str):
    """A key that a mapping already has, kept as a separate key."""

    __slots__ = ()
    __eq__ = object.__eq__
    __hash__ = object.__hash__


class _ParsingStopped(Exception):  # noqa: N818 - it never leaves this module
    """Parsing cannot continue."""


class YamlFile:
    """A YAML file as a tree of text, with every problem of its YAML and the place of every part.

    `tree` is None if a problem leaves its content open. `problems` are in file order.
    """

    def __init__(self, data: bytes, name: str, *, limit: int = MAX_PROBLEMS) -> None:
        self.name = name
        self._limit = limit
        self.tree: Tree | None = None
        self.problems: list[Problem] = []
        self._positions = Positions("")
        self._text = ""
        self._uncommon = ""  # the characters that are not in _COMMON: only these can be unsafe or unseen
        self._unseen = False  # whether some of them are unseen
        self._decomposed = False  # whether some of them are accents that are characters of their own
        self._odd = False  # whether a plain text may be something else than a text
        self._shapes: dict[
            tuple[str, ...], tuple[str, ...]
        ] = {}  # keys of mappings, which most share with another
        self._doubled: dict[int, dict[str, Tree]] = {}  # the mappings with a duplicate key
        self._last = (0, 0, "")  # start, end and style of the last text that is not plain
        self._counts: Counter[Severity] = Counter()  # of the problems
        self._whole = True  # whether the tree has the whole content of the file
        if len(data) > MAX_FILE_BYTES:
            self.problems.append(too_large(name))
            return
        with suppress(_ParsingStopped):
            self._read(data)
        with suppress(_ParsingStopped):
            for mapping, entries in self._doubled.items():
                self._report_doubled(mapping)
                for key in [key for key in entries if type(key) is _DuplicateKey]:
                    entries[str(key)] = entries.pop(key)
        self.problems.sort(key=lambda problem: (problem.line, problem.column))

    def place(self, path: TreePath, *, on_key: bool = False) -> Place:
        """Return the place of a value or its key; of one that is missing, that of its list or mapping."""
        return self._positions.place(path, on_key=on_key)

    def _read(self, data: bytes) -> None:
        try:
            self._begin(data.decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            self._begin(error.object[: error.start].decode())
            self._stop(Rule.ENCODING, f"byte 0x{error.object[error.start]:02X} is not UTF-8", len(self._text))
        self._uncommon = data.translate(None, _COMMON).decode()
        self._unseen = not set(_BLANKS).isdisjoint(self._uncommon) and bool(re.search(_UNSEEN, self._text))
        self._decomposed = bool(re.search("[\u0300-\u036f]", self._uncommon))
        text = self._safe_text()
        parser = CParser(ObservedBytes(text.encode()))
        try:
            root = self._walk(parser.get_event)
        except yaml.YAMLError as error:
            self._stop_at_faults(error, text)
        if not root or root[0] == "":
            self._stop(Rule.EMPTY, "the file contains no data", 0)
        if self._whole:
            self.tree = root[0]

    def _begin(self, text: str) -> None:
        self._text, self._positions = text, Positions(text)

    def _safe_text(self) -> str:
        """Return the text without unsafe characters; a carriage return ends a line."""
        if not re.search(UNSAFE, self._uncommon):
            return self._text
        for found in re.finditer(UNSAFE, self._text):
            if found[0] != "\r":
                self._report(Rule.CHARACTER, _character(found[0]), found.start())
        return re.sub(UNSAFE, lambda found: found[0] if found[0] == "\r" else "\ufffd", self._text)

    def _walk(self, next_event: Callable[[], Any]) -> list[Tree]:
        """Return the root in a list, which is empty if the file has none."""
        marks = ("&", "!", "~", *_COMMENT)
        self._next_event = next_event
        self._odd = (
            self._unseen
            or self._decomposed
            or "null" in self._text.lower()
            or any(mark in self._text for mark in marks)
        )
        root: list[Tree] = []
        for event in iter(next_event, None):
            start = event.start_mark.index
            if isinstance(event, NodeEvent):
                self._positions.starts.append(start)
                root.append(self._node(event, 0))
            elif root and isinstance(event, DocumentStartEvent):
                self._stop(Rule.DOCUMENTS, "a second document begins here", start)
        return root

    # Plain texts, one for each key and value, are read in the loops of the next two methods themselves: a call for
    # each would take a third of the time. They are examined only in a file that may contain something to be found.

    def _list(self, depth: int) -> list[Tree]:
        next_event, starts, odd = self._next_event, self._positions.starts, self._odd
        node = len(starts) - 1
        items: list[Tree] = []
        try:
            while type(event := next_event()) is not SequenceEndEvent:
                starts.append(event.start_mark.index)
                if type(event) is ScalarEvent and event.implicit[0] and not (odd and self._is_odd(event)):
                    items.append(event.value)
                else:
                    items.append(self._node(event, depth))
                if len(starts) > MAX_NODES:
                    self._stop_at_size()
        finally:
            self._positions.close(node, None)
        return items

    def _mapping(self, depth: int) -> dict[str, Tree]:
        next_event, starts, odd = self._next_event, self._positions.starts, self._odd
        node = len(starts) - 1
        entries: dict[str, Tree] = {}
        try:
            while type(event := next_event()) is not MappingEndEvent:
                starts.append(event.start_mark.index)
                if type(event) is ScalarEvent and event.implicit[0] and not (odd and self._is_odd(event)):
                    key = intern(event.value)
                else:
                    key = self._node(event, depth, is_key=True)
                if key in entries:
                    self._doubled[node] = entries
                    key = _DuplicateKey(key)
                    entries[key] = ""
                event = next_event()
                starts.append(event.start_mark.index)
                if type(event) is ScalarEvent and event.implicit[0] and not (odd and self._is_odd(event)):
                    entries[key] = event.value
                else:
                    entries[key] = self._node(event, depth)
                if len(starts) > MAX_NODES:
                    self._stop_at_size()
        finally:
            keys = tuple(entries)
            self._positions.close(node, self._shapes.setdefault(keys, keys))
        return entries

    def _node(self, event: Any, depth: int, *, is_key: bool = False) -> Any:
        start = self._positions.starts[-1]
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
        if depth == MAX_DEPTH:
            self._stop(Rule.DEPTH, TOO_DEEP, start)
        return self._list(depth + 1) if type(event) is SequenceStartEvent else self._mapping(depth + 1)

    def _is_odd(self, event: Any) -> bool:
        """Whether a scalar may contain what a dossier may not have, or be no value."""
        if self._unseen or self._decomposed or event.anchor or event.tag or event.value in NULLS:
            return True
        return self._text.startswith(_COMMENT, event.end_mark.index)

    def _scalar(self, event: Any, start: int, *, is_key: bool) -> str:
        """Return the text of a scalar, "" if it is blank or null, and report what a dossier may not contain."""
        self._examine(event, start)
        text: str = event.value
        end = event.end_mark.index
        if self._unseen:
            for found in re.compile(_UNSEEN).finditer(self._text, start, end):
                self._report(Rule.UNSEEN, _unseen(found[0]), found.start())
        if self._decomposed:
            self._report_decomposed(start, end)
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
            self._report(Rule.CUT, "the text ends here, because '#' begins a comment", end + 1)
        return "" if text in NULLS else text

    def _examine(self, event: Any, start: int) -> None:
        if event.anchor:
            self._report(Rule.ALIAS, f"&{shortened(event.anchor)} is an anchor", start)
        if event.tag:
            tag = shortened(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self._report(Rule.TAG, f"{tag} is a tag", start)

    def _examine_escaped(self, text: str, start: int) -> None:
        """Report the characters that an escape put into a text."""
        if found := re.search(UNSAFE, text):
            self._report(Rule.CHARACTER, _character(found[0]), start)
        if (found := re.search(_UNSEEN, text)) and found[0] not in self._text[start : self._last[1]]:
            self._report(Rule.UNSEEN, _unseen(found[0]), start)

    def _report_decomposed(self, start: int, end: int) -> None:
        """Report the first letter of a scalar whose accent is a second character, which NFC joins to it."""
        for found in _ACCENTED.finditer(self._text, start, end):
            if len(composed := unicodedata.normalize("NFC", found[0])) == 1:
                self._report(Rule.DECOMPOSED, f"{composed!r} is written as two characters", found.start())
                return

    def _report_doubled(self, mapping: int) -> None:
        lines: dict[str | int, int] = {}
        doubled = []
        for key, (node, _) in self._positions.below(mapping):
            start = self._positions.starts[node]
            if key in lines:
                doubled.append((key, start, f"{quoted(str(key))} is also in line {lines[key]}"))
            lines[key] = self._positions.place_at(start).line
        first = next(iter(lines))
        begins_anew = len(doubled) > 1 and doubled[0][0] == first and self._is_item(mapping)
        for key, start, message in doubled:
            if not begins_anew:
                self._report(Rule.DUPLICATE_KEY, message, start)
            elif key == first:  # which is why the other keys are duplicates
                text = f"a record seems to begin here without a hyphen: {message}"
                self._report(Rule.DUPLICATE_KEY, text, start, "put a hyphen before it, or keep one of the two")

    def _is_item(self, mapping: int) -> bool:
        """Whether a mapping follows the hyphen of a list, with each key on a separate line."""
        start = self._positions.starts[mapping]
        line_start = self._positions.line_start(start)
        return self._text[line_start:start].strip() == "-" and self._text[start] != "{"

    def _report(self, rule: Rule, message: str, start: int, remedy: str | None = None) -> None:
        self._counts[rule.severity] += 1
        if self._counts[rule.severity] > self._limit + 1:
            if rule.severity is Severity.ERROR:
                raise _ParsingStopped
            return
        line = " ".join(message.split())
        self.problems.append(
            Problem(rule, line, remedy or rule.remedy, self.name, *self._positions.place_at(start))
        )

    def _stop_at_faults(self, error: Exception, text: str) -> NoReturn:
        """Report a fault of YAML, and those behind it as long as each is in a value that needs quotes."""
        last, before, fault = self._last, -1, error
        for _ in range(_MAX_FAULTS):
            rule, message, start, remedy = explained(fault, self._positions, last)
            if start <= before:
                break
            self._report(rule, message, start, remedy)
            last, before = (0, 0, ""), start
            alone = rule is Rule.SYNTAX and not message.startswith("the quotes")  # which may contain all the rest
            text = without_fault(text, start) if alone and len(text) <= _MAX_FAULTY else ""
            try:
                for _ in iter(CParser(text.encode()).get_event, None):
                    pass
                break
            except yaml.YAMLError as another:
                fault = another
        raise _ParsingStopped

    def _stop_at_size(self) -> NoReturn:
        message = f"the file has more than {MAX_NODES:,} keys, values and lists"
        self._stop(Rule.SIZE, message, self._positions.starts[-1])

    def _stop(self, rule: Rule, message: str, start: int, remedy: str | None = None) -> NoReturn:
        self._report(rule, message, start, remedy)
        raise _ParsingStopped


def _character(char: str) -> str:
    return f"U+{ord(char):04X} is a control, bidirectional or hidden character"


def _unseen(char: str) -> str:
    return f"U+{ord(char):04X}, {unicodedata.name(char).lower()}, may prevent a search from finding this text"
