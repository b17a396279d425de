"""YAML as a tree of text, and what of YAML is refused."""

from __future__ import annotations

import gc
import re

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from briefcli.problems import Rule
from briefcli.reading.files import MAX_FILE_BYTES
from briefcli.reading.yamlfaults import MAX_DEPTH
from briefcli.reading.yamlkeys import top_text
from briefcli.reading.yamlpositions import Place
from briefcli.reading.yamltext import Tree, YamlFile
from briefcli.reading.yamlwriter import yaml_text
from samples import RIVER

# Pieces of YAML, so that what is drawn is often a document and often nearly one.
_PIECES = [
    "a",
    "b",
    ":",
    ": ",
    "- ",
    "\n",
    "  ",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "'",
    '"',
    "#",
    "|\n",
    ">\n",
    "? ",
    "\t",
]
_PIECES += [
    "&a ",
    "*a",
    "!t ",
    "---\n",
    "...\n",
    "%YAML 1.1\n",
    "<<",
    "\r",
    "\r\n",
    "\\x1b",
    "\u202e",
    "\ufeff",
    "é",
]
_PIECES += ["\ufffe", "\x85", "\u2028", "~", "NO", "1.10", "@", "`"]
yaml_like = st.lists(st.sampled_from(_PIECES), max_size=40).map("".join)
plain_text = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), max_size=20).filter(
    lambda text: not text.isspace()
)
trees: st.SearchStrategy[Tree] = st.recursive(
    plain_text,
    lambda part: st.lists(part, max_size=4) | st.dictionaries(plain_text, part, max_size=4),
    max_leaves=20,
)


def file_of(text: str | bytes) -> YamlFile:
    """Return a text as the file f.yaml."""
    return YamlFile(text.encode() if isinstance(text, str) else text, "f.yaml")


def read(text: str | bytes) -> Tree | None:
    """Return the tree of a text that must have no problem."""
    file = file_of(text)
    assert [problem for problem in file.problems if problem.rule is not Rule.UNSEEN] == []
    return file.tree


def problems(text: str | bytes) -> list[str]:
    """Return the problems of a text, as they are printed."""
    return [str(problem) for problem in file_of(text).problems]


def test_no_scalar_is_given_a_type() -> None:
    """NO is Norway and never false; dates and numbers are the text of the file."""
    assert read("country: NO\nyes: on\nsince: 2025-02\nversion: 1.10\noctal: 010\n") == {
        "country": "NO",
        "yes": "on",
        "since": "2025-02",
        "version": "1.10",
        "octal": "010",
    }


@pytest.mark.parametrize("nothing", ["", "~", "null", "Null", "NULL", '""', "' '", '" \\t "', "|\n\n", '"\\xa0"'])
def test_null_and_blanks_are_no_value(nothing: str) -> None:
    """What YAML takes for nothing is nothing, and so is a text in which nothing is to be seen."""
    assert read(f"a: {nothing}\nb: c\n") == {"a": "", "b": "c"}
    assert read(f"- {nothing}\n- c\n") == ["", "c"]


@pytest.mark.parametrize("text", ["'~'", '"null"', "'Null'", "nulls", "~a", "nil", "|-\n  null"])
def test_null_in_quotes_is_text(text: str) -> None:
    """Quotes say that it is meant."""
    tree = read(f"a: {text}\n")
    assert isinstance(tree, dict)
    assert tree["a"] == text.strip("'\"").removeprefix("|-\n  ")


def test_a_key_is_what_it_says() -> None:
    """No key is left out, for two of them would be one."""
    assert read("null: a\n~: b\n' ': c\n") == {"null": "a", "~": "b", " ": "c"}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: Signs as #2 of them\n", "1:13"),
        ("a: Signs as # 2\n", "1:13"),
        ("a: Talks #2\n", "1:10"),
        ("a: Signs as\t#2\n", "1:13"),
        ("a: Signs\n  as #2\n", "2:6"),
        ("- Signs as #2\n", "1:12"),
        ("a: {b: [c, d e #2\n]}\n", "1:16"),
    ],
)
def test_a_text_that_a_number_sign_cuts_is_reported(text: str, place: str) -> None:
    """What follows it is a comment for YAML, and was hardly meant as one."""
    assert problems(text) == [
        f"f.yaml:{place}: cut-text: the text ends here, because '#' begins a comment; "
        "put the text in quotes, or put two spaces before the comment [warning]"
    ]


