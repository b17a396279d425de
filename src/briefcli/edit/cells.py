"""What the cells of a table mean in a dossier: their words as ids, codes and dates."""

from __future__ import annotations

import calendar
import datetime
import re
from contextlib import suppress
from functools import cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from briefcli.characters import is_formula
from briefcli.dossier.countries import suggest_countries
from briefcli.dossier.dates import is_date
from briefcli.dossier.filters import Vocabulary, labels
from briefcli.dossier.kinds import COUNTRY_LISTS, KINDS, LATER_DATES
from briefcli.dossier.model import (
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    RollCall,
    SourceKind,
    Stage,
    TopicKind,
    Totals,
    Verdict,
    VoteResult,
)
from briefcli.dossier.spelling import fold
from briefcli.edit.workbooks import EXCEL_DAY_0
from briefcli.pages.fields import PARTNERS
from briefcli.problems import quoted
from briefcli.reading.urls import page_of
from briefcli.wording import listed, unknown_value

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from enum import StrEnum

    from briefcli.dossier.model import Country
    from briefcli.edit.draft import Draft
    from briefcli.errors import UsageError

#: The keys that hold several values, which a cell parts by semicolons.
SEVERAL = {*COUNTRY_LISTS, "concerns", "evidence", "totals"}
DATES = {key for kind in KINDS for key in kind.dates} | {*LATER_DATES}
#: The keys whose values are words of a dossier or of the program, beside dates.
WORDED = (
    "country",
    "countries",
    "level",
    "concerns",
    "sector",
    "stage",
    "kind",
    "evidence",
    "credibility",
    "result",
)
#: A source as a cell cites it: `wire`, its address, `wire (partly)` or `wire (contradicts): What it says instead.`
_CITED = re.compile(r"(?P<source>https?://\S+|[^\s:]+)(?: \((?P<verdict>[^()]*)\))?(?:: (?P<note>.+))?", re.DOTALL)


#: A date of digits with its year first, or of month and year alone, and the words of another one.
_DIGITS = re.compile("([0-9]{4})[-/.]([0-9]{1,2})(?:[-/.]([0-9]{1,2}))?")
_MONTH_FIRST = re.compile("(0?[1-9]|1[0-2])[-/.]([0-9]{4})")
_DATE_WORDS = re.compile(r"[0-9]+|[^\W\d_]+")
#: A spreadsheet's number of a day, from 1954 to 2119, and the time that it writes behind a day.
_DAY_NUMBER, _MIDNIGHT = re.compile("[2-7][0-9]{4}"), re.compile("[T ]00:00(:00(\\.0+)?)?$")


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
        """Return the piece of evidence as it is written into a file, with the note and locator of the old one."""
        fields = {**(old or {}), "source": self.source, "verdict": self.verdict}
        fields |= {"note": self.note} if self.note else {}
        if self.verdict == Verdict.SUPPORTS:
            del fields["verdict"]
        order = dict.fromkeys(("source", "verdict", "note", "locator", *fields))
        return {key: fields[key] for key in order if key in fields} if len(fields) > 1 else self.source


class CellError(Exception):
    """A heading or a cell that means nothing in the dossier.

    Where finding the nearest word takes time, `why` is a function, and `short` is the message without it.
    """

    def __init__(self, why: str | Callable[[], object], short: str = "") -> None:
        super().__init__()
        self._why = why
        self.short = short or str(why)

    def __str__(self) -> str:
        return self._why if isinstance(self._why, str) else str(self._why())


def parts_of(key: str, text: str) -> list[str]:
    """Return the texts that a cell holds: one, or several with semicolons between them."""
    if is_formula(text[1:]) and text.startswith("'"):  # as --spreadsheet-safe writes it
        text = text[1:]
    if key not in SEVERAL:
        return [text.strip()]
    return [] if fold(text) == fold(PARTNERS) else text.split(";")


