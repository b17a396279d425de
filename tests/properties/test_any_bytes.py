"""Whatever a file contains, reading it ends in a dossier or in problems at places within the file."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from properties.drawn import FRAGMENTS, examples
from properties.reader import check_reading
from samples import RIVER

_DOSSIERS = Path(__file__).parents[1] / "dossiers"
_SEEDS = [RIVER.encode(), *(path.read_bytes() for path in sorted(_DOSSIERS.glob("*/*.yaml")))]
_PIECES = [
    *(
        text.encode()
        for text in (*FRAGMENTS, "\r", "\r\n", "\ufeff", "\u2028", "\x85", "\x1b", "\u202e", '"\\x1b"', "? ")
    ),
    *(
        b"\xff",
        b"\xed\xa0\x80",
        b"\x00",
        b"&a ",
        b"*a",
        b"!!int ",
        b"<<: ",
        b"--- ",
        b"...\n",
        b"%TAG ! x\n",
        b"[" * 40,
    ),
    *(b"- " * 40, b"{a: " * 40, b'"', b"|\n", b">\n", b"{}", b"[]", b"~", b": "),
]


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """Draw a dossier of the tests in which some bytes are changed, left out, put in, or taken from another one."""
    data = draw(st.sampled_from(_SEEDS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        end = min(len(data), start + draw(st.sampled_from([0, 0, 1, 2, 10, 100, 10_000])))
        middle = draw(st.sampled_from(_PIECES) | st.binary(max_size=3) | st.sampled_from(_SEEDS).map(_line))
        data = data[:start] + middle + data[end:]
    return data


def _line(seed: bytes) -> bytes:
    return b"\n" + seed[len(seed) // 2 :].partition(b"\n")[2][:80] + b"\n"


encodings = st.sampled_from(["utf-16", "utf-32-le", "latin-1", "utf-7", "cp037", "utf-8-sig", "shift-jis"])


@given(st.binary(max_size=200))
def test_noise(data: bytes) -> None:
    """Any bytes at all."""
    check_reading(data)


@settings(max_examples=examples(200))
@given(mutated())
def test_a_dossier_with_some_bytes_changed(data: bytes) -> None:
    """Nearly a dossier: flipped, cut, spliced."""
    check_reading(data)


@settings(max_examples=examples(50))
@given(mutated(), mutated())
def test_two_files_with_some_bytes_changed(first: bytes, second: bytes) -> None:
    """The files of a folder are read together, and each problem is reported in its own file."""
    check_reading(first, second)


@given(st.sampled_from(_SEEDS), encodings)
def test_a_dossier_in_another_encoding(data: bytes, encoding: str) -> None:
    """Saved by a program of another time or place."""
    check_reading(data.decode().encode(encoding, "replace"))
