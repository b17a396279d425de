"""Write YAML that readers of YAML 1.1 and of YAML 1.2 type alike."""

from __future__ import annotations

import io
import re
from functools import lru_cache

import yaml

from briefcli.reading.yamloutline import outline


class _Dumper(yaml.CSafeDumper):
    """PyYAML's dumper, which quotes a text that is a number in YAML 1.1 or 1.2: 1e5, 0o14, 08, +_."""


_NUMBER = re.compile(r"([-+]?(\.[0-9_]+|[0-9_]+(\.[0-9_]*)?)([eE][-+]?[0-9]+)?|0o[0-7_]+)$")
_Dumper.add_implicit_resolver("tag:yaml.org,2002:float", _NUMBER, list("-+.0123456789"))


def yaml_text(value: object) -> str:
    """Return a value as YAML."""
    dumped: str = yaml.dump(value, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=2**31 - 1)
    return dumped


@lru_cache(1024)  # keys and countries come again and again
def plain_type(text: str, *, in_flow: bool) -> str | None:
    """Return the type of a text without quotes to every reader of YAML; None if it needs quotes.

    Readers that are written in Python refuse a tab, and a question mark in braces or brackets.
    """
    if "\t" in text or (in_flow and "?" in text):
        return None
    try:
        root = outline(f"[{text}, x]" if in_flow else f"k: {text}")
    except ValueError:
        return None
    if root.tree != ([text, "x"] if in_flow else {"k": text}) or root.parts[0 if in_flow else 1].style:
        return None
    tag = _Dumper(io.StringIO()).resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    return str(tag).rpartition(":")[2]
