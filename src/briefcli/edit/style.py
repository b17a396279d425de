"""Write a new value in YAML in the style of its surroundings."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from briefcli.dossier.kinds import KINDS, LATER_DATES
from briefcli.reading.yamloutline import outline
from briefcli.reading.yamlwriter import plain_type

if TYPE_CHECKING:
    from briefcli.reading.yamloutline import Node
    from briefcli.reading.yamltext import Tree

#: The width of the lines of a new text, if an old one does not determine it.
WIDTH = 100
#: The keys whose values other readers of YAML may take for what they are, and no texts.
_TYPES = {"credibility": "int", "follow_up": "bool", "as_of": "timestamp"} | {
    key: "timestamp" for keys in (LATER_DATES, *(kind.dates for kind in KINDS)) for key in keys
}
_BETWEEN_WORDS = re.compile(r"(?<=\S) (?=\S)")


#: A year under the key of a date, with quotes or without.
_YEAR = re.compile(
    rf"^[ -]*(?:{'|'.join(key for key, kind in _TYPES.items() if kind == 'timestamp')}): "
    r"""(?:[0-9]{4}|(?P<quoted>["'][0-9]{4}["'])) *(?:#|$)""",
    re.MULTILINE,
)


class FileStyle(NamedTuple):
    """What a file does throughout.

    This is how its lines end, how much further in than the key its lists are, and whether years have no quotes.
    """

    newline: str = "\n"
    offset: int = 2
    plain_years: bool = False


def has_plain_years(text: str) -> bool:
    """Whether most years of a file have no quotes, which only some readers take for what they are."""
    found = [year["quoted"] for year in _YEAR.finditer(text)]
    return found.count(None) * 2 > len(found)


def scalar(text: str, *, key: str = "", in_flow: bool = False, style: str = "", was: str | None = None) -> str:
    """Return a text on one line: without quotes where every reader takes it for what it is.

    `style` are the quotes that it had, `was` the text that stood there without any.
    """
    kind = plain_type(text, in_flow=in_flow) if text and not style else None
    if kind and kind in {"str", _TYPES.get(key)}:
        return text
    if kind and kind != "timestamp" and was and kind == plain_type(was, in_flow=in_flow):
        return text
    if text.isprintable() and (style == "'" or (style != '"' and ('"' in text or "\\" in text))):
        return "'{}'".format(text.replace("'", "''"))
    return re.sub(r"[^\n -~]", _escaped, json.dumps(text, ensure_ascii=False))


def folded(text: str, indent: int, newline: str, *, header: str = ">", width: int = WIDTH) -> str | None:
    """Return a text as a block under its key, `|` or `>`; None where no block can hold it.

    `header` is the first line of the old one, whose sign and comment stay.
    """
    body = text.removesuffix("\n")
    sign = header[0] + ("" if body != text else "-")
    head = sign + re.sub(r"^[|>][-+0-9]*", "", header)
    lines = _filled(body, width - indent) if header[0] == ">" else body.split("\n")
    written = newline.join([head, *(" " * indent + line if line else "" for line in lines)])
    return written if body and _says(f"k: {written}", text) else None


def flow(value: Tree, key: str = "") -> str:
    """Return a value on one line, lists in brackets and mappings in braces."""
    if isinstance(value, list):
        return "[{}]".format(", ".join(flow(item) for item in value))
    if isinstance(value, dict):
        return "{{{}}}".format(", ".join(f"{scalar(key, in_flow=True)}: {flow(value[key], key)}" for key in value))
    return scalar(value, key=key, in_flow=True)


def block(value: Tree, indent: int, habit: FileStyle, *, key: str = "", like: Node | None = None) -> str:
    """Return the text after a key and its colon, or after the hyphen of an item without a key.

    `indent` is the column of the key or hyphen. The style of `like` determines whether lists and
    mappings are written on one line.
    """
    newline = habit.newline
    start = f"{newline}{' ' * (indent + 2)}" if key else " "
    if isinstance(value, dict) and value and not (like and like.style):
        parts = _by_key(like)
        inner = indent + 2
        lines = (
            f"{scalar(name)}:{block(value[name], inner, habit, key=name, like=parts.get(name))}" for name in value
        )
        return start + f"{newline}{' ' * inner}".join(lines)
    if isinstance(value, list) and value and not _fits(value, indent + len(key) + 2, like):
        column = indent + habit.offset
        item = next((part for part in (like.parts if like else ()) if isinstance(part.tree, dict)), None)
        return "".join(f"{newline}{' ' * column}-{block(part, column, habit, like=item)}" for part in value)
    if not isinstance(value, str):
        return f" {flow(value)}"
    line = scalar(value, key=key, was="2000" if habit.plain_years and _TYPES.get(key) == "timestamp" else None)
    is_long = indent + len(key) + 2 + len(line) > WIDTH and _BETWEEN_WORDS.search(value)
    text = (
        folded(value, indent + 2, newline)
        if key and (is_long or "\n" in value or (like and like.style == ">"))
        else None
    )
    return f" {text or line}"


def _fits(value: list[Tree], column: int, like: Node | None) -> bool:
    """Whether a list is written on one line: short texts are, unless what is like it has one line for each."""
    if like and isinstance(like.tree, list) and like.tree and not like.style:
        return False
    return all(isinstance(item, str) for item in value) and column + len(flow(value)) <= WIDTH


def _by_key(node: Node | None) -> dict[str, Node]:
    if node is None or not isinstance(node.tree, dict):
        return {}
    return dict(zip(node.tree, node.parts[1::2], strict=True))


def _filled(text: str, width: int) -> list[str]:
    """Return a text in lines that are folded again when it is read; an empty line means a line break."""
    lines: list[str] = []
    for number, paragraph in enumerate(text.split("\n")):
        if number:
            lines.append("")
        line = ""
        for word in _BETWEEN_WORDS.split(paragraph):
            if line and len(line) + 1 + len(word) > width:
                lines.append(line)
                line = word
            else:
                line = f"{line} {word}" if line else word
        lines += [line] if line else []
    return lines


def _says(yaml: str, text: str) -> bool:
    """Whether YAML of one key gives this text, also in other readers."""
    if not all(char.isprintable() or char == "\n" for char in text):
        return False
    with suppress(ValueError):
        return outline(f"{yaml}\n").tree == {"k": text}
    return False


def _escaped(found: re.Match[str]) -> str:
    char = found[0]
    return (
        char
        if char.isprintable()
        else "".join(f"\\u{code:04x}" if (code := ord(char)) < 0x10000 else f"\\U{code:08x}")
    )
