"""The topics of `brief help` that are not commands; the page for man has the first two, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.render.form import Form

EXIT_CODES = (
    ("0", "Success, even if nothing matches."),
    ("1", "check, diff, merge or a command with --exit-code found something, or a change cannot be written."),
    ("2", "Wrong usage, or the output cannot be written."),
    ("3", "A dossier cannot be read."),
    ("130, 143", "Interrupted by Ctrl-C, or ended by SIGTERM."),
)
ENVIRONMENT = (
    (
        "BRIEF_DOSSIER",
        "The dossier to use if -d is not given. The overview and the commands dossiers and check always use all.",
    ),
    ("BRIEF_TODAY", "The date to use as today, such as 2026-03-01."),
    ("BRIEF_PATH", "Folders of dossiers to search before your own, separated as in PATH."),
    ("BRIEF_CACHE", "Set it to off to turn off the cache of compiled dossiers."),
    ("PAGER", "The program that shows output longer than the screen; leave it empty for none."),
    ("NO_COLOR", "Set it to any value to turn colours off."),
    ("FORCE_COLOR", "Set it to any value to turn colours on, even in a pipe."),
    ("COLUMNS", "The width of tables and help."),
)
TOPICS = ("environment", "exit-codes", "formats")


def topic_lines(topic: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a topic: each with the indent of its rest, if it is broken."""
    for heading, rows in _sections(topic):
        width = max(len(name) for name, _ in rows)
        yield f"{heading}:", ""
        for name, meaning in rows:
            yield f"  {name:<{width}}  {meaning}", " " * (width + 4)


def _sections(topic: str) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    if topic == "environment":
        return [("Environment", ENVIRONMENT)]
    if topic == "exit-codes":
        return [("Exit codes", EXIT_CODES)]
    from briefcli.export import EXPORT_FORMS  # noqa: PLC0415 - a start needs none
    from briefcli.render import FORMS  # noqa: PLC0415 - likewise

    tables = (("Formats of -f, with the extensions of -o", FORMS), ("Formats of export", EXPORT_FORMS))
    return [(heading, [_row(form) for form in forms]) for heading, forms in tables]


def _row(form: Form) -> tuple[str, str]:
    return f"{form.name:<11}  {', '.join(form.suffixes) or ('folder/' if form.within else '')}", form.meaning
