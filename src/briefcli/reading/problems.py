"""Rules that a dossier must keep, and the problems that are found where it does not."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple, TypeAlias

from msgspec import Struct

#: Where something stands in a tree: keys and list indexes from the root.
TreePath: TypeAlias = "tuple[str | int, ...]"


class Severity(StrEnum):
    """How much a problem matters: errors stop reading, warnings count with `--strict`, notices never."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


class Rule(Enum):
    """A rule: its slug, its severity, and the remedy where a problem has none of its own."""

    SYNTAX = ("yaml-syntax", Severity.ERROR, "correct the YAML here")
    DUPLICATE_KEY = ("duplicate-key", Severity.ERROR, "keep one of the two")
    ALIAS = ("alias", Severity.ERROR, "write the value out where it is needed")
    TAG = ("tag", Severity.ERROR, "remove the tag; the key decides the type")
    DEPTH = ("too-deep", Severity.ERROR, "a dossier needs no more than six levels")
    DOCUMENTS = ("several-documents", Severity.ERROR, "put the second document into a file of its own")
    ENCODING = ("not-utf-8", Severity.ERROR, "save the file as UTF-8")
    EMPTY = ("empty", Severity.ERROR, "start from `brief new`")
    SIZE = ("too-large", Severity.ERROR, "split the dossier into several")
    CHARACTER = ("unsafe-character", Severity.ERROR, "remove the character")
    UNKNOWN_KEY = ("unknown-key", Severity.ERROR, "remove the key")
    MISSING_KEY = ("missing-key", Severity.ERROR, "add the key")
    TYPE = ("wrong-type", Severity.ERROR, "write the value in the form that is expected")
    VALUE = ("wrong-value", Severity.ERROR, "correct the value")
    DATE = ("bad-date", Severity.ERROR, "write YYYY, YYYY-MM or YYYY-MM-DD")
    URL = ("bad-url", Severity.ERROR, "write an address that begins with http:// or https://, or leave url out")
    LENGTH = ("label-too-long", Severity.ERROR, "shorten it; detail belongs in a summary or a note")
    DUPLICATE_ID = ("duplicate-id", Severity.ERROR, "give each its own id")
    DUPLICATE_ITEM = ("duplicate-item", Severity.WARNING, "keep one of the two")
    DUPLICATE_RECORD = ("duplicate-record", Severity.ERROR, "keep one and join the evidence")
    COUNTRY = ("unknown-country", Severity.ERROR, "write a name or an ISO 3166 code, or define it under countries")
    SOURCE = ("unknown-source", Severity.ERROR, "define it under sources")
    CONCERN = ("unknown-concern", Severity.ERROR, "define it under terms: concerns")
    LEVEL = ("unknown-level", Severity.ERROR, "define it under levels")
    SECTOR = ("unknown-sector", Severity.ERROR, "define it under terms: sectors")
    NO_EVIDENCE = ("no-evidence", Severity.ERROR, "name at least one source, or remove the record")
    AFTER_AS_OF = ("date-after-as-of", Severity.ERROR, "correct the date, or review the dossier and move as_of")
    FOLLOW_UP = ("follow-up-not-later", Severity.ERROR, "remove follow_up")
    SAME_DATE = ("stances-on-one-date", Severity.ERROR, "keep one, or date them apart")
    SUPERSEDED = ("superseded-before-it-began", Severity.WARNING, "date the earlier stance more exactly")
    UNEXPLAINED = (
        "unexplained-contradiction",
        Severity.WARNING,
        "add a note that says what the source says instead",
    )
    UNSUPPORTED = ("unsupported-claim", Severity.WARNING, "name the source that makes the claim")
    NO_GRADE = ("no-grade", Severity.WARNING, "add the kind under grades, or give the source its reliability")
    FORMULA = ("formula", Severity.WARNING, "begin it with a word, or write tables with --spreadsheet-safe")
    UNUSED_SOURCE = ("unused-source", Severity.WARNING, "cite the source or remove it")
    UNUSED_CONCERN = ("unused-concern", Severity.WARNING, "remove it from terms: concerns")
    UNUSED_SECTOR = ("unused-sector", Severity.WARNING, "remove it from terms: sectors")
    UNUSED_LEVEL = (
        "unused-level",
        Severity.NOTICE,
        "keep it if it says something that nobody stands there",
    )
    STALE = ("stale-evidence", Severity.ERROR, "look for newer evidence and review the dossier")

    def __init__(self, slug: str, severity: Severity, remedy: str) -> None:
        self.slug = slug
        self.severity = severity
        self.remedy = remedy


class Finding(NamedTuple):
    """A broken rule at a place in a tree, before anybody has looked up where in the file that is."""

    rule: Rule
    path: TreePath
    message: str
    remedy: str | None = None
    on_key: bool = False


class Problem(Struct, frozen=True):
    """One broken rule at one place; lines and columns count from 1."""

    rule: Rule
    message: str
    remedy: str
    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        mark = "" if self.rule.severity is Severity.ERROR else f" [{self.rule.severity}]"
        return f"{self.file}:{self.line}:{self.column}: {self.rule.slug}: {self.message}; {self.remedy}{mark}"
