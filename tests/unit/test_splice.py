"""A file with a changed value, and all else in its place."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from ruamel.yaml import YAML

from briefcli.edit.splice import spliced
from briefcli.reading.yamloutline import outline

Tree = dict[str, Any]


def tree_of(text: str) -> Tree:
    """Return what a text of YAML says."""
    tree = outline(text.removeprefix("\ufeff")).tree
    assert isinstance(tree, dict)
    return tree


def changed(text: str, **records: Any) -> str:
    """Return a text that says something else under some of its keys."""
    return spliced(text.encode(), {**tree_of(text), **records}, {}).decode()


@pytest.mark.parametrize(
    ("old", "value", "new"),
    [
        ("a: one", "two", "a: two"),
        ("a:   one   # why", "two", "a:   two   # why"),
        ("a: one", "two # three", 'a: "two # three"'),
        ("a: one", "two: three", 'a: "two: three"'),
        ("a: one", "no", 'a: "no"'),
        ("a: one", "1.10", 'a: "1.10"'),
        ("a: 3", "4", "a: 4"),
        ("a: 2025-02", "2025", 'a: "2025"'),
        ("a: 2025-02", "2025-02-16", 'a: "2025-02-16"'),
        ("a: 2025-02-16", "2025-02-30", 'a: "2025-02-30"'),
        ("a: {since: 2025-02}", {"since": "2025-02-16"}, "a: {since: 2025-02-16}"),
        ("a: one", "a\tb", 'a: "a\\tb"'),
        ("a: one", "What next?", "a: What next?"),
        ("{a: one}", "What next?", '{a: "What next?"}'),
        ("a: [one]", ["Why?", "2025-02-16", "+_"], 'a: ["Why?", "2025-02-16", "+_"]'),
        ('a: "one"', "two", 'a: "two"'),
        ("a: 'one'", "it's", "a: 'it''s'"),
        ("a: one", 'the "two"', 'a: the "two"'),
        ("a: one", '"two" of them', "a: '\"two\" of them'"),
        ("a: one", "two\nthree", "a: >-\n  two\n\n  three"),
        ("a: one", " two", 'a: " two"'),
        ("a: one", "x\u2028y", 'a: "x\\u2028y"'),
        ("a: one", "x\U000e0001: y", 'a: "x\\U000e0001: y"'),
        ("a: one", "c:\\two: three", "a: 'c:\\two: three'"),
        ("a:", "two", "a: two"),
        ("a:   # later", "two", "a: two   # later"),
        ("a: ~", "two", "a: two"),
        ("a: >-\n  one\n  two\nb: c", "three", "a: >-\n  three\nb: c"),
        ("a: >- # why\n    one\n\n    two\n\n# of b\nb: c", "three", "a: >- # why\n    three\n\n# of b\nb: c"),
        ("a: >\n  one\n", "two\n", "a: >\n  two\n"),
        ("a: |\n  one\n  two\n", "one\nthree\n", "a: |\n  one\n  three\n"),
        ("a: |+\n  one\n\n", "two", "a: |-\n  two\n\n"),
        ("a: |+\n  one\n\n\nb: c", "two\n", "a: |\n  two\n\n\nb: c"),
        ("a:\n  - |+\n    one\n\n", ["one\n\n", "y"], "a:\n  - |+\n    one\n\n  - y\n"),
        ("a:\n  - b: |+\n      one\n\n", [{"b": "one\n\n", "c": "d"}], "a:\n  - b: |+\n      one\n\n    c: d\n"),
        ("a: one\n  two", "three", "a: three"),
        ("{a: one, b: [x]}", "t, o", '{a: "t, o", b: [x]}'),
        ('{"a":1}', "two", '{"a":two}'),
        ("{a, b: c}", "two", "{a: two, b: c}"),
        ("a: [x, y]  # both", ["x", "z", "y"], "a: [x, z, y]  # both"),
        ("a: [x, y]", ["y"], "a: [y]"),
        ("a: [x, y]", ["y", "x"], "a: [y, x]"),
        ("a: [ x,\n  y ]", ["x"], "a: [ x ]"),
        ("a: []", ["x"], "a: [x]"),
        ("a: [x]", [], "a: []"),
        ("a:\n- x  # one\n# of y\n- y\nb: c", ["x", "y", "z"], "a:\n- x  # one\n# of y\n- y\n- z\nb: c"),
        ("a:\n- x  # one\n# of y\n- y\nb: c", ["z", "x", "y"], "a:\n- z\n- x  # one\n# of y\n- y\nb: c"),
        ("a:\n  - x\n  # of y\n  - y\n", ["y"], "a:\n  - y\n  # of y\n"),
        ("a:\n  - x\n  - y\n", ["x"], "a:\n  - x\n"),
        ("a:\n    -   x\n    -   y", ["x", "y", {"b": "c"}], "a:\n    -   x\n    -   y\n    -   b: c"),
        ("a: [x]", ["x", {"b": "c"}], "a: [x, {b: c}]"),
        ("a:\n  - x\n  - {b: c}\n", ["x", {"b": "d"}, {"b": "e"}], "a:\n  - x\n  - {b: d}\n  - {b: e}\n"),
        ("a: {b: c}", {"b": "c", "d": "e"}, "a: {b: c, d: e}"),
        ("a: {b: c, d: e}", {"d": "e"}, "a: {d: e}"),
        ("a:\n  b: c # x\n  d: e # y\n", {"b": "c", "n": "m", "d": "e"}, "a:\n  b: c # x\n  n: m\n  d: e # y\n"),
        ("a:\n  b: c # x\n  # of d\n  d: e # y\n", {"d": "e"}, "a:\n  d: e # y\n  # of d\n"),
        ("a:\n  b: c\n  d: e\n", {"n": "c", "d": "e"}, "a:\n  n: c\n  d: e\n"),
        ("a:\n  b: c\n", {"n": "1", "b": "c"}, 'a:\n  n: "1"\n  b: c\n'),
        ("a: x", ["y", {"b": "c"}], "a:\n  - y\n  - b: c"),
        ("a:\n  - b: c", [{"b": f"{'x ' * 60}x"}], f"a:\n  - b: >-\n      {'x ' * 46}x\n      {'x ' * 13}x"),
        ("a: b", f"{'x' * 48} {'y' * 49}", f"a: >-\n  {'x' * 48} {'y' * 49}"),
        ("a: b", f"{'x' * 48} {'y' * 50}", f"a: >-\n  {'x' * 48}\n  {'y' * 50}"),
        ("a: []", ["x" * 47, "y" * 46], f"a: [{'x' * 47}, {'y' * 46}]"),
        ("a: []", ["x" * 47, "y" * 47], f"a:\n  - {'x' * 47}\n  - {'y' * 47}"),
        ("a:   # later\nb: c", f"{'x ' * 60}x", f"a: >-   # later\n  {'x ' * 48}x\n  {'x ' * 11}x\nb: c"),
        ("a: b   # later\n", f"{'x ' * 60}x", f"a: >-   # later\n  {'x ' * 48}x\n  {'x ' * 11}x\n"),
        ("a:  # x\n  - c  # y\nb: c", [], "a: []  # x\nb: c"),
        ("a:\n  - {b: c, d: e}  # x\n  - f\n", ["c", "f"], "a:\n  - c  # x\n  - f\n"),
        ("a:\n  - c  # x\n  - f\n", [{"b": "c", "d": "e"}, "f"], "a:\n  - b: c  # x\n    d: e\n  - f\n"),
        ("a:\n  - b: c  # x\n    d: e  # y\n  - f\n", ["c", "f"], "a:\n  - c  # x\n  - f\n"),
        ("a: []  # none yet\nb: c", [{"d": ["e"]}], "a:  # none yet\n  - d: [e]\nb: c"),
    ],
)  # fmt: skip
def test_a_value_is_changed_in_place(old: str, value: Any, new: str) -> None:
    """And in its own style, with the comments where they were. Readers that are written in Python read it, too."""
    assert changed(old, a=value) == new
    yaml.load(new, yaml.SafeLoader)
    YAML(typ="safe", pure=True).load(new)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_as_they_did(end: str) -> None:
    """And a mark of byte order stays."""
    old = f"\ufeffa:{end}  - b: c{end}d: >-{end}  one{end}"
    new = f"\ufeffa:{end}  - b: c{end}    e:{end}      - x: y{end}d: >-{end}  {'word ' * 18}word{end}  more{end}"
    query: Tree = {"a": [{"b": "c", "e": [{"x": "y"}]}], "d": "word " * 19 + "more"}
    assert spliced(old.encode(), query, {}).decode() == new


def test_a_new_record_is_written_like_the_one_before_it() -> None:
    """Set off by a blank line or not, on lines of its own or in braces, and its lists likewise."""
    old = """\