@pytest.mark.parametrize(
    "text",
    [
        "a: Signs as second  # of them\n",
        "a: 'Signs as #2'\nb: 'c' #2\n",
        "a: |\n  Signs as #2\n",
        "a: > #2\n  Signs as\n",
        "a: talks # the lowest\n",
        "a: 3 # of 6\n",
        "a: [b, c d] # of them\n",
        "a:  # of them\n  b c: d\n",
        "a: b#c d\n# b c #2\n",
        "a: https://example.org/a#b\n",
        "a: Signs as\n# of them\n",
    ],
)
def test_a_comment_that_is_seen_to_be_one_is_not_told(text: str) -> None:
    """Set off with two spaces, behind quotes or brackets, or with a space behind one word."""
    read(text)


def test_all_ways_to_write_text_are_read() -> None:
    """Plain, quoted, folded and literal text, keys and lists in block and in flow style."""
    text = """\
plain: two
  lines
single: 'it''s'
double: "tab\\tand é"
folded: >-
  one
  line
literal: |
  two
  lines
list: [a, {b: c}]
nothing:
"""
    assert read(text) == {
        "plain": "two lines",
        "single": "it's",
        "double": "tab\tand é",
        "folded": "one line",
        "literal": "two\nlines\n",
        "list": ["a", {"b": "c"}],
        "nothing": "",
    }


@pytest.mark.parametrize(
    "text",
    [
        "a: b\nc:\n  - d\n  - e\n",
        "a: b\r\nc:\r\n  - d\r\n  - e\r\n",
        "\ufeffa: b\nc:\n  - d\n  - e\n",
        "---\na: b\nc: [d, e]\n...\n",
        "%YAML 1.2\n---\n# comment\n{a: b, c: [d, e]}",
        "a: b\rc:\r  - d\r  - e\r",
    ],
    ids=["unix", "windows", "byte-order-mark", "markers", "directive", "old-mac"],
)
def test_line_ends_marks_and_styles_make_no_difference(text: str) -> None:
    """However an editor saved it, it is the same tree."""
    assert read(text) == {"a": "b", "c": ["d", "e"]}


def test_places_are_those_of_keys_and_values() -> None:
    """Every key, value and item has its line and column, counted from 1."""
    file = file_of("a: b\nlist:\n  - {c: d}\n  - e\n")
    keys = {("a",): Place(1, 1), ("list",): Place(2, 1), ("list", 0, "c"): Place(3, 6)}
    values = {
        (): Place(1, 1),
        ("a",): Place(1, 4),
        ("list",): Place(3, 3),
        ("list", 0): Place(3, 5),
        ("list", 0, "c"): Place(3, 9),
        ("list", 1): Place(4, 5),
    }
    assert {path: file.place(path, on_key=True) for path in keys} == keys
    assert {path: file.place(path) for path in values} == values


@pytest.mark.parametrize(
    ("path", "place"),
    [(("x",), (1, 1)), (("a", "x"), (1, 4)), (("list", 0, "x", 1), (3, 5)), (("list", 2), (3, 3))],
)
@pytest.mark.parametrize("on_key", [True, False])
def test_what_is_not_there_has_the_place_of_its_holder(
    path: tuple[str | int, ...], place: tuple[int, int], *, on_key: bool
) -> None:
    """What is missing, or was left to be understood, is reported where it would be."""
    assert file_of("a: b\nlist:\n  - {c: d}\n  - e\n").place(path, on_key=on_key) == place