class Meanings:
    """What the cells of a kind of record mean in a draft, as it was before its changes."""

    def __init__(self, draft: Draft, kind: str, day_0: datetime.date = EXCEL_DAY_0) -> None:
        self._draft, self._kind, self._day_0 = draft, kind, day_0
        self._by_key: dict[tuple[str, str], Callable[[str], str]] = {}
        new = draft.added("sources")
        titles = {**labels(draft.dossier, "source"), **{fields["id"]: fields.get("title", "") for fields in new}}
        urls = {source.id: source.url for source in draft.dossier.sources}
        urls |= {fields["id"]: fields.get("url") for fields in new}
        self._of_source = _by_address(_by_word("source", titles), urls)
        countries = draft.dossier.countries.values()
        names = {name for country in countries for name in (country.name, *country.aliases)}
        self._most_semicolons = max(
            name.count(";") for name in ("", *names, *labels(draft.dossier, "concern").values())
        )

    def of(self, key: str, parts: Sequence[str], attribute: str = "") -> Parsed:
        """Return what the texts of a cell mean under a key; the meaning of a value depends on its attribute.

        Raises:
            CellError: they mean nothing there.
        """
        if key == "evidence":
            cited = [self._cited(item) for item in self._items(parts)]
            return Parsed(cited, [one.written() for one in cited])
        if key == "totals":
            return _of_totals(parts)
        if (key, attribute) not in self._by_key:
            self._by_key[key, attribute] = self._meaning(key, attribute)
        meaning = self._by_key[key, attribute]
        meant = [meaning(part) for part in (self._rejoined(parts, meaning) if key in SEVERAL else parts)]
        match key:
            case _ if key in COUNTRY_LISTS:
                return Parsed(tuple(meant), [self._draft.spelt(code) for code in meant])
            case "concerns":
                return Parsed(tuple(meant), meant)
            case "country":
                return Parsed(meant[0], self._draft.spelt(meant[0]))
            case _:
                return Parsed(meant[0], meant[0])

    def know(self, key: str, text: str) -> bool:
        """Return whether a cell means something under a key."""
        with suppress(CellError):
            self.of(key, parts_of(key, text))
            return True
        return False

    def _items(self, parts: Iterable[str]) -> list[str]:
        """Return the parts of a cell that cite a source each; what else follows a note belongs to it.

        A part cites a source if it begins with the id of one, has a verdict, or is on a separate line.
        """
        found: list[list[str]] = []
        noted = False
        for part in filter(str.strip, parts):
            if not noted and len(several := self._between_commas(part, self._of_source)) > 1:
                found += [[one] for one in several]
                continue
            item = _CITED.fullmatch(part.strip())
            cites = item and (item["verdict"] in {*Verdict} or _means(self._of_source, item["source"]))
            if noted and not cites and not part.lstrip(" ").startswith(("\n", "\r")):
                found[-1].append(part.rstrip())
            else:
                found.append([part.strip()])
                noted = bool(item and item["note"])
        return list(map(";".join, found))

    def _rejoined(self, parts: Sequence[str], meaning: Callable[[str], str]) -> list[str]:
        """Return the parts of a cell that mean something, also where a name has a semicolon itself."""
        found, start = [], 0
        while start < len(parts):
            end = min(len(parts), start + self._most_semicolons + 1)
            while end > start + 1 and not _means(meaning, ";".join(parts[start:end]).strip()):
                end -= 1
            whole = ";".join(parts[start:end]).strip()
            found += self._between_commas(whole, meaning) if whole else []
            start = end
        return found

    def _between_commas(self, text: str, meaning: Callable[[str], str]) -> list[str]:
        """Return the parts between commas if the text alone means nothing and each part does, else the text."""
        parts = [part.strip() for part in text.split(",")] if "," in text and not _means(meaning, text) else []
        return parts if parts and all(_means(meaning, part) for part in parts) else [text]

    def _cited(self, text: str) -> EvidenceCell:
        found = _CITED.fullmatch(text)
        if found is None and "," in text:
            msg = f"{quoted(text)} is no source; write a semicolon between two sources"
            raise CellError(msg)
        source, verdict, note = found.groups() if found else (text, None, None)
        return EvidenceCell(
            self._of_source(source), _of_verdict(verdict) if verdict else Verdict.SUPPORTS.value, note
        )

    def _meaning(self, key: str, attribute: str) -> Callable[[str], str]:
        """Return a function from a text under a key to its meaning."""
        if key == "country" or key in COUNTRY_LISTS:
            return self._country
        match key:
            case "value":
                return self._value(attribute)
            case "result" | "roll_call":
                return _by_word(key.replace("_", " "), _own_words(VoteResult if key == "result" else RollCall))
            case "level" | "concerns" | "sector" | "attribute":
                what = key.removesuffix("s")
                return _by_word(what, labels(self._draft.dossier, what))
            case "kind":
                return _by_word(key, _own_words(SourceKind if self._kind == "sources" else TopicKind))
            case "stage":
                return _by_word(key, _own_words(Stage))
            case "reliability":
                return _by_grade(key, {one.value: words for one, words in RELIABILITY_WORDS.items()})
            case "credibility":
                return _by_grade(key, {str(one): words for one, words in CREDIBILITY_WORDS.items()})
            case "follow_up" | "newly_known":
                return _by_word("value", {"true": "yes", "false": "no"})
            case "status":
                return _without_caution
            case _ if key in DATES:
                return partial(_date, day_0=self._day_0)
            case _:
                return lambda text: text.replace("\r\n", "\n")

    def _value(self, attribute: str) -> Callable[[str], str]:
        attributes = self._draft.dossier.attributes
        key = _by_word("attribute", labels(self._draft.dossier, "attribute"))(attribute)
        return _by_word("value", attributes[key].values)

    def _country(self, text: str) -> str:
        if code := self._draft.code(text):
            return code
        raise CellError(
            partial(_unknown_country, text, self._draft.dossier.countries), f"unknown country {text!r}"
        )


