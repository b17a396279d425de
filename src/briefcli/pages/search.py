"""What has the words that somebody looks for."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, cached_property
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING

from msgspec import structs

from briefcli.dossier import queries
from briefcli.dossier.kinds import KINDS, kind_of, own_texts
from briefcli.dossier.model import Source
from briefcli.dossier.texts import WordIndex
from briefcli.page import About, Column, ColumnType, Listing, Marked, Term
from briefcli.pages.about import about, by_context, joined
from briefcli.pages.columns import UNTIL
from briefcli.pages.context import Context
from briefcli.pages.fields import Field, attr, enum_attr, title_of, with_common_columns
from briefcli.pages.grades import caution, grade_legend, grade_of
from briefcli.pages.listings import dossier_column_if_several, until_in_words
from briefcli.pages.tables import arranged, ordered, showing, table_of
from briefcli.wording import alternatives, counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from briefcli.dossier.kinds import KeyedText
    from briefcli.dossier.model import Record
    from briefcli.dossier.texts import Words
    from briefcli.pages.listings import Selection
    from briefcli.pages.tables import ListingOptions

#: How many characters of its sentence an excerpt has before and after the words that it shows.
REACH = 60
#: How many results a terminal shows if `--limit` does not set a number.
BEST = 10
#: The words for the kinds, by the classes of the records and of sources.
_KIND_WORDS = {kind.struct: kind.word for kind in KINDS}
_HEADINGS = {kind.word: kind.plural.capitalize() for kind in KINDS}
#: The words in the order of the kinds.
_PLACES = {kind.word: place for place, kind in enumerate(KINDS)}
#: Keys of texts that are names, which are not excerpted.
_NAMES = {"country", "countries"}
#: After a full stop or a mark of Latin, Arabic and Urdu there is a space, after a Chinese or Japanese one none.
_END_OF_SENTENCE = re.compile("[.!?\u061f\u06d4\u3002\uff01\uff1f](?:(?<=[\u3002\uff01\uff1f])| )")


class Match:
    """A record or a source that has all the words of a search, and where it has them.

    What the page shows of it is computed when it is first used, because `--limit` may leave it out.
    """

    def __init__(
        self, context: Context, words: Words, index: WordIndex, found: Record | Source, rank: int | None = None
    ) -> None:
        self._context, self._words, self._index, self._rank = context, words, index, rank
        self.found = found
        #: The record, where it is no source.
        self.claim = None if isinstance(found, Source) else found
        #: From when a record applies, or when it happened or was published.
        self.date = found.date if isinstance(found, Source) else found.begins

    def ranked(self, rank: int) -> Match:
        """Return the result for a reader of the best ones: with the day until which it held in its name.

        If its title has all the words (rank 0), it has no excerpt.
        """
        return Match(self._context, self._words, self._index, self.found, rank)

    @property
    def kind(self) -> str:
        """The word for the kind of what is found."""
        return _KIND_WORDS[type(self.found)]

    @property
    def name(self) -> Marked:
        """What it is called."""
        end = "" if self._rank is None else until_in_words(self._context.until(self.found))
        return Marked(title_of(self._context, self.found) + end, self._words.spans, caution(self.found))

    @property
    def fields(self) -> tuple[str, ...]:
        """The keys of the texts that contain any of the words."""
        return tuple(dict.fromkeys([key for key, _ in self._seen[0]]))

    @property
    def excerpt_field(self) -> Term | None:
        """The key of the text of the excerpt."""
        passage = self._seen[1]
        return passage and _key_in_words(passage[0])

    @property
    def excerpt(self) -> Marked | None:
        """The sentence with most of the words."""
        passage = self._seen[1]
        return passage and Marked(passage[1], self._words.spans)

    @cached_property
    def _seen(self) -> tuple[list[KeyedText], KeyedText | None]:
        """The texts that contain any of the words, and the passage with most of them."""
        texts = self._index.texts_of(self.found)
        name = title_of(self._context, self.found)
        return texts, _excerpt(self._words, name, texts) if self._rank != 0 else None


@cache
def _key_in_words(key: str) -> Term:
    return Term(key, key.replace(".", " "))


def search_page(selection: Selection, options: ListingOptions, words: Words, *, best: bool = False) -> Listing:
    """Return the records and sources that have all the words, by kind, or only the `best` of them."""
    contexts = [Context(snapshot, query) for snapshot, query in selection]
    found = [row for context in contexts for row in _matches(context, words)]
    found.sort(key=lambda row: _PLACES[row[1].kind])
    sought = " and ".join(f'"{word}"' if " " in word else word for word in words)
    title, also = f"Search for {sought}", dossier_column_if_several(selection)
    if best and found and not (options.sort or options.columns):
        ranked = [(_rank(words, match.name.text, match.found), context, match) for context, match in found]
        return _best(title, contexts, ranked, options.limit, {"kind"} | also)
    rows = arranged(MATCHES, found, options)
    body = table_of(MATCHES, rows, options.columns)
    if not options.columns:
        body = showing(body, also=also, never=() if options.sort else {"kind"}, below={"excerpt"})
    if not options.sort:
        body = structs.replace(body, groups=tuple([_HEADINGS[match.kind] for _, match in rows]))
    of = f"{len(rows)} of " if len(rows) < len(found) else ""
    footer = f"{of}{_counts([match for _, match in found])} {grade_legend(body)}".rstrip()
    return Listing(title, _rests(contexts, rows), body, footer=footer)


def _matches(context: Context, words: Words) -> list[tuple[Context, Match]]:
    """Return the records and sources of a dossier that have all the words."""
    index = WordIndex(context.dossier, words)
    return [(context, Match(context, words, index, one)) for one in queries.found_in(index, context.query)]


def _best(
    title: str,
    contexts: Sequence[Context],
    found: Sequence[tuple[int, Context, Match]],
    limit: int | None,
    also: set[str],
) -> Listing:
    """Return a page of the best results only: title before text before evidence, newer before older."""
    newest = sorted(found, key=lambda row: row[2].date or "", reverse=True)
    most = sorted(newest, key=itemgetter(0))[: BEST if limit is None else limit]
    rows = [(context, match.ranked(rank)) for rank, context, match in most]
    body = showing(table_of(MATCHES, rows), also=also, never={"until"}, below={"excerpt"})
    more = f"{len(found) - len(rows)} more; add -n {len(found)} to list all." if len(rows) < len(found) else ""
    over = sum(context.until(match.found) is not None for _, context, match in found)
    return Listing(
        title,
        _rests(contexts, rows),
        ordered(body, ("kind", "date")),
        intro=_counts([match for _, _, match in found]) + (f" No longer current: {over}." if over else ""),
        footer=f"{more} {grade_legend(body)}".strip(),
    )


def _rests(contexts: Sequence[Context], rows: Sequence[tuple[Context, Match]]) -> About:
    claims = ((context, match.claim) for context, match in rows if match.claim)
    return joined(about(context, own) for context, own in by_context(contexts, claims))


def _rank(words: Words, name: str, found: Record | Source) -> int:
    """Return where all the words are: 0 for the title of a record, 1 for its own texts too, else 2."""
    if isinstance(found, Source):
        return 2
    texts = (text for _, text in own_texts(found))
    places = ((name,), (name, *texts))
    return next((rank for rank, place in enumerate(places) if len(words.within(*place)) == len(words)), 2)


def _excerpt(words: Words, name: str, texts: Iterable[KeyedText]) -> KeyedText | None:
    """Return the passage with most words that the name lacks, behind its key; the record's own go before others.

    Text of the name is not excerpted, nor is an address or id that adds none of the words.
    """
    every = frozenset(words)
    lacking = every - words.within(name)
    most = (bool(lacking), True, len(lacking), len(every))
    best, found = most, None
    for key, text in texts:
        if key in _NAMES or text in name or not (" " in text or lacking & words.within_shared(text)):
            continue
        for passage in _passages(words, " ".join(text.split())):
            seen = words.within(passage) if len(every) > 1 else every
            worth = bool(seen & lacking), not key.startswith("evidence."), len(seen & lacking), len(seen)
            if found is None or worth > best:
                best, found = worth, (key, passage)
            if worth == most:  # no later one is better
                return found
    return found


def _passages(words: Words, text: str) -> Iterator[str]:
    """Return the sentence of each of the words; of a long one what is in reach before and after the word.

    What begins inside the text begins with an ellipsis, and so is no formula to a spreadsheet.
    """
    for start, end in words.spans(text):
        # A longer sentence is cut, because its beginning and end do not matter.
        first, last = max(0, start - 2 * REACH - 1), min(len(text), end + 2 * REACH + 1)
        begins = max(
            (one.end() for one in _END_OF_SENTENCE.finditer(text, max(0, first - 1), start)), default=first
        )
        stop = _END_OF_SENTENCE.search(text, end - 1, last)
        ends = stop.start() + 1 if stop else last
        before, after = text[begins:start], text[end:ends]
        if len(before) + len(after) > 2 * REACH:
            before, after = _end(before), _beginning(after)
        yield ("… " if len(before) < start else "") + before + text[start:end] + after


def _end(text: str) -> str:
    return text if len(text) <= REACH else text[-REACH:].partition(" ")[2] or text[-REACH:]


def _beginning(text: str) -> str:
    return text if len(text) <= REACH else (text[:REACH].rpartition(" ")[0] or text[:REACH]) + " …"


def _addresses(context: Context, found: Record | Source) -> tuple[str, ...]:
    urls = (
        [found.url] if isinstance(found, Source) else [context.sources[item.source].url for item in found.evidence]
    )
    return tuple(dict.fromkeys(filter(None, urls)))


def _counts(found: Sequence[Match]) -> str:
    """Return the number of results, and of how many kinds they are."""
    kinds = Counter(kind_of(match.found) for match in found)
    counts = ", ".join(f"{number} {kind.noun if number == 1 else kind.plural}" for kind, number in kinds.items())
    return f"{counted(len(found), 'result')}{f': {counts}' if counts else ''}."


MATCHES: tuple[Field[Context, Match], ...] = with_common_columns(
    (
        enum_attr(
            "kind",
            "Kind",
            alternatives(tuple(_PLACES)),
            _PLACES,
        ),
        Field(Column("record", "Record", "name of the record"), lambda _, match: match.name),
        Field(
            Column("id", "Id", "the id of the record or the source", shown=False), lambda _, match: match.found.id
        ),
        Field(
            Column(
                "countries",
                "Countries",
                "names of the countries; empty for a source and for partners in general",
                shown=False,
                type=ColumnType.TEXTS,
            ),
            lambda context, match: context.countries(match.claim.countries) if match.claim else (),
        ),
        Field(
            Column(
                "codes",
                "Codes",
                "ISO 3166-1 alpha-2 codes, in the order of the names",
                shown=False,
                type=ColumnType.TEXTS,
            ),
            lambda _, match: match.claim.countries if match.claim else (),
        ),
        Field(
            Column(
                "date",
                "Date",
                "day of the record: from which it holds, or on which it happened or was published",
                type=ColumnType.DATE,
                optional=True,
            ),
            lambda _, match: match.date,
        ),
        UNTIL.via(attrgetter("found")),
        Field(
            Column("grade", "Grade", "Admiralty code of the record; for a source, its reliability alone"),
            lambda context, match: grade_of(
                context.letters,
                match.found,
                hindsight=match.claim is not None and context.snapshot.has_hindsight(match.claim),
            ),
        ),
        Field(
            Column(
                "disputed",
                "Disputed",
                "whether at least one source contradicts the claim",
                shown=False,
                type=ColumnType.TRUTH,
            ),
            lambda _, match: bool(match.claim and match.claim.disputed),
        ),
        attr(
            "fields",
            "Fields",
            "the keys of the texts that contain one of the words",
            shown=False,
            type=ColumnType.TEXTS,
        ),
        Field(
            Column("excerpt_field", "Found in", "the key of the text that the excerpt is from", optional=True),
            lambda _, match: match.excerpt_field,
        ),
        attr(
            "excerpt",
            "Excerpt",
            "the sentence with most of the words; empty if the name contains as many",
            optional=True,
        ),
    ),
    "date",
    Field(
        Column(
            "urls",
            "Addresses",
            "addresses of the sources of the record; of a source its own",
            shown=False,
            type=ColumnType.TEXTS,
        ),
        lambda context, match: _addresses(context, match.found),
    ),
)