@pytest.mark.parametrize("text", ["é: ü\nc: d\n", "\ufeffé: ü\r\nc: d\r\n"], ids=["unix", "windows"])
def test_columns_count_letters_and_not_bytes(text: str) -> None:
    """An accent before it, a byte order mark and Windows line ends do not move a place."""
    file = file_of(text)
    assert [file.place((key,), on_key=True) for key in ("é", "c")] == [(1, 1), (2, 1)]
    assert [file.place(path) for path in [(), ("é",), ("c",)]] == [(1, 1), (1, 4), (2, 4)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: Talks: part two\n",
         "1:13: a colon is where no key can be; put a value that holds ': ' in quotes"),
        ("title: @talks\n",
         "1:8: no value may begin with this character; put a value that begins with @, ` or % in quotes"),
        ("title: `talks`\n",
         "1:8: no value may begin with this character; put a value that begins with @, ` or % in quotes"),
        ("title: %talks\n",
         "1:8: no value may begin with this character; put a value that begins with @, ` or % in quotes"),
        ('title: "Talks" go on\n',
         "1:16: a key is expected here; "
         "check the indentation, and put a value that begins with a bracket or a quote in quotes as a whole"),
        ("title: [Report] on the talks\n",
         "1:17: a key is expected here; "
         "check the indentation, and put a value that begins with a bracket or a quote in quotes as a whole"),
        ("a:\n  b: c\n d: e\n", "3:2: a key is expected here; indent this line like its neighbours"),
        ("- a: b\n   c: d\n",
         "2:4: the indentation makes this line a part of the text above; "
         "indent it like its neighbours, or put the whole text in quotes"),
        ("- a: b\n   c d: e\n",
         "2:7: a colon is where no key can be; put a value that holds ': ' in quotes"),
        ("- a: >-\n    b\n   c: d\n", "3:4: a key is expected here; indent this line like its neighbours"),
        ("list:\n  - a\n  b: c\n",
         "3:3: an item of the list is expected here, with its hyphen; indent this line like its neighbours"),
        ("list: ]\n", "1:7: a value is expected here; write the value or close the brackets"),
        ("list: [a,\n", "1:10: a value is expected here; write the value or close the brackets"),
        ("a: {b: c: d}\n", "1:9: the braces are not closed; close the braces or add the comma"),
        ("a: [b}]\n", "1:6: the list in brackets is not closed; close the brackets or add the comma"),
    ],
)  # fmt: skip
def test_a_fault_of_syntax_is_reported_in_plain_words_with_its_remedy(text: str, expected: str) -> None:
    """Not the parser's own message, but what is there, and what to type."""
    place, told = expected.split(": ", 1)
    assert problems(text) == [f"f.yaml:{place}: yaml-syntax: {told}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title: "Talks\n', "1:8"),
        ("title: 'Talks\n", "1:8"),
        ("a: b\nc: 'd\ne: f\ng: h\n", "2:4"),
        ("a: b\r\nc: 'd\r\ne: f\r\n", "2:4"),
        ("a: {b: 'c\nd: e\n", "1:8"),
        ("a:\n  'b\n", "2:3"),
        ('"a: b\n', "1:1"),
    ],
)
def test_quotes_that_are_never_closed_are_reported_where_they_open(text: str, place: str) -> None:
    """The parser notices at the end of the file, which helps nobody."""
    assert problems(text) == [
        f"f.yaml:{place}: yaml-syntax: the quotes that open here are never closed; close them"
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: b\nc\nd: e\n", "2:1"),
        ("a: b\nc", "2:1"),
        ("a: b\n\n\ncountry Egypt\n", "4:1"),
        ("a:\n  - b: c\n    d\n  - e: f\n", "3:5"),
        ("- a\n-b\n- c\n", "2:1"),
    ],
)
def test_a_key_without_its_colon_is_reported_at_its_place(text: str, place: str) -> None:
    """The parser notices in the next line, or at the end of the file."""
    told = "this line is neither 'key: value' nor an item of a list; write a colon and a space after the key"
    assert problems(text) == [f"f.yaml:{place}: yaml-syntax: {told}"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("list: [a\nb: c\n",
         "2:2: the list in brackets is not closed; opened in line 1; close the brackets or add the comma"),
        ("a: b\nlist: [\n  c,\n  d\ne: f\n",
         "5:2: the list in brackets is not closed; opened in line 2; close the brackets or add the comma"),
        ("list: {a: b\nc: d\n",
         "2:2: the braces are not closed; opened in line 1; close the braces or add the comma"),
    ],
)  # fmt: skip
def test_brackets_that_are_not_closed_are_reported_with_the_line_that_opens_them(text: str, expected: str) -> None:
    """Where the comma or the bracket is missing, the parser knows only once something else comes."""
    place, told = expected.split(": ", 1)
    assert problems(text) == [f"f.yaml:{place}: yaml-syntax: {told}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("terms:\n\tconcerns: {}\n", "2:1"),
        ("levels:\n  - id: a\n\tlabel: A\n", "3:1"),
        ("a:\n  b: c\n  \td: e\n", "3:3"),
        ("a:\n  - b\n \t- c\n", "3:2"),
        ("a:\n  b: c\n\t# a comment\n  d: e\n", "3:1"),
        ("summary: |\n\ttext\n", "2:1"),
        ("a: b\n\t\nc: d\n", "2:1"),
        ("\ta: b\n", "1:1"),
    ],
)
def test_a_tab_in_the_indentation_is_reported_where_the_tab_is(text: str, place: str) -> None:
    """A tab looks like spaces, so its column matters."""
    assert problems(text) == [
        f"f.yaml:{place}: yaml-syntax: the indentation contains a tab; indent with spaces, never with tabs"
    ]