stances:
  - country: Egypt
    summary: >-
      One.
    evidence:
      - {source: a, verdict: partly}

  # The only one.
  - {country: Sudan, evidence: [a]}
# The end.
"""
    tree = tree_of(old)
    new: Tree = {"country": "Chad", "summary": "Two.", "evidence": ["b", {"source": "c", "verdict": "partly"}]}
    first = {**tree, "stances": [tree["stances"][0], new, tree["stances"][1]]}
    assert spliced(old.encode(), first, {"stances": {1}}).decode() == old.replace(
        "\n  # The only one.",
        """
  - country: Chad
    summary: >-
      Two.
    evidence:
      - b
      - {source: c, verdict: partly}

  # The only one.""",
    )
    last = {**tree, "stances": [*tree["stances"], new]}
    assert spliced(old.encode(), last, {"stances": {2}}).decode() == old.replace(
        "# The end.",
        "\n  - {country: Chad, summary: Two., evidence: [b, {source: c, verdict: partly}]}\n# The end.",
    )


@pytest.mark.parametrize(("years", "year"), [("2021", "2023"), ('"2021"', '"2023"'), ("2021-05", '"2023"')])
def test_a_year_is_written_as_the_file_writes_years(years: str, year: str) -> None:
    """Only some readers take a year without quotes for what it is, so that it has some unless the others have none."""
    old = f"events:\n  - date: {years}  # why\n    title: A\n"
    events = [*tree_of(old)["events"], {"date": "2023", "title": "2023"}]
    new = spliced(old.encode(), {"events": events}, {"events": {1}}).decode()
    assert new == f'{old}  - date: {year}\n    title: "2023"\n'


def test_the_first_record_of_a_kind_gets_its_list_behind_the_others() -> None:
    """In the requested order, and a comment stays with what it is about."""
    old = "dossier: x\n\n# What is known.\nstances:\n- a: b\n\n# What happened.\nevents:\n- c: d\n"
    query = {**tree_of(old), "topics": [{"kind": "agenda"}]}
    order = ("dossier", "stances", "topics", "events")
    assert spliced(old.encode(), {key: query[key] for key in order}, {}).decode() == old.replace(
        "- a: b\n", "- a: b\n\ntopics:\n- kind: agenda\n"
    )


def test_a_file_with_the_requested_values_stays_as_it_is() -> None:
    """To the last byte."""
    old = "a:   [ x ,y ]\r\n\r\n\r\nb: 'c'   \n#\n"
    assert changed(old) == old
