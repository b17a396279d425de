"""Fuzz the reader by hand: `pip install atheris && python tests/fuzz/reader.py -max_total_time=600`.

Atheris looks for bytes that take new ways through the reader, beginning with the dossiers of the tests. It stops at
the first input that ends in anything but a dossier or problems within the file, or that takes over 10 seconds,
and writes it to a file; a smaller one of that becomes a case in tests/properties/test_any_bytes.py. What it has
seen is kept in a temporary folder, unless another is named. Options are those of libFuzzer.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris  # type: ignore[import-not-found, import-untyped, unused-ignore] # installed by hand

TESTS = Path(__file__).parents[1]
sys.path.insert(0, str(TESTS))

with atheris.instrument_imports(include=["briefcli", "yaml"]):
    from properties.reader import check_reading


def main() -> None:
    """Fuzz until a fault, or until the time is up that was given."""
    folders = [argument for argument in sys.argv[1:] if not argument.startswith("-")]
    with tempfile.TemporaryDirectory() as snapshot:
        seeds = [str(TESTS / "dossiers" / kind) for kind in ("good", "bad")]
        options = ["-timeout=10", "-max_len=20000", f"-artifact_prefix={tempfile.gettempdir()}/"]
        atheris.Setup(
            [*sys.argv[:1], *options, *sys.argv[1:], *([] if folders else [snapshot]), *seeds], check_reading
        )
        atheris.Fuzz()


if __name__ == "__main__":
    main()