def _unknown_country(text: str, countries: Mapping[str, Country]) -> UsageError:
    names = sorted({country.name for country in countries.values()})
    return unknown_value("country", text, names, near=suggest_countries(text, countries))


def _by_word(what: str, known: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function from a word to the id that it means."""
    vocabulary = Vocabulary(known)

    def meaning(text: str) -> str:
        if found := vocabulary.id(text):
            return found
        raise CellError(partial(unknown_value, what, text, known), f"unknown {what} {text!r}")

    return meaning


def _by_address(by_id: Callable[[str], str], urls: Mapping[str, str | None]) -> Callable[[str], str]:
    """Return a function from the id or the address of a source to its id."""

    @cache
    def known() -> dict[object, str]:
        return {page_of(url): name for name, url in reversed([*urls.items()]) if url}

    def meaning(text: str) -> str:
        if not text.startswith(("https://", "http://")):
            return by_id(text)
        if found := known().get(page_of(text)):
            return found
        msg = f"no source has the address {text}; brief add source --url adds one"
        raise CellError(msg)

    return meaning


def _by_grade(what: str, words: Mapping[str, str]) -> Callable[[str], str]:
    """Return a function from a grade, its words or both to the grade."""
    meaning = _by_word(what, {one: f"{one} {text}" for one, text in words.items()})
    alone = Vocabulary(words)
    return lambda text: alone.id(text) or meaning(text)


def _own_words(words: type[StrEnum]) -> dict[str, str]:
    return {one.value: one.value for one in words}


_of_verdict = _by_word("verdict", _own_words(Verdict))


_of_total = _by_word(
    "total", dict(zip(Totals.__struct_fields__, ("in favour", "against", "abstained"), strict=True))
)


def _of_totals(parts: Iterable[str]) -> Parsed:
    """Return the totals of a vote from texts such as `against=41`."""
    totals: dict[str, str] = {}
    for part in filter(str.strip, parts):
        key, _, number = map(str.strip, part.replace(":", "=").partition("="))
        if not number.isdecimal():
            msg = f"{part.strip()!r} is not a total; write in_favour=126, against=41 and abstained=16"
            raise CellError(msg)
        totals[_of_total(key)] = number
    if missing := [key for key in Totals.__struct_fields__ if key not in totals]:
        msg = f"totals need {listed(missing)}"
        raise CellError(msg)
    return Parsed(totals, totals)


def _means(meaning: Callable[[str], str], text: str) -> bool:
    """Whether a text means something."""
    with suppress(CellError):
        meaning(text)
        return True
    return False


def _without_caution(text: str) -> str:
    """Return a status without what workbooks have in front of a claim, such as "doubtful claim: "."""
    words = "|".join(CREDIBILITY_WORDS[number] for number in (4, 5, 6))
    return re.sub(f"^(?:claim, (?:{words})|(?:{words}) claim|claim that (?:{words})): ", "", text)


def _date(text: str, day_0: datetime.date) -> str:
    """Return a date as the files write it.

    Raises:
        CellError: it is none, or may be several.
    """
    found = _spelt_out(_MIDNIGHT.sub("", text))
    if _DAY_NUMBER.fullmatch(text):  # a cell that is not formatted as a date
        found = (day_0 + datetime.timedelta(days=int(text))).isoformat()
    if is_date(found):
        return found
    hint = "; format the column as text in a spreadsheet" if re.fullmatch("[^0-9]+[- ][0-9]{2}", text) else ""
    msg = f"{text!r} is not a date; write YYYY, YYYY-MM or YYYY-MM-DD{hint}"
    raise CellError(msg)


def _spelt_out(text: str) -> str:
    """Return a date with its month in words, or with other signs between its digits, as YYYY-MM-DD or YYYY-MM."""
    if digits := _DIGITS.fullmatch(text):
        return "-".join(part.zfill(2) for part in digits.groups() if part)
    if digits := _MONTH_FIRST.fullmatch(text):
        return f"{digits[2]}-{digits[1]:>02}"
    words = _DATE_WORDS.findall(text.casefold())
    month = next((_months()[word] for word in words if word in _months()), None)
    days = [word for word in words if word.isdecimal() and len(word) < 3]
    years = [word for word in words if word.isdecimal() and len(word) == 4]
    if month is None or len(years) != 1 or len(words) != 2 + len(days) or len(days) > 1 or words[-1] != years[0]:
        return text
    return "-".join([years[0], f"{month:02}", *(day.zfill(2) for day in days)])


@cache
def _months() -> dict[str, int]:
    """Return the numbers of the months by their English names and the usual short forms of these."""
    names = {calendar.month_name[number].casefold(): number for number in range(1, 13)}
    return {name[:length]: number for name, number in names.items() for length in (3, len(name))} | {"sept": 9}
