"""The merge driver for git: brief merge."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from briefcli.cli.streams import confirm, inform
from briefcli.cli.writing import write_file
from briefcli.edit.merge import CannotMergeError, OtherFileError, merged
from briefcli.errors import UsageError
from briefcli.reading.files import read_bytes

#: The line that gives the files of dossiers to the driver.
ATTRIBUTES = "*.yaml merge=brief\n"
#: If the program is missing or killed, git's own merge of texts follows: without marks, their side would be lost.
_DRIVER = (
    "{brief} merge %O %A %B %L %P; r=$?; test $r = 0 || grep -q '^<<<<<<<' %A || "
    "git merge-file --marker-size=%L -L ours -L base -L theirs %A %O %B; test $r = 0"
)


def merge(
    base: Annotated[
        str | None, typer.Argument(metavar="BASE", help="The common ancestor of both versions.")
    ] = None,
    ours: Annotated[
        str | None, typer.Argument(metavar="OURS", help="Our version, which the result replaces.")
    ] = None,
    theirs: Annotated[str | None, typer.Argument(metavar="THEIRS", help="Their version.")] = None,
    size: Annotated[int, typer.Argument(metavar="SIZE", help="Length of the conflict markers.")] = 7,
    path: Annotated[str, typer.Argument(metavar="PATH", help="File name to show in messages.")] = "",
    *,
    install: Annotated[
        bool, typer.Option("--install", help="Set git up to merge the dossiers of this repository in this way.")
    ] = False,
) -> None:
    """Merge two versions of a file of a dossier record by record, as git's merge driver or by hand.

    Examples:
        brief merge --install
        brief merge base.yaml ours.yaml theirs.yaml
    """
    if install:
        _install()
        return
    if base is None or ours is None or theirs is None:
        msg = "name BASE, OURS and THEIRS, or write brief merge --install"
        raise UsageError(msg)
    raise typer.Exit(_merge(Path(base), Path(ours), Path(theirs), size, path or ours))


def _merge(base: Path, ours: Path, theirs: Path, size: int, name: str) -> int:
    """Write the merged file over our version, and return 1 if it has conflicts."""
    data = [read_bytes(path) for path in (base, ours, theirs)]
    try:
        old, our, their = (text.decode("utf-8-sig") for text in data)
        done = merged(old, our, their, size)
    except OtherFileError:
        return _merge_texts(base, ours, theirs, size)
    except (CannotMergeError, UnicodeDecodeError) as error:
        inform(f"{name}: cannot be merged by records ({error}); git's merge of the text is in the file.")
        _merge_texts(base, ours, theirs, size)
        return 1
    bom = b"\xef\xbb\xbf"
    write_file(ours, bom * data[1].startswith(bom) + done.text.encode())
    for conflict in done.conflicts:
        inform(f"{name}: conflict: {conflict}")
    if done.joined:
        inform(f"{name}: joined the edits of both sides: {'; '.join(done.joined)}")
    return int(bool(done.conflicts))


def _merge_texts(base: Path, ours: Path, theirs: Path, size: int) -> int:
    """Merge the lines of three texts as git does, and return 1 if there are conflicts or there is no git."""
    labels = ["-L", "ours", "-L", "base", "-L", "theirs"]
    command = ["git", "merge-file", f"--marker-size={size}", *labels, *map(str, (ours, base, theirs))]
    code = subprocess.run(command, check=False).returncode if shutil.which("git") else -1  # noqa: S603 - no shell
    if 0 <= code < 128:
        return int(code > 0)
    begin, middle, end = (sign * size for sign in "<=>")
    texts = [path.read_bytes() for path in (ours, theirs)]
    our, their = (text if text.endswith(b"\n") or not text else text + b"\n" for text in texts)
    write_file(
        ours, f"{begin} ours\n".encode() + our + f"{middle}\n".encode() + their + f"{end} theirs\n".encode()
    )
    return 1


def _install() -> None:
    """Set up git in the present repository: the driver in its configuration, and the attribute of the files."""
    brief = "brief" if shutil.which("brief") else f"{shlex.quote(sys.executable)} -m briefcli"
    settings = {
        "merge.brief.name": "brief merge, record by record",
        "merge.brief.driver": _DRIVER.format(brief=brief),
        "merge.brief.recursive": "binary",
    }
    for key, value in settings.items():
        _git("config", key, value)
    attributes = Path(".gitattributes")
    is_set = _git("check-attr", "merge", "dossier.yaml").endswith(": brief")
    if not is_set:
        old = attributes.read_text(encoding="utf-8") if attributes.exists() else ""
        write_file(attributes, old + "\n" * bool(old and not old.endswith("\n")) + ATTRIBUTES)
    beside = "" if is_set else f"; wrote {attributes.absolute()}, which belongs into the repository"
    confirm(f"Set up the merge driver in {_git('rev-parse', '--show-toplevel')}{beside}.")


def _git(*arguments: str) -> str:
    """Run git and return what it prints.

    Raises:
        UsageError: there is no git, or no repository.
    """
    try:
        command = ["git", *arguments]
        done = subprocess.run(command, capture_output=True, check=True, text=True)  # noqa: S603 - no shell
    except FileNotFoundError as error:
        msg = "git is not installed"
        raise UsageError(msg) from error
    except subprocess.CalledProcessError as error:
        msg = error.stderr.strip().removeprefix("fatal: ")
        raise UsageError(msg) from error
    return done.stdout.strip()
