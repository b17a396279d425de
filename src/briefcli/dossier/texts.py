"""The texts of records, and the search for words in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache, cached_property
from itertools import accumulate, chain
from typing import TYPE_CHECKING, TypeAlias

from briefcli.dossier.kinds import named_countries, own_texts, words_of_terms
from briefcli.dossier.model import Source
from briefcli.dossier.spelling import fold_character, fold_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from briefcli.dossier.kinds import KeyedText
    from briefcli.dossier.model import Dossier, Evidence, Record

#: Where something begins in a text, and where it has ended.
Span: TypeAlias = tuple[int, int]
#: Where British and American spelling differ most: recognise and recognize, analyse and analyze.
_ISE = "(?<=[iy])[sz](?=[aei])"


class Texts:
    """Every text of the records of a dossier as readers see it, each with its key."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._sources = {source.id: source for source in dossier.sources}
        self._labels = _labels(dossier)
        #: Returns the texts of a source by its id, under the keys of a record that cites it.
        self.of_source = cache(self._source)

    def of(self, record: Record | Source) -> Iterator[KeyedText]:
        """Yield keys and texts, the most telling first; notes and cited sources have keys below `evidence.`."""
        if isinstance(record, Source):
            return iter(own_texts(record))
        cited = (text for item in record.evidence for text in chain(noted(item), self.of_source(item.source)))
        return chain(own_texts(record), self.named(record), cited)

    def named(self, record: Record) -> Iterator[KeyedText]:
        """Yield the labels and names of the terms and countries that a record has by their ids."""
        yield from ((key, self._labels[key][word]) for key, word in words_of_terms(record))
        for key, _, code in named_countries(record):
            country = self._dossier.countries[code]
            yield from ((key, name) for name in (country.name, *country.aliases))

    def _source(self, name: str) -> list[KeyedText]:
        found = own_texts(self._sources[name])
        return [(f"evidence.{'source' if key == 'id' else key}", text) for key, text in found]


def noted(item: Evidence) -> list[KeyedText]:
    """Return the note and the locator of a cited source, as far as they are given."""
    found = (("evidence.note", item.note), ("evidence.locator", item.locator))
    return [(key, text) for key, text in found if text]


def _labels(dossier: Dossier) -> dict[str, Mapping[str, str]]:
    """Return the labels of ids, by the key of the record that contains the id."""
    levels = {level.id: level.label for level in dossier.levels}
    attributes = dossier.attributes.items()
    return {
        "level": levels,
        "concerns": dossier.terms.concerns,
        "sector": dossier.terms.sectors,
        "attribute": {key: attribute.label for key, attribute in attributes},
        "value": {
            f"{key}={value}": label for key, attribute in attributes for value, label in attribute.values.items()
        },
    }


class Words:
    """Words and phrases to search for. Case, accents, spaces, and -ise or -ize do not matter.

    Each may begin a longer word, but `ban` is not found within `Taliban`.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._words = tuple(words)
        #: Returns those of the words that occur in a text. Many records share labels, names and sources.
        self.within_shared = cache(self.within)

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)

    def within(self, *texts: str) -> frozenset[str]:
        """Return those of the words that occur in any of the texts."""
        folded = fold_text("\0".join(texts))  # a character that is in no word and is no space
        return frozenset([word for word, beginning, match in self._sought if _occurs(beginning, match, folded)])

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return the spans of the words in a text, in order, without overlap, with accents included."""
        if text.isascii():  # folding keeps each character in its place
            return tuple(found.span() for found in self._found(fold_text(text)))
        folds = list(map(fold_character, text))
        ends = list(accumulate(map(len, folds)))
        spans: list[Span] = []
        for found in self._found("".join(folds)):
            start, end = bisect_right(ends, found.start()), bisect_right(ends, found.end() - 1) + 1
            while end < len(text) and not folds[end]:
                end += 1
            if spans and start < spans[-1][1]:  # both begin in one letter that folds to several, such as ß
                start = spans.pop()[0]
            spans.append((start, end))
        return tuple(spans)

    def _found(self, folded: str) -> Iterator[re.Match[str]]:
        """Yield the words in a folded text, in order, without overlap."""
        end = 0
        for at in sorted({at for _, beginning, _ in self._sought for at in _occurrences(beginning, folded)}):
            if at >= end and (found := self._any.match(folded, at)):
                end = found.end()
                yield found

    @cached_property
    def _sought(self) -> list[tuple[str, str, Callable[[str, int], object]]]:
        """The words, each with how it begins in every text and what matches it at a place."""
        return [(word, _beginning(word), _pattern(word).match) for word in self._words]

    @cached_property
    def _any(self) -> re.Pattern[str]:
        patterns = (_pattern(word).pattern for word in self._words)
        return re.compile("|".join(sorted(patterns, key=len, reverse=True)))


