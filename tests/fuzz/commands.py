"""Try hostile cases over all commands and formats: `python tests/fuzz/commands.py --cases 100000 --seed 1 --jobs 2`.

A case has arguments, files, variables and streams, drawn from what the program declares: its commands, options, kinds
of records, formats and schema. Most cases run in one process, which is replaced after some hundreds of them. A few
run as processes of their own, with terminals, signals and closed or full streams. No case has a network.

A finding is an exception, an exit code that is not documented, a run of more than 10 seconds of processor time, of
more than 30 seconds in all or of more than 1 GiB, or a file that is not the program's own and was changed, removed or
left behind. Each is tried again alone, made smaller and saved in a folder, in which `finding.txt` contains the command
line. `--again FOLDER/case.json` runs it again.

Cases write into a folder in memory, if there is /dev/shm. Do not run it as root, who can write any file.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import json
import os
import pkgutil
import re
import resource
import shlex
import sys
import tempfile
import time
import traceback
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
import typer.main
from msgspec import structs

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import briefcli
from briefcli.cli import app
from briefcli.reading import files
from fuzz.cases import Case, case_of, words_of_dossiers
from fuzz.judging import try_case
from fuzz.material import FROZEN
from fuzz.sandbox import MAX_WAIT, RAISED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

ROOT = Path(__file__).resolve().parents[2]
#: How many cases a process runs.
_CHUNK = 250
#: How many smaller cases are tried for a finding.
_TRIES = 200
#: How many bytes of addresses a process may have, to protect the machine.
_ADDRESSES = 6 * 2**30
_FORK: Any = get_context("fork")  # so that what is imported is shared


def main() -> None:
    """Try the cases, and end with 1 if anything is found."""
    asked = _parser().parse_args()
    _prepare()
    memory = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - of which the folder is a new one
    with tempfile.TemporaryDirectory(prefix="brief-fuzz-", dir=memory) as name:
        folder = Path(name)
        if asked.again:
            code, wrong = _alone(msgspec.convert(json.loads(asked.again.read_text()), Case), folder)
            print(f"exit code {code}", *wrong, sep="\n")  # noqa: T201
            sys.exit(bool(wrong))
        begun, codes, found = time.monotonic(), Counter[str](), 0
        numbers = range(asked.first, asked.first + asked.cases)
        chunks = [numbers[start : start + _CHUNK] for start in range(0, asked.cases, _CHUNK)]
        with ProcessPoolExecutor(asked.jobs, _FORK) as pool:
            for some, findings in pool.map(partial(_chunk, asked.seed, folder, asked.findings), chunks):
                codes += some
                found += len(findings)
                if codes.total() % (40 * _CHUNK) == 0:
                    print(f"{codes.total()} cases, {found} findings", flush=True)  # noqa: T201
                for finding in findings:
                    print(finding, flush=True)  # noqa: T201
        seconds = time.monotonic() - begun
    ends = ", ".join(f"{code}: {count}" for code, count in sorted(codes.items()))
    print(f"{codes.total()} cases in {seconds:.0f} s, {found} findings; cases by exit code: {ends}")  # noqa: T201
    sys.exit(bool(found))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition(":")[0])
    parser.add_argument("--cases", type=int, default=1000, help="how many")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other cases")
    parser.add_argument("--first", type=int, default=0, help="the number of the first case")
    parser.add_argument("--jobs", type=int, default=1, help="how many processes")
    parser.add_argument("--findings", type=Path, default=Path("findings"), help="the folder for findings")
    parser.add_argument("--again", type=Path, metavar="CASE.JSON", help="run the case of a finding alone")
    return parser


def _prepare() -> None:
    """Import the whole program, make its commands and collect its words, so that no case has to."""
    os.environ.update(BRIEF_DOSSIER=str(FROZEN), BRIEF_CACHE="off", XDG_DATA_HOME=os.devnull, BRIEF_PATH="")
    for module in pkgutil.walk_packages(briefcli.__path__, "briefcli."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    words_of_dossiers()
    app.app = typer.main.get_command(app.app)  # type: ignore[assignment] # otherwise made anew for each case
    files.MAX_WAIT = 1  # seconds, for a pipe that nobody writes to


def _chunk(seed: int, folder: Path, findings: Path, numbers: Sequence[int]) -> tuple[Counter[str], list[str]]:
    """Try some cases; return how many ended with each exit code, and the findings, which are saved."""
    place = folder / str(os.getpid())
    place.mkdir(exist_ok=True)
    before = _outside()
    codes: Counter[str] = Counter()
    found: list[str] = []
    draw = partial(case_of, seed)
    for number, (code, wrong) in zip(numbers, _tried(draw, numbers, place), strict=True):
        codes[str(code)] += 1
        if wrong and (text := _finding(draw(number), wrong, place, findings)):
            found.append(f"case {number} of seed {seed}: {text}")
    changed = {path for path, _ in before.items() ^ _outside().items()}
    found += [f"cases {numbers[0]} to {numbers[-1]}: {path} changed" for path in sorted(changed)]
    return codes, found


def _tried(draw: Callable[[int], Case], numbers: Sequence[int], folder: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the exit code and the faults of each case; a case that hangs or kills its process ends only itself."""
    done = 0
    while done < len(numbers):
        ours, theirs = _FORK.Pipe(duplex=False)
        process = _FORK.Process(target=_work, args=(theirs, draw, numbers[done:], folder))
        process.start()
        theirs.close()
        works = True
        while works and done < len(numbers):
            works, outcome = _received(ours)
            done += 1
            yield outcome
        process.kill()
        process.join()


