"""libyaml's errors in plain words, each at the place of the mistake and with a remedy."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from briefcli.problems import Rule

if TYPE_CHECKING:
    from briefcli.reading.yamlpositions import Positions

MAX_DEPTH = 32
TOO_DEEP = f"this is nested more than {MAX_DEPTH} levels deep"

#: A part of libyaml's message, with its meaning and remedy.
_FAULTS = {
    "mapping values are not allowed": (
        "a colon is where no key can be",
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
    "tab character": ("the indentation contains a tab", "indent with spaces, never with tabs"),
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
        "an item of a list is where none can be",
        "begin the list on a separate line",
    ),
    "unexpected document indicator": ("the quotes that open here are never closed", "close them"),
    "did not find expected node content": ("a value is expected here", "write the value or close the brackets"),
}
_COLON = _FAULTS["mapping values are not allowed"][0]
#: The meanings of a line that begins without the expected key.
_NO_KEY = {_FAULTS["could not find expected ':'"][0], _FAULTS["did not find expected key"][0]}
#: A key at the beginning of a line.
_KEY = r"\n *(?:- *)?\{?[\w-]+:\s"
#: The beginning of a line up to the end of its key.
_OWN_KEY = re.compile(r" *((?:- +)?[\w-]+)(?=: |:$)", re.MULTILINE)
#: A space that YAML does not take for one, in the indentation or behind the colon of a key.
_ODD_SPACE = r"^ *([\u00a0\u2000-\u200a\u202f\u3000])|^[ -]*[\w-]+:([\u00a0\u2000-\u200a\u202f\u3000])"
#: A value that begins with a quotation mark which YAML does not know.
_CURLY = "(?:^|[-:,{[] ) *([\u2018-\u201f\u00ab\u00bb])"


def explained(
    error: Exception, positions: Positions, last: tuple[int, int, str]
) -> tuple[Rule, str, int, str | None]:
    """Return a parser's error as rule, message, offset in the text and remedy.

    `last` has the start, end and style of the last text that is not plain.
    """
    fault = getattr(error, "problem", None) or str(error)
    context, mark = getattr(error, "context", None) or "", getattr(error, "problem_mark", None)
    begun = getattr(error, "context_mark", None)
    note = ""
    if context in {"while scanning a quoted scalar", "while scanning a simple key"}:
        mark = begun or mark  # an unclosed text is wrong where it opens
    elif "flow" in context and begun and mark and begun.line != mark.line:
        note = f"; opened in line {begun.line + 1}"
    # A part that is missing at the end is missing after the last character that is no space.
    start = min(mark.index if mark else 0, len(positions.text.rstrip()))
    if "maximum nesting depth" in fault:  # libyaml reads far ahead and reaches its own limit first
        return Rule.DEPTH, TOO_DEEP, start, None
    if positions.text[start : start + 1] == "\t":
        fault = "tab character"
    message, remedy = next((words for part, words in _FAULTS.items() if part in fault), (fault, None))
    return Rule.SYNTAX, *(_mistake(message, start, positions, last) or (message + note, start, remedy))


def without_fault(text: str, start: int) -> str:
    """Return a text of the same length without the fault at an offset; "" if that is not in the value of a key.

    There it is a colon, or the value begins with a character that has a meaning in YAML.
    """
    line_start = text.rfind("\n", 0, start) + 1
    key = re.compile(r"[ -]*[\w-]+: +").match(text, line_start)
    if not key or start < key.end():
        return ""
    place = start if text[start : start + 1] == ":" else key.end()
    if place != start and text[place] not in "[{\"'":
        return ""
    return f"{text[:place]}_{text[place + 1 :]}"


def _mistake(
    message: str, start: int, positions: Positions, last: tuple[int, int, str]
) -> tuple[str, int, str] | None:
    """Return an earlier mistake that led to the parser's error, with its offset and remedy."""
    text, (begun, ended, style) = positions.text, last
    between = text[ended:start]
    if style in {"'", '"'} and "\n" not in between and re.search(_KEY, text[begun:ended]):
        line = positions.place_at(ended).line
        return f"the quotes that open here close only in line {line}", begun, "close them where the text ends"
    line_start = positions.line_start(start)
    before = positions.line_start(max(0, line_start - 1))
    if odd := re.compile(_ODD_SPACE, re.MULTILINE).search(text, before, (text + "\n").index("\n", line_start)):
        char, where = (odd[1], "is in the indentation") if odd[1] else (odd[2], "follows the colon")
        message = f"U+{ord(char):04X}, {unicodedata.name(char).lower()}, {where}"
        return message, odd.start(1 if odd[1] else 2), "write plain spaces"
    if (key := _OWN_KEY.match(text, line_start)) and start <= key.end() and message in {_COLON, *_NO_KEY}:
        if message != _COLON:
            return message, start, "indent this line like its neighbours"
        remedy = "indent it like its neighbours, or put the whole text in quotes"
        return "the indentation makes this line a part of the text above", key.start(1), remedy
    if style in {">", "|"} and not between.strip() and message in _NO_KEY:
        return message, start, "indent the line as far as the text above, or write it as 'key: value'"
    if curly := re.search(_CURLY, text[line_start:start]):
        return "curly quotes are not quotes in YAML", line_start + curly.start(1), "write \" or ' in place of them"
    return None
