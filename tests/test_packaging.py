"""The program as it is installed: from a wheel, an sdist, an editable install and a checkout."""

from __future__ import annotations

import subprocess
import sys
import tarfile
import venv
from pathlib import Path

import pytest

from briefcli.shelf.shelves import bundled_folder
from samples import ALL_BUNDLED

ROOT = Path(__file__).parents[1]
#: Where a package has the scripts, so that the shells find them without a step of the user.
COMPLETIONS = {
    "bash": "share/bash-completion/completions/brief",
    "fish": "share/fish/vendor_completions.d/brief.fish",
    "zsh": "share/zsh/site-functions/_brief",
}


def test_in_a_checkout_the_dossiers_are_those_of_the_checkout() -> None:
    """An edit of a dossier is seen at once."""
    assert bundled_folder() == ROOT / "data"


@pytest.mark.slow
def test_a_wheel_carries_its_dossiers(tmp_path: Path) -> None:
    """A wheel, built from the sdist and installed anew, runs in any folder."""
    venv.create(tmp_path / "fresh")
    python = tmp_path / "fresh" / "bin" / "python"

    def run(*command: str) -> str:
        done = subprocess.run(command, capture_output=True, check=True, cwd=tmp_path, text=True)
        return done.stdout

    run(sys.executable, "-m", "build", "-o", str(tmp_path), str(ROOT))
    with tarfile.open(next(tmp_path.glob("*.tar.gz"))) as sdist:
        packed = {name.partition("/")[2] for name in sdist.getnames()}
    tracked = subprocess.run(["git", "ls-files"], capture_output=True, check=False, cwd=ROOT, text=True).stdout
    assert set(tracked.splitlines()) <= packed  # so that its tests find what those of a checkout find
    (wheel,) = tmp_path.glob("*.whl")
    run(sys.executable, "-m", "pip", "--python", str(python), "install", "-q", str(wheel))
    brief = str(python.with_name("brief"))
    for command in ("stances", "report"):
        arguments = (command, "-d", "japan-visit")
        assert run(brief, *arguments) == run(sys.executable, "-m", "briefcli", *arguments)
    assert run(brief, "dossiers", "--columns", "id") == ALL_BUNDLED
    assert run(brief, "new", "mine.yaml") == ""
    assert (tmp_path / "fresh/share/man/man1/brief.1").read_text(encoding="utf-8").startswith(".TH BRIEF 1")
    for shell, place in COMPLETIONS.items():
        assert (tmp_path / "fresh" / place).read_text(encoding="utf-8") == run(brief, "completion", shell)
    assert run(brief, "completion", "powershell").startswith("# Completion of brief")
    assert {file.name for file in tmp_path.glob("fresh/**/briefcli-*/licenses/*")} == {"LICENSE", "NOTICE.md"}