class WordIndex:
    """Word index of a dossier; shared labels, countries and sources are matched once."""

    def __init__(self, dossier: Dossier, words: Words) -> None:
        self.dossier = dossier
        self.sought = frozenset(words)
        self._words = words
        self._texts = Texts(dossier)
        # Only what contains a word, because most contain none.
        self._sources = {
            source.id: found
            for source in dossier.sources
            if (found := words.within(*[text for _, text in own_texts(source)]))
        }
        self._countries = {
            code: found
            for code, one in dossier.countries.items()
            if (found := words.within(one.name, *one.aliases))
        }
        self._labels = {
            (key, word): found
            for key, labels in _labels(dossier).items()
            for word, label in labels.items()
            if (found := words.within(label))
        }

    def of(self, found: Record | Source) -> frozenset[str]:
        """Return the words that occur in any text of a record or source."""
        if isinstance(found, Source):
            return self._sources.get(found.id, frozenset())
        own = [text for _, text in own_texts(found)]
        own += [text for item in found.evidence for text in (item.note, item.locator) if text]
        words = self._words.within(*own)
        return words if words == self.sought else words.union(*self._shared(found))

    def texts_of(self, found: Record | Source) -> list[KeyedText]:
        """Return the texts of a record or source that contain any of the words, in the order of `Texts`."""
        shared: list[KeyedText] = []
        if not isinstance(found, Source):
            if self._labels or self._countries:
                shared += self._texts.named(found)
            for item in found.evidence:
                if item.note or item.locator:
                    shared += noted(item)
                if item.source in self._sources:
                    shared += self._texts.of_source(item.source)
        own = [(key, text) for key, text in own_texts(found) if self._words.within(text)]
        return own + [(key, text) for key, text in shared if self._words.within_shared(text)]

    def _shared(self, record: Record) -> list[frozenset[str]]:
        """Return the words that occur in each label, country and source of a record that contains any."""
        found = [self._sources[item.source] for item in record.evidence if item.source in self._sources]
        found += [self._countries[code] for code in record.countries if code in self._countries]
        if self._labels:
            found += [self._labels[term] for term in words_of_terms(record) if term in self._labels]
        return found


def _occurs(beginning: str, match: Callable[[str, int], object], folded: str) -> bool:
    """Whether a word that begins in one way is matched anywhere in a text."""
    at = folded.find(beginning)
    while at >= 0 and not match(folded, at):
        at = folded.find(beginning, at + 1)
    return at >= 0


def _occurrences(part: str, folded: str) -> Iterator[int]:
    """Yield where a text contains another one. A pattern for words takes ten times as long to try each place."""
    at = folded.find(part)
    while at >= 0:
        yield at
        at = folded.find(part, at + 1)


@cache
def _beginning(word: str) -> str:
    """Return how the word begins in every text."""
    return re.split(_ISE, _parts(word)[0])[0]


def _parts(word: str) -> list[str]:
    return fold_text(word).split()


@cache
def _pattern(text: str) -> re.Pattern[str]:
    parts = _parts(text)
    # Scripts without capitals, such as Japanese or Arabic, do not always set words apart.
    apart = parts[0][0].islower() or parts[0][0].isdigit()
    whole = r"\s+".join(re.sub(_ISE, "[sz]", re.escape(part)) for part in parts)
    return re.compile((r"(?<![^\W_])" if apart else "") + whole)