def _received(results: Any) -> tuple[bool, tuple[int, list[str]]]:
    """Return whether the process still works, and its result for a case."""
    if not results.poll(MAX_WAIT + 5):
        return False, (RAISED, ["hang: it does not end"])
    try:
        return True, results.recv()
    except EOFError:
        return False, (RAISED, ["died: the process ended"])


def _work(results: Any, draw: Callable[[int], Case], numbers: Sequence[int], folder: Path) -> None:
    """Run cases one after the other in this process."""
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
    _allow_no_network()
    for number in numbers:
        try:
            outcome = try_case(draw(number), folder)
        except Exception:  # noqa: BLE001 - a fault of this script is shown like one of the program
            outcome = RAISED, [f"script: {traceback.format_exc()}"]
        results.send(outcome)


def _allow_no_network() -> None:
    """Refuse all connections: as a system without a network for `links --online`, otherwise as a fault."""
    refused = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto", "socket.bind"}

    def hook(event: str, _: tuple[object, ...]) -> None:
        if event in refused:
            raise OSError("there is no network") if "--online" in sys.argv else AssertionError(event)

    sys.addaudithook(hook)


def _alone(case: Case, folder: Path) -> tuple[int, list[str]]:
    """Run a case in a process that has run no other one."""
    place = folder / "alone"
    place.mkdir(exist_ok=True)
    (outcome,) = _tried(lambda _: case, [0], place)
    return outcome


def _finding(case: Case, wrong: Sequence[str], folder: Path, findings: Path) -> str:
    """Return what to print about a finding, after saving the smallest case like it; nothing if it is noise."""
    _, again = _alone(case, folder)
    sign = _sign(wrong[0])
    if sign not in map(_sign, again):
        return "" if wrong[0].startswith("hang") else f"only after other cases: {wrong[0]}"
    place = findings / hashlib.sha256(f"{sign} {case.command()}".encode(errors="backslashreplace")).hexdigest()[:8]
    try:
        place.mkdir(parents=True)
    except FileExistsError:
        return f"as in {place}"
    tries = 3 if sign.startswith("hang") else _TRIES
    case, wrong = _smallest(case, list(again), sign, folder, tries)
    variables = [f"{name}={value}" for name, value in case.environment.items()]
    line = shlex.join([*variables, "brief", *case.arguments])
    text = "\n".join(
        [f"{line}  {case.process}".rstrip(), *wrong, f"again: {sys.argv[0]} --again {place}/case.json"]
    )
    (place / "case.json").write_text(json.dumps(msgspec.to_builtins(case)), encoding="utf-8")  # also surrogates
    (place / "finding.txt").write_text(f"{text}\n", encoding="utf-8", errors="backslashreplace")
    for name, data in case.files.items():
        file = place / "files" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return f"{place}: {text}".encode(errors="backslashreplace").decode()


def _sign(fault: str) -> str:
    """Return what faults of one cause have in common: of an exception its type and the line of the program."""
    first, _, rest = fault.partition("\n")
    lines = re.findall(r"briefcli/(\S+\", line \d+)", rest)
    raised = rest.strip().rpartition("\n")[2].partition(":")[0] if lines else ""
    return f"{first} {lines[-1:]} {raised}"


def _smallest(case: Case, wrong: list[str], sign: str, folder: Path, tries: int) -> tuple[Case, list[str]]:
    """Return a case that is as small as could be made with the same fault, and its faults."""
    candidates = _smaller(case)
    for _ in range(tries):
        candidate = next(candidates, None)
        if candidate is None:
            break
        _, found = _alone(candidate, folder)
        if sign in map(_sign, found):
            case, wrong = candidate, found
            candidates = _smaller(case)
    return case, wrong


def _smaller(case: Case) -> Iterator[Case]:
    """Yield cases without a file, a variable, an argument, a part of a file or a process of their own."""
    if case.process:
        yield structs.replace(case, process="")
    for name in case.files:
        yield structs.replace(case, files={key: data for key, data in case.files.items() if key != name})
    for name in case.environment:
        others = {key: value for key, value in case.environment.items() if key != name}
        yield structs.replace(case, environment=others)
    for index in range(len(case.arguments)):
        yield structs.replace(case, arguments=case.arguments[:index] + case.arguments[index + 1 :])
    for data in _shorter(case.stdin):
        yield structs.replace(case, stdin=data)
    for name, data in case.files.items():
        for shorter in _shorter(data):
            yield structs.replace(case, files={**case.files, name: shorter})


def _shorter(data: bytes) -> Iterator[bytes]:
    """Yield bytes without some of their lines: halves, then quarters, and so on."""
    lines = data.splitlines(keepends=True)
    size = len(lines)
    while size := size // 2:
        for start in range(0, len(lines), size):
            yield b"".join(lines[:start] + lines[start + size :])


def _outside() -> dict[str, tuple[int, int]]:
    """Return the size and time of files outside of the sandbox that a case could reach by mistake."""
    found = [path for folder in ("src", "data") for path in (ROOT / folder).rglob("*")]
    found += [Path.home() / name for name in (".bashrc", ".zshrc", ".zfunc/_brief", ".bash_completions/brief.sh")]
    states = {str(path): path.stat() for path in found if path.is_file() and path.suffix != ".pyc"}
    return {path: (state.st_size, state.st_mtime_ns) for path, state in states.items()}


if __name__ == "__main__":
    main()
