"""Rules that a dossier must keep, and the problems that are found where it does not."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import NamedTuple, TypeAlias

from msgspec import Struct

#: A place in a tree: keys and list indexes from the root.
TreePath: TypeAlias = "tuple[str | int, ...]"

#: The length of a text in a message: that of a label.
_MAX_QUOTE_LENGTH = 60
#: The highest number of problems reported for a dossier.
MAX_PROBLEMS = 10_000


class Severity(StrEnum):
    """How much a problem matters: errors stop reading, warnings count with `--strict`, notices never."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


_ERROR, _WARNING, _NOTICE = Severity


class _Rule(NamedTuple):
    """The texts of a rule; the remedy is for problems that do not have one.

    `needs` are parts of a dossier without which the rule would be wrong, so that it is silent where one is missing
    or faulty: a path, with `*` for any index or key; a key of the record at hand, such as `.follow_up`; or `*`
    alone, all of the dossier. A rule that `compares` the records of a list is silent where any of them is faulty.
    """

    slug: str
    severity: Severity
    remedy: str
    needs: tuple[str, ...] = ()
    compares: bool = False


class Rule(_Rule, Enum):
    """The rules of `brief check`."""

    MERGE = (
        "merge-conflict",
        _ERROR,
        "keep one of the two sides, or both, and remove the lines of <<<<<<<, ======= and >>>>>>>",
    )
    SYNTAX = ("yaml-syntax", _ERROR, "correct the YAML here")
    DUPLICATE_KEY = ("duplicate-key", _ERROR, "keep one of the two")
    ALIAS = ("alias", _ERROR, "write the value out where it is needed")
    TAG = ("tag", _ERROR, "remove the tag; the key decides the type")
    DEPTH = ("too-deep", _ERROR, "close the brackets; a dossier needs at most six levels")
    DOCUMENTS = ("several-documents", _ERROR, "put the second document into a separate file")
    ENCODING = ("not-utf-8", _ERROR, "save the file as UTF-8")
    EMPTY = ("empty", _ERROR, "start from `brief new`")
    SIZE = ("too-large", _ERROR, "split the dossier into several dossiers")
    CHARACTER = ("unsafe-character", _ERROR, "remove the character")
    UNSEEN = ("unseen-character", _WARNING, "replace it with a space, or remove it")
    DECOMPOSED = ("decomposed-text", _NOTICE, "write each letter with its accent as one character, as NFC does")
    CUT = ("cut-text", _WARNING, "put the text in quotes, or put two spaces before the comment")
    FORMAT = ("later-format", _ERROR, "install a newer version of brief")
    UNKNOWN_KEY = ("unknown-key", _ERROR, "remove the key")
    MISSING_KEY = ("missing-key", _ERROR, "add the key")
    TYPE = ("wrong-type", _ERROR, "write the expected form")
    VALUE = ("wrong-value", _ERROR, "correct the value")
    DATE = ("bad-date", _ERROR, "write YYYY, YYYY-MM or YYYY-MM-DD")
    URL = ("bad-url", _ERROR, "write an address that begins with http:// or https://, or leave it out")
    LENGTH = ("label-too-long", _ERROR, "shorten it; detail belongs in a summary or a note")
    DUPLICATE_ID = ("duplicate-id", _ERROR, "give each a different id")
    DUPLICATE_ITEM = ("duplicate-item", _WARNING, "keep one of the two")
    DUPLICATE_RECORD = _Rule(
        "duplicate-record", _ERROR, "keep one record with the evidence of both", compares=True
    )
    NO_COPY = (
        "no-copy",
        _WARNING,
        "write the address of one copy, which contains 14 digits for its day and time, or leave it out",
    )
    SAME_ADDRESS = ("same-address", _WARNING, "keep one source, and add a locator to the evidence")
    COUNTRY = _Rule(
        "unknown-country",
        _ERROR,
        "write a name or an ISO 3166 code, or define it under countries",
        needs=("countries.*.*.*",),
    )
    SOURCE = _Rule("unknown-source", _ERROR, "define it under sources", needs=("sources.*.id",))
    CONCERN = _Rule("unknown-concern", _ERROR, "define it under terms: concerns", needs=("terms.concerns",))
    LEVEL = _Rule("unknown-level", _ERROR, "define it under levels", needs=("levels.*.id",))
    SECTOR = _Rule("unknown-sector", _ERROR, "define it under terms: sectors", needs=("terms.sectors",))
    ATTRIBUTE = _Rule("unknown-attribute", _ERROR, "define it under attributes", needs=("attributes.*",))
    ATTRIBUTE_VALUE = _Rule(
        "unknown-value", _ERROR, "define it under the values of the attribute", needs=("attributes.*",)
    )
    NO_EVIDENCE = ("no-evidence", _ERROR, "name at least one source, or remove the record")
    AFTER_AS_OF = _Rule(
        "date-after-as-of",
        _ERROR,
        "correct the date, or review the dossier and run brief review -d DOSSIER --through DATE --write",
        needs=("as_of", ".follow_up"),
    )
    FOLLOW_UP = _Rule("follow-up-not-later", _ERROR, "remove follow_up", needs=("as_of", ".follow_up"))
    ORDER = _Rule(
        "dates-out-of-order", _ERROR, "correct one of the two dates", needs=(".since", ".stages", ".date")
    )
    SAME_DATE = _Rule("stances-on-one-date", _ERROR, "keep one, or correct one of the dates", compares=True)
    ENDED_LATE = _Rule(
        "ended-after-next-stance", _ERROR, "correct one of the two dates, or leave ended out", compares=True
    )
    NEVER_HELD = _Rule("ended-before-it-began", _WARNING, "write a more exact end date", needs=(".since",))
    SUPERSEDED = _Rule(
        "superseded-before-it-began", _WARNING, "write a more exact date for the earlier stance", compares=True
    )
    OVERLAP = _Rule(
        "overlapping-facts",
        _ERROR,
        "give the earlier fact since and ended, or correct the dates",
        needs=("sources.*.*",),
        compares=True,
    )
    VOTES_TWICE = _Rule("country-votes-twice", _ERROR, "keep the country in one list", needs=("countries.*.*.*",))
    ROLL_CALL = _Rule(
        "wrong-roll-call",
        _ERROR,
        "correct the lists or the totals",
        needs=(".roll_call", ".totals", ".in_favour", ".against", ".abstained", ".absent"),
    )
    LONG_BOTTOM_LINE = ("long-bottom-line", _WARNING, "write two or three sentences of at most 30 words each")
    LONG_SUMMARY = ("long-summary", _NOTICE, "keep to a few sentences, and add records for the rest")
    TEMPLATE = ("template-text", _NOTICE, "write your own")
    TWO_STAGES = _Rule(
        "stage-beside-stages",
        _ERROR,
        "remove it, or add the stage to stages",
        needs=(".stages", ".stage", ".since"),
    )
    SPLIT = _Rule("split-cooperation", _WARNING, "keep one record and list its stages under stages", compares=True)
    UNDATED = _Rule(
        "undated-record",
        _NOTICE,
        "add since (a year is enough), or the date of a source",
        needs=("sources.*.*", ".since", ".stages", ".evidence"),
    )
    FUTURE = ("date-in-the-future", _WARNING, "correct the date")
    TWO_MINDS = _Rule(
        "supports-and-contradicts", _ERROR, "keep one verdict, or write partly with a note", needs=(".evidence",)
    )
    UNEXPLAINED = ("unexplained-contradiction", _WARNING, "add a note on what the source reports instead")
    UNSUPPORTED = ("unsupported-claim", _WARNING, "name the source that makes the claim")
    CONFIRMED_ALONE = _Rule(
        "confirmed-by-one",
        _WARNING,
        "name a source of another publisher, or write credibility 2",
        needs=("sources.*.*", ".evidence"),
    )
    CONFIRMED_DISPUTED = _Rule(
        "confirmed-although-disputed",
        _WARNING,
        "write a lower credibility, or the verdict partly if the source does not contradict the claim itself",
        needs=(".evidence",),
    )
    NO_GRADE = _Rule(
        "no-grade", _WARNING, "add the kind under grades, or give the source its reliability", needs=("grades.*",)
    )
    FORMULA = ("formula", _WARNING, "begin the text with a word, or write tables with --spreadsheet-safe")
    UNUSED_SOURCE = _Rule("unused-source", _WARNING, "cite the source or remove it", needs=("*",))
    UNUSED_CONCERN = _Rule("unused-concern", _WARNING, "remove it from terms: concerns", needs=("*",))
    UNUSED_SECTOR = _Rule("unused-sector", _WARNING, "remove it from terms: sectors", needs=("*",))
    UNUSED_ATTRIBUTE = _Rule("unused-attribute", _WARNING, "remove it from attributes", needs=("*",))
    UNUSED_LEVEL = _Rule(
        "unused-level", _NOTICE, "keep it if the empty level is informative; otherwise remove it", needs=("*",)
    )
    MANY_LEVELS = ("many-levels", _WARNING, "join levels that readers need not tell apart")
    NOT_YET_USED = _Rule("not-yet-used", _NOTICE, "add records that use them", needs=("*",))
    ANOTHER_COUNTRY = ("code-of-another-country", _WARNING, "choose another code")
    EXCEEDED = _Rule(
        "official-count-exceeded", _WARNING, "correct the count, its date or the stances", needs=("*",)
    )
    INCOMPLETE = _Rule("coverage-incomplete", _WARNING, "add the stances, or write complete: false", needs=("*",))
    FIRST_LASTING = _Rule(
        "first-stance-lasting", _NOTICE, "add the earlier steps that a source reports", needs=("*",)
    )
    UNREAD = ("unread-file", _WARNING, "name it *.yaml and put it beside dossier.yaml, or remove it")
    STALE = _Rule(
        "stale-evidence",
        _ERROR,
        "search for newer sources; add them, or set reviewed to a later day",
        needs=("*",),
    )
    MANY = ("too-many-problems", _WARNING, "correct these and check again")