@pytest.mark.parametrize("text", ["a:\tb\n", "a: b\tc\n", "a: {\tb: c}\n", "a: [b,\n\tc]\n", "a: 'b\n\tc'\n"])
def test_a_tab_behind_the_indentation_is_no_fault(text: str) -> None:
    """Between words, after a colon and within brackets or quotes YAML allows it."""
    read(text)


def test_a_fault_that_only_the_parser_finds_is_reported_in_its_words() -> None:
    """A fault that is not foreseen still has its place and the rule's own remedy."""
    assert problems('a: b\nc: "x\\qy"\n') == [
        "f.yaml:2:6: yaml-syntax: found unknown escape character; correct the YAML here"
    ]


@pytest.mark.parametrize("data", ["", "\n", "# a comment\n", "---\n", "--- ''\n", "\ufeff", " "])
def test_a_file_without_data_is_empty(data: str) -> None:
    """Nothing, comments alone, and an empty document hold no dossier."""
    assert problems(data) == ["f.yaml:1:1: empty: the file contains no data; start from `brief new`"]


@pytest.mark.parametrize(
    ("data", "place", "byte"),
    [
        (b"\xff\xfea\x00", "1:1", "0xFF"),
        ("title: Türkei\n".encode("latin-1"), "1:9", "0xFC"),
        ("é: è\ntitle: ".encode() + b"\xe9", "2:8", "0xE9"),
        (b"\xef\xbb\xbfa\x80", "1:2", "0x80"),
    ],
    ids=["utf-16", "latin-1", "second-line", "after-byte-order-mark"],
)
def test_bytes_that_are_not_utf_8_are_refused_where_they_stand(data: bytes, place: str, byte: str) -> None:
    """The column counts the letters before the byte."""
    assert problems(data) == [f"f.yaml:{place}: not-utf-8: byte {byte} is not UTF-8; save the file as UTF-8"]


