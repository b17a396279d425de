"""`python -m briefcli` and the `brief` command."""

import gc
import os
import signal
import sys

_INTERRUPTED = 128 + signal.SIGINT
_TERMINATED = 128 + signal.SIGTERM


def main() -> None:
    """Run `brief` and leave with its exit code; an interrupt ends it without a word and without leftovers."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(_TERMINATED))
    gc.disable()  # a run is short, and its records have no cycles
    try:
        from briefcli.cli.app import run  # noqa: PLC0415 - most of the time goes by here, and may be interrupted

        code = run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    # Python would spend a sixth of the run on taking down what the system frees at once.
    os._exit(code)


if __name__ == "__main__":
    main()
