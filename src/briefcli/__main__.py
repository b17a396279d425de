"""`python -m briefcli` and the `brief` command."""

import gc
import os
import signal
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sys import UnraisableHookArgs

# The exit codes for a signal, as a shell shows them.
_SIGNALS = {128 + number: number for number in (signal.SIGINT, signal.SIGTERM)}


def main() -> None:
    """Run `brief` and leave with its exit code; a signal ends it without a word and without leftovers."""
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:  # and not ignored by whoever started it
        signal.signal(signal.SIGTERM, lambda number, _: sys.exit(128 + number))
    sys.unraisablehook = _unraisable
    gc.disable()  # a run is short, and its records have no cycles
    try:
        from briefcli.cli.app import run  # noqa: PLC0415 - most of the time passes here, and may be interrupted

        code = run()
    except KeyboardInterrupt:
        code = 128 + signal.SIGINT
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    _end(code)


def _unraisable(failure: "UnraisableHookArgs") -> None:
    """End by a signal that came where Python ignores exceptions, such as in a destructor."""
    if isinstance(failure.exc_value, KeyboardInterrupt):
        _end(128 + signal.SIGINT)
    if isinstance(failure.exc_value, SystemExit):
        _end(128 + signal.SIGTERM)
    sys.__unraisablehook__(failure)


def _end(code: int) -> None:
    """End the process with an exit code, or by the signal of which it is the code."""
    if code in _SIGNALS and os.name == "posix":
        # A shell ends its loop only if the process has died of the signal.
        signal.signal(_SIGNALS[code], signal.SIG_DFL)
        os.kill(os.getpid(), _SIGNALS[code])
    # Python would spend a sixth of the run on taking down what the system frees at once.
    os._exit(code)


if __name__ == "__main__":
    main()