def test_a_file_at_the_limit_is_read_and_one_beyond_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limit is on bytes, and belongs to what is allowed."""
    assert MAX_FILE_BYTES == 64 * 1024 * 1024
    monkeypatch.setattr("briefcli.reading.yamltext.MAX_FILE_BYTES", 4)
    assert read(b"a: b") == {"a": "b"}
    assert file_of(b"a: bc").tree is None


@pytest.mark.parametrize("text", ["a: [b, c]", "{a: {b: c}}", "- - - a\n  - b\n- c"])
def test_a_file_has_so_many_keys_values_and_lists(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """They, rather than its bytes, bound the memory that a file needs."""
    most = "briefcli.reading.yamltext.MAX_NODES"
    nodes = {"a: [b, c]": 5, "{a: {b: c}}": 5, "- - - a\n  - b\n- c": 6}[text]
    monkeypatch.setattr(most, nodes)
    read(text)
    monkeypatch.setattr(most, nodes - 1)
    (told,) = problems(text)
    assert told.endswith(
        f": too-large: the file has more than {nodes - 1} keys, values and lists; split the dossier into several dossiers"
    )
    assert file_of(text).tree is None


@pytest.mark.parametrize(
    "text",
    ["a: &x b\n", "&x a: b\n", "a: *x\n", "a: !x b\n", "x: a\nx: b\n"],
)
def test_of_a_long_word_only_the_beginning_is_reported(text: str) -> None:
    """A message is read by people."""
    (told, *_) = problems(text.replace("x", "x" * 1000))
    assert "x" * 50 in told
    assert len(told) < 300


@pytest.mark.parametrize("text", ["\x07", "x: a\n", "- &x a\n", "- a b #c\n"])
def test_of_very_many_faults_the_first_are_reported(text: str) -> None:
    """And one more, from which it is seen that there are others."""
    assert len(YamlFile((text * 23).encode(), "f.yaml", limit=20).problems) == 21


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: &x b\nc: *x\n", ["1:4: alias: &x is an anchor", "2:4: alias: *x is an alias"]),
        ("a: &x b\n*x : c\n", ["1:4: alias: &x is an anchor", "2:1: alias: *x is an alias"]),
        ("&x a: b\n", ["1:1: alias: &x is an anchor"]),
        ("a: &x [b]\n", ["1:4: alias: &x is an anchor"]),
    ],
)
def test_anchors_and_aliases_are_refused(text: str, expected: list[str]) -> None:
    """So nothing can be built that grows when it is read."""
    assert problems(text) == [f"f.yaml:{line}; write the value out where it is needed" for line in expected]


@pytest.mark.parametrize(
    ("text", "place", "tag"),
    [
        ("a: !!int 3\n", "1:4", "!!int"),
        ("a: !<tag:yaml.org,2002:int> 3\n", "1:4", "!!int"),
        ("a: !<tag:example.org,2025:int> 3\n", "1:4", "tag:example.org,2025:int"),
        ("a: !mine {b: c}\n", "1:4", "!mine"),
        ("a: ! b\n", "1:4", "!"),
        ("!!python/name:os.system a: b\n", "1:1", "!!python/name:os.system"),
    ],
)
def test_tags_are_refused(text: str, place: str, tag: str) -> None:
    """No text becomes anything else because its file says so."""
    assert problems(text) == [f"f.yaml:{place}: tag: {tag} is a tag; remove the tag; the key decides the type"]


@pytest.mark.parametrize("text", ["a: !x%0Ay b\n", "a: \ufffe\n"], ids=["newline-in-tag", "not-a-character"])
def test_a_problem_is_reported_in_one_line(text: str) -> None:
    """Editors and scripts read one problem a line, whatever the file contains."""
    (problem,) = problems(text)
    assert "\n" not in problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\na: c\n", ["2:1: duplicate-key: 'a' is also in line 1"]),
        (
            "a: b\nc:\n  d: e\n  'd': f\na: g\n",
            ["4:3: duplicate-key: 'd' is also in line 3", "5:1: duplicate-key: 'a' is also in line 1"],
        ),
        ("a: {b: c}\na: {b: d}\n", ["2:1: duplicate-key: 'a' is also in line 1"]),
        (
            "a: b\na: c\n\na: d\n",
            ["2:1: duplicate-key: 'a' is also in line 1", "4:1: duplicate-key: 'a' is also in line 2"],
        ),
        ("- {a: b}\n- {a: c}\n", []),
    ],
    ids=["in-the-head", "twice", "keys-below-a-duplicate", "three-times", "in-two-items"],
)
def test_a_duplicate_key_is_refused_with_both_lines(text: str, expected: list[str]) -> None:
    """YAML readers keep one of the two in silence; here both lines are named, and only those."""
    assert problems(text) == [f"f.yaml:{line}; keep one of the two" for line in expected]


@pytest.mark.parametrize(
    "rest", ["d: @e\n", "d: [e, {f: g}, [h\n", "d:\n  - e\n  - f: [g, h\n", "d: {e: *x, 'f\n"]
)
def test_a_duplicate_key_is_reported_also_where_what_follows_is_no_yaml(rest: str) -> None:
    """What was read up to there is looked at, though not all of it has an end."""
    first, *others = problems(f"a: b\na: c\n{rest}")
    assert first == "f.yaml:2:1: duplicate-key: 'a' is also in line 1; keep one of the two"
    assert others[-1].split(": ")[1] == "yaml-syntax"


@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_nesting_ends_at_its_limit(opening: str, closing: str) -> None:
    """The deepest level that is allowed is read, the next is refused, closed or not."""
    text = opening * MAX_DEPTH + "x" + closing * MAX_DEPTH
    assert str(read(text)).count("x") == 1
    column = len(opening) * MAX_DEPTH + 1
    told = (
        "too-deep: this is nested more than 32 levels deep; close the brackets; a dossier needs at most six levels"
    )
    deeper = f"f.yaml:1:{column}: {told}"
    assert problems(f"{opening}{text}{closing}") == [deeper]
    # libyaml, which looks ahead, may be the first to have enough, and then says so further on.
    (bomb,) = problems(opening * 100_000)
    assert bomb.endswith(told)


def test_a_second_document_is_refused() -> None:
    """One file holds one dossier, or a part of one."""
    assert problems("a: b\n---\nc: d\n") == [
        (
            "f.yaml:2:1: several-documents: a second document begins here; "
            "put the second document into a separate file"
        )
    ]


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_a_key_is_text(key: str) -> None:
    """YAML allows lists and mappings as keys; no dossier needs them."""
    assert problems(f"? {key}\n: c\n") == ["f.yaml:1:3: wrong-type: a key must be text; write the expected form"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\x07\n", [("1:5", "0007")]),
        ("a: b\n# \u202ec\u202c\n", [("2:3", "202E"), ("2:5", "202C")]),
        ("a: b\u2028c\n", [("1:5", "2028")]),
        ("a: b\x85c\n", [("1:5", "0085")]),
        ('a: b\nc: "\\x1b]0;d"\n', [("2:4", "001B")]),
        ('a: "\\u202e"\n"\\0": b\n', [("1:4", "202E"), ("2:1", "0000")]),
        ('a: "b\\rc"\n', [("1:4", "000D")]),
    ],
)
def test_control_and_bidirectional_characters_are_refused(text: str, expected: list[tuple[str, str]]) -> None:
    """Raw or escaped, in a value, a key or a comment, they could drive a terminal or mislead a reader."""
    told = "is a control, bidirectional or hidden character; remove the character"
    assert problems(text) == [f"f.yaml:{place}: unsafe-character: U+{code} {told}" for place, code in expected]


def test_tabs_newlines_and_other_scripts_are_text() -> None:
    """What people write is let through: tabs within text, line ends, right-to-left letters, emoji."""
    text = 'a: "b\\tc\\nd"\nسلم: 友好関係強調\nflag: 🇳🇴\n'
    assert read(text) == {"a": "b\tc\nd", "سلم": "友好関係強調", "flag": "🇳🇴"}


def test_reading_leaves_the_garbage_collector_as_it_was() -> None:
    """It pauses while a tree is built, also where reading fails, and stays off for whoever had it off."""
    file_of(b"a: b")
    file_of(b"a: [")
    assert gc.isenabled()
    gc.disable()
    try:
        file_of(b"a: b")
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_text_is_written_so_that_no_reader_gives_it_another_type() -> None:
    """What YAML 1.1 or 1.2 would take for a boolean, a number or a date is quoted."""
    assert yaml_text({"code": "NO", "since": "2025-02-16", "n": 3, "text": "a: é"}) == (
        "code: 'NO'\nsince: '2025-02-16'\nn: 3\ntext: 'a: é'\n"
    )


@pytest.mark.parametrize(
    "text", ["1e5", "-1E+5", "0o14", "08", "1.", ".5", "1_000", "12:30:45", "0x1F", "=", "<<", "y", "~"]
)
def test_what_is_a_number_for_one_version_of_yaml_is_text_for_both(text: str) -> None:
    """YAML 1.1 and 1.2 do not know the same numbers."""
    document = yaml_text({"text": text, "number": 12})
    assert yaml.load(document, yaml.CSafeLoader) == {"text": text, "number": 12}
    assert YAML(typ="safe", pure=True).load(document) == {"text": text, "number": 12}


@given(trees.filter(lambda tree: tree != ""))
@settings(deadline=None)
def test_what_is_written_is_read_again(tree: Tree) -> None:
    """Any tree of text goes to YAML and back."""
    assert read(yaml_text(tree)) == tree


@given(trees.filter(lambda tree: tree != ""))
@settings(deadline=None)
def test_everything_in_a_tree_has_its_place(tree: Tree) -> None:
    """Keys and values are in the file in the order of the tree."""
    file = file_of(yaml_text(tree))
    places = _places(file, tree, ())
    assert places == sorted(places)


@given(yaml_like)
@example("a: b\rc: \x07")
@example("\ufeff\ufeffa")
@example("a\ufffe")
@example("[")
@settings(deadline=None, max_examples=500)
def test_any_text_is_read_or_refused_at_a_place_in_the_file(text: str) -> None:
    """Whatever the text, there is a tree with a place for everything, or problems at lines that exist."""
    _read_or_refused(text.encode("utf-8", "surrogatepass"))


@given(st.binary(max_size=200) | st.text().map(str.encode))
@example(b"\xef\xbb\xbf\xff")
@example(b"a\rb\xff")
@settings(deadline=None)
def test_any_bytes_are_read_or_refused_at_a_place_in_the_file(data: bytes) -> None:
    """Whatever the bytes, there is a tree with a place for everything, or problems at lines that exist."""
    _read_or_refused(data)


@given(st.integers(0, len(RIVER)), st.sampled_from(_PIECES), st.integers(0, 3))
@settings(deadline=None, max_examples=300)
def test_a_slip_of_the_pen_is_read_or_refused_at_a_place_in_the_file(at: int, piece: str, lost: int) -> None:
    """A dossier with something typed over it is read, or refused with lines that exist."""
    _read_or_refused((RIVER[:at] + piece + RIVER[at + lost :]).encode())


def _read_or_refused(data: bytes) -> None:
    file = file_of(data)
    lines = re.split("\r\n|\r|\n", data.decode("utf-8-sig", "replace"))
    places = [(problem.line, problem.column) for problem in file.problems]
    assert places == sorted(places)
    if not file.problems:
        assert file.tree is not None
        places = _places(file, file.tree, ())
        assert places == sorted(places)
    for line, column in places:
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1
    for problem in file.problems:
        assert "\n" not in str(problem)


def _places(file: YamlFile, tree: Tree, path: tuple[str | int, ...]) -> list[tuple[int, int]]:
    """Return the places of all keys and values of a tree, in its order."""
    places: list[tuple[int, int]] = [file.place(path)]
    for name, part in (
        tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    ):
        if isinstance(tree, dict):
            places.append(file.place((*path, name), on_key=True))
        places += _places(file, part, (*path, name))
    return places


@pytest.mark.parametrize(
    "head",
    [
        "dossier: river-talks",
        "'dossier' : \"river\\\n  -talks\"",
        "? dossier\n: river-talks",
        "dossier: >-\n  river-talks\n",
        "---\ndossier:\n\n    river-talks # the id",
        "\ufeff# a comment\ndossier: river-talks",
        "titre: Ä\r\ndossier: river-talks",
        "terms: {concerns: {dossier: no}}\ndossier: river-talks",
        "terms:\n  dossier: no\ndossier: river-talks",
        "levels: [dossier, no]\ndossier: river-talks",
    ],
)
def test_the_beginning_of_a_file_gives_a_text_or_nothing(head: str) -> None:
    """Wherever it is cut, it never gives another text than the whole, and it gives it before the end."""
    data = RIVER.replace("dossier: river-talks", head).encode()
    told = [top_text(data[:cut], "dossier", whole=False) for cut in range(len(data) + 1)]
    assert set(told) == {None, "river-talks"}
    assert told == sorted(told, key=lambda text: text is not None)
    assert top_text(data, "dossier", whole=True) == "river-talks"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", ""),
        ("# nothing", ""),
        ("title: x", ""),
        ("dossier:", ""),
        ("dossier: [x]", ""),
        ("dossier: {x: y}", ""),
        ("- dossier\n- x", ""),
        ("dossier", ""),
        ("terms: {dossier: x}", ""),
        ("dossier: x", "x"),
        ("{dossier: x}", "x"),
        ("dossier: x\na: [", "x"),
        ("a: [", None),
        ("a: [\ndossier: x", None),
        ("a: *b\ndossier: x", "x"),
    ],
)
def test_the_text_under_a_top_key_is_read_no_further_than_needed(text: str, told: str | None) -> None:
    """A fault behind it is none of its business; before it the result is unknown."""
    assert top_text(text.encode(), "dossier", whole=True) == told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('a: "b\nc: d\ne: "f" g\n', "1:4: yaml-syntax: the quotes that open here close only in line 3",
                     id="closed by a later one"),
        pytest.param("- {a: 'b, c: d}\n- {a: 'e', c: f}\n", "1:7: yaml-syntax: the quotes that open here close only in line 2",
                     id="in braces"),
        pytest.param('a: "b\n  c d" e\n', "2:8: yaml-syntax: a key is expected here", id="no key within"),
        pytest.param('a: "b"\nc: "d" e\n', "2:8: yaml-syntax: a key is expected here", id="one line"),
        pytest.param('a: "b\nc: d"\ne: f: g\n', "3:5: yaml-syntax: a colon is where no key can be",
                     id="a fault further down"),
        pytest.param("a: “b: c”\n", "1:4: yaml-syntax: curly quotes are not quotes in YAML", id="curly"),
        pytest.param("- «b: c: d»\n", "1:3: yaml-syntax: curly quotes are not quotes in YAML", id="angle"),
        pytest.param("a: b “c: d”\n", "1:8: yaml-syntax: a colon is where no key can be",
                     id="curly within a text"),
        pytest.param("a: >-\n    b\n  c\nd: e\n",
                     "3:3: yaml-syntax: a key is expected here", id="folded"),
    ],
)  # fmt: skip
def test_a_fault_is_reported_where_it_was_made(text: str, expected: str) -> None:
    """The parser stumbles later, or over something else than what the curator sees."""
    assert [problem.removeprefix("f.yaml:").split("; ")[0] for problem in problems(text)] == [expected]


def test_after_a_folded_text_the_indentation_is_the_first_remedy() -> None:
    """Elsewhere a colon was forgotten."""
    remedy = "indent the line as far as the text above, or write it as 'key: value'"
    for folded in ("a: >-\n    b\n  c\nd: e\n", "a: |\n  b\nc\nd: e\n"):
        assert [problem.split("; ")[1] for problem in problems(folded)] == [remedy]
    assert problems("a: b\nc\nd: e\n")[0].split("; ")[1] == "write a colon and a space after the key"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("- a: 1\n  b: 2\n  a: 3\n  b: 4\n  a: 5\n  b: 6\n", ["3 anew", "5 anew"], id="three records"),
        pytest.param("- a: 1\n  b: 2\n  b: 3\n  a: 4\n", ["3 too", "4 too"], id="another key first"),
        pytest.param("- a: 1\n  b: 2\n  a: 3\n", ["3 too"], id="one key"),
        pytest.param("- {a: 1, b: 2, a: 3, b: 4}\n", ["1 too", "1 too"], id="in braces"),
        pytest.param("a: 1\nb: 2\na: 3\nb: 4\n", ["3 too", "4 too"], id="no list"),
        pytest.param(
            "- x: {}\n  y:\n    a: 1\n    b: 2\n    a: 3\n    b: 4\n", ["5 too", "6 too"], id="below a key"
        ),
    ],
)
def test_a_forgotten_hyphen_is_reported_once(text: str, expected: list[str]) -> None:
    """Where the first key of an item comes again, and others with it, a record begins there."""
    told = [problem.split(":")[1] + (" anew" if "hyphen" in problem else " too") for problem in problems(text)]
    assert told == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: b\u00a0c\n", ["1:5 U+00A0"]),
        ("a: |\n  b\u00adc\n\n  d\u200be\n", ["2:4 U+00AD", "4:4 U+200B"]),
        ("a\u202fb: c\n", ["1:2 U+202F"]),
        ("a: b # c\u00a0d\n", []),
        ('a: "b\\u2060c"\n', ["1:4 U+2060"]),
        ("a: \u0645\u06cc\u200c\u062e\u0648\u0627\n", []),
        ("a: b\u200dc\n", ["1:5 U+200D"]),
        ("a: \U0001f469\u200d\U0001f680\n", []),
        ("a: 'b\u00a0c\\u00a0'\n", ["1:6 U+00A0"]),
    ],
)
def test_characters_that_no_search_finds_are_reported_at_their_place(text: str, expected: list[str]) -> None:
    """In texts and keys, and not in comments; scripts that need joiners keep them."""
    told = [
        line.removeprefix("f.yaml:").replace(": unseen-character:", "").split(",")[0] for line in problems(text)
    ]
    assert told == expected


def test_values_that_need_quotes_are_reported_in_one_run() -> None:
    """As far as each fault is within the value of one key; another fault may be the cause of all behind it."""
    text = 'a: b: c\nd: [e] f\ng:\n  - h: "i" j\n    k: @l\nm: n\no: p: q: r\ns\nt: u: v\n'
    places = [problem.split(": ")[0] for problem in problems(text)]
    assert places == [f"f.yaml:{place}" for place in ("1:5", "2:8", "4:12", "5:8", "7:5", "7:8", "8:1")]
    assert problems("a: b: c\n" + text)[0] == problems("a: b: c\n")[0]
    assert len(problems("a: b: c\n" * 100)) == 10
    assert len(problems("a: b: c\n" + "#" * 1_000_000 + "\na: b: c\n")) == 1
