"""What the cells of a table mean in a dossier: their headings as keys, their words as ids, codes and dates."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from briefcli.characters import is_formula
from briefcli.dossier.countries import suggest_countries
from briefcli.dossier.dates import is_date
from briefcli.dossier.filters import Vocabulary, labels
from briefcli.dossier.kinds import KINDS, kind_named
from briefcli.dossier.model import CREDIBILITY_WORDS, RELIABILITY_WORDS, SourceKind, Stage, TopicKind, Verdict
from briefcli.dossier.spelling import fold
from briefcli.edit.draft import keys_of
from briefcli.pages.fields import PARTNERS
from briefcli.pages.registry import LISTINGS
from briefcli.wording import unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from briefcli.edit.draft import Draft

#: The columns that stand in for another one where a table has not that.
_IN_PLACE = {
    "code": "country",
    "codes": "countries",
    "level_label": "level",
    "concern_labels": "concerns",
    "sector_label": "sector",
}
#: The keys that hold several values, which a cell parts by semicolons.
SEVERAL = {"countries", "concerns", "evidence"}
DATES = {key for kind in KINDS for key in kind.dates}
#: A source as a cell cites it: `wire`, `wire (partly)` or `wire (contradicts): What it says instead.`
_CITED = re.compile(r"(?P<source>[^\s:]+)(?: \((?P<verdict>[^()]*)\))?(?:: (?P<note>.+))?", re.DOTALL)


class Parsed(NamedTuple):
    """What a cell means: as a typed record has it, for comparing, and as it is written into a file."""

    value: Any
    written: Any


class EvidenceCell(NamedTuple):
    """A source with its verdict, and with a note where the cell has one."""

    source: str
    verdict: str
    note: str | None

    def written(self, old: Mapping[str, str] | None = None) -> str | dict[str, str]:
        """Return the piece of evidence as it is written into a file, with what an old one says beside this."""
        fields = {**(old or {}), "source": self.source, "verdict": self.verdict}
        fields |= {"note": self.note} if self.note else {}
        if self.verdict == Verdict.SUPPORTS:
            del fields["verdict"]
        order = ("source", "verdict", "note", "locator")
        return {key: fields[key] for key in order if key in fields} if len(fields) > 1 else self.source


class CellError(Exception):
    """A heading or a cell that means nothing in the dossier."""


def keys_under(kind: str, header: Sequence[str]) -> list[str | CellError | None]:
    """Return the key of each column of a table, or why it has none.

    It is None for those that a listing makes from others, such as the grade, and for its notes, which name no ids.
    """
    columns = {column.key: column.heading for column in LISTINGS[kind_named(kind).command].columns}
    own = [key for key in keys_of(kind) if key != "stages"]
    names = {fold(key): key for key in (*columns, *own)}
    names |= {fold(heading): key for key, heading in columns.items()}
    names |= {fold(f"{key} {end}"): "" for key in (*columns, *own) for end in ("first", "last")}
    names |= {fold(columns["evidence"]): "", "group": ""} if "evidence" in columns else {"group": ""}
    found = [text.strip() if text.strip() in (*columns, *own) else names.get(fold(text)) for text in header]
    for place, key in enumerate(found):
        alone = fold(header[place])  # a heading of a made column may be the key of another one
        if key not in own and alone in own and alone not in found:
            found[place] = alone
        elif key in _IN_PLACE and _IN_PLACE[key] not in found:
            found[place] = _IN_PLACE[key]
    keys: list[str | CellError | None] = []
    for place, key in enumerate(found):
        if key is None and header[place].strip():
            keys.append(CellError(str(unknown_value("column", header[place].strip(), own))))
        elif key in own and key in found[:place]:
            keys.append(CellError(f"{key!r} is a column already"))
        else:
            keys.append(key if key in {*own, "dossier"} else None)
    return keys


def parts_of(key: str, text: str) -> list[str]:
    """Return the texts that a cell holds: one, or several with semicolons between them."""
    if is_formula(text[1:]) and text.startswith("'"):  # as --spreadsheet-safe writes it
        text = text[1:]
    if key not in SEVERAL:
        return [text.strip()]
    return [] if fold(text) == fold(PARTNERS) else text.split(";")


def value_of(draft: Draft, kind: str, key: str, parts: Sequence[str]) -> Parsed:
    """Return what the texts of a cell mean under a key of a kind of record.

    Raises:
        Unclear: they mean nothing there.
    """
    if key == "evidence":
        cited = [_cited(draft, item) for item in _items(draft, parts)]
        return Parsed(cited, [one.written() for one in cited])
    meaning = _meaning(draft, kind, key)
    parts = _rejoined(parts, meaning) if key in SEVERAL else parts
    meant = [meaning(part) for part in parts]
    match key:
        case "countries":
            return Parsed(tuple(sorted(meant)), [draft.spelt(code) for code in meant])
        case "concerns":
            return Parsed(tuple(meant), meant)
        case "country":
            return Parsed(meant[0], draft.spelt(meant[0]))
        case _:
            return Parsed(meant[0], meant[0])


def _items(draft: Draft, parts: Iterable[str]) -> list[str]:
    """Return the parts of a cell that cite a source each; what else follows a note belongs to it.

    A part cites a source if it begins with the id of one, has a verdict, or stands on a line of its own.
    """
    sources = Vocabulary(labels(draft.dossier, "source"))
    found: list[str] = []
    noted = False
    for part in filter(str.strip, parts):
        item = _CITED.fullmatch(part.strip())
        cites = item and (sources.id(item["source"]) or item["verdict"] in {*Verdict})
        if noted and not cites and not part.lstrip(" ").startswith(("\n", "\r")):
            found[-1] += f";{part.rstrip()}"
        else:
            found.append(part.strip())
            noted = bool(item and item["note"])
    return found


def _rejoined(parts: Sequence[str], meaning: Callable[[str], str]) -> list[str]:
    """Return the parts of a cell that mean something, also where a name has a semicolon itself."""
    found, start = [], 0
    while start < len(parts):
        for end in range(len(parts), start, -1):
            whole = ";".join(parts[start:end]).strip()
            with suppress(CellError):
                meaning(whole)
                break
        found += [whole] if whole else []
        start = end
    return found


def _meaning(draft: Draft, kind: str, key: str) -> Callable[[str], str]:
    """Return what tells the meaning of a text under a key."""
    match key:
        case "country" | "countries":
            return lambda text: _country(draft, text)
        case "level" | "concerns" | "sector":
            what = key.removesuffix("s")
            return lambda text: _word(what, text, labels(draft.dossier, what))
        case "kind":
            kinds = SourceKind if kind == "sources" else TopicKind
            return lambda text: _word("kind", text, {one.value: one.value for one in kinds})
        case "stage":
            return lambda text: _word("stage", text, {one.value: one.value for one in Stage})
        case "reliability":
            letters = {letter.value: f"{letter} {words}" for letter, words in RELIABILITY_WORDS.items()}
            return lambda text: _word("reliability", text, letters)
        case "credibility":
            numbers = {str(number): f"{number} {words}" for number, words in CREDIBILITY_WORDS.items()}
            return lambda text: _word("credibility", text, numbers)
        case "follow_up":
            return lambda text: _word("value", text, {"true": "yes", "false": "no"})
        case _ if key in DATES:
            return _date
        case _:
            return lambda text: text.replace("\r\n", "\n")


def _country(draft: Draft, text: str) -> str:
    if code := draft.code(text):
        return code
    countries = draft.dossier.countries
    names = sorted({country.name for country in countries.values()})
    raise CellError(str(unknown_value("country", text, names, near=suggest_countries(text, countries))))


def _word(what: str, text: str, known: Mapping[str, str]) -> str:
    if found := Vocabulary(known).id(text):
        return found
    raise CellError(str(unknown_value(what, text, known)))


def _date(text: str) -> str:
    if is_date(text):
        return text
    msg = f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD"
    raise CellError(msg)


def _cited(draft: Draft, text: str) -> EvidenceCell:
    found = _CITED.fullmatch(text)
    source, verdict, note = found.groups() if found else (text, None, None)
    verdicts = {one.value: one.value for one in Verdict}
    return EvidenceCell(
        _word("source", source, labels(draft.dossier, "source")),
        _word("verdict", verdict, verdicts) if verdict else Verdict.SUPPORTS.value,
        note,
    )