def shortened(text: str) -> str:
    """Return a text, or its beginning where it is longer than a label may be."""
    return text if len(text) <= _MAX_QUOTE_LENGTH else f"{text[:_MAX_QUOTE_LENGTH]}…"


def quoted(text: str) -> str:
    """Return a text as a message quotes it: in one line, and cut where it is long."""
    return repr(shortened(text))


class Finding(NamedTuple):
    """A broken rule at a place in a tree, before anybody has looked up where in the file that is.

    `first` is the place of another part that the message speaks of.
    """

    rule: Rule
    path: TreePath
    message: str
    remedy: str | None = None
    on_key: bool = False
    first: TreePath | None = None


class Problem(Struct, frozen=True):
    """One broken rule at one place, with the id of the record there, if any; lines and columns count from 1."""

    rule: Rule
    message: str
    remedy: str
    file: str
    line: int = 1
    column: int = 1
    id: str = ""

    def __str__(self) -> str:
        mark = "" if self.rule.severity is Severity.ERROR else f" [{self.rule.severity}]"
        # A line that begins with one of these may be a command to what runs a check, such as GitHub's runner.
        file = f"./{self.file}" if self.file.startswith((":", "#")) else self.file
        return f"{file}:{self.line}:{self.column}: {self.rule.slug}: {self.message}; {self.remedy}{mark}"
