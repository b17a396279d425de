"""What the words of a dossier mean: its ladder and rules, the grades, the vocabularies, the columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from briefcli.dossier.filters import Query
from briefcli.dossier.model import (
    CREDIBILITY_WORDS,
    RELIABILITY_WORDS,
    CountryType,
    SourceKind,
    Stage,
    TopicKind,
    Verdict,
)
from briefcli.dossier.past import Snapshot
from briefcli.dossier.queries import in_force, name_of
from briefcli.dossier.spelling import fold
from briefcli.page import About, Brief, Column, ColumnType, CountryName, Section, Table, Term
from briefcli.pages.context import Context, levels_as_steps
from briefcli.pages.coverage import covered_in_words, official_counts
from briefcli.pages.fields import term
from briefcli.pages.registry import LISTINGS
from briefcli.wording import on_dossiers

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from briefcli.dossier.model import Dossier

_VOCABULARIES = (
    ("stages", "Stages of cooperation", Stage),
    ("kinds", "Kinds of topics", TopicKind),
    ("publishers", "Kinds of publishers", SourceKind),
    ("verdicts", "Verdicts of sources", Verdict),
)


def codebook_page(dossier: Dossier, dossiers: Sequence[str] = (), *, listings: bool = False) -> Brief:
    """Return what the words of a dossier mean, the highest level first.

    The command in the footer repeats the `dossiers` that were typed. Scripts get the columns of each listing,
    too, and people if `listings` is set.
    """
    sections = (
        Section("levels", "Levels", _levels(dossier)),
        Section("coverage", "Coverage", _coverage(dossier)),
        Section("official_counts", "Official counts", _official_counts(dossier)),
        Section("types", "Types of countries", _types(dossier)),
        Section("rules", "Coding rules", _rules(dossier)),
        Section("reliability", "Reliability of a source", _reliability(dossier)),
        Section("credibility", "Credibility of a claim", _credibility()),
        Section("concerns", "Concerns", _labels(dossier.terms.concerns)),
        Section("sectors", "Sectors", _labels(dossier.terms.sectors)),
        Section("attributes", "Attributes of countries", _attributes(dossier)),
        Section("groups", "Groups of countries", _groups(dossier)),
        *(Section(key, heading, _terms(map(term, words))) for key, heading, words in _VOCABULARIES),
        Section("columns", "Columns of the listings" if listings else "", _columns()),
    )
    command = on_dossiers("brief codebook --listings", dossiers)
    footer = "" if listings else f"{command} lists the columns of each listing."
    return Brief("Codebook", About((dossier.id,), dossier.as_of), sections, footer=footer)


def _levels(dossier: Dossier) -> Table:
    steps = levels_as_steps(dossier)
    columns = (
        Column("level", "Level", "step on the ladder of stances"),
        Column("meaning", "Meaning", "when a country is at this level"),
        Column("id", "Id", "id for filters and scripts"),
        Column("lasting", "Lasting", "whether the level does not lapse", type=ColumnType.TRUTH),
        Column("headline", "Lowest in finding", "whether the finding counts from here up", type=ColumnType.TRUTH),
    )
    rows = (
        (steps[level.id], level.meaning, level.id, level.lasting, level.headline) for level in dossier.levels[::-1]
    )
    return Table(columns, tuple(rows))


def _coverage(dossier: Dossier) -> Table:
    texts = covered_in_words(dossier, len({stance.country for stance in dossier.stances}))
    columns = (Column("statement", "Statement", "which countries the dossier covers"),)
    return Table(columns, tuple((text,) for text in texts))


def _official_counts(dossier: Dossier) -> Table:
    now = [stance.level for stance in in_force(dossier.stances).values()]
    return official_counts(Context(Snapshot(dossier), Query()), now)


def _types(dossier: Dossier) -> Table:
    columns = (
        Column("type", "Type", "what they are", words=tuple(CountryType)),
        Column("count", "Number", "number of countries in the dossier", type=ColumnType.NUMBER),
        Column("names", "Names", "their names; those of states are left out", type=ColumnType.TEXTS),
    )
    names: dict[CountryType, list[str]] = {}
    for country in sorted(dossier.countries.values(), key=lambda one: fold(one.name)):
        names.setdefault(country.type, []).append(country.name)
    rows = (
        (term(one), len(names[one]), () if one is CountryType.STATE else tuple(names[one]))
        for one in CountryType
        if one in names
    )
    return Table(columns, tuple(rows))


def _attributes(dossier: Dossier) -> Table:
    columns = (
        Column("attribute", "Attribute", "what facts give each country a value of"),
        Column("value", "Value", "what the value means"),
        Column("id", "Id", "id for --fact"),
    )
    rows = (
        (Term(key, attribute.label), Term(value, label), f"{key}={value}")
        for key, attribute in dossier.attributes.items()
        for value, label in attribute.values.items()
    )
    return Table(columns, tuple(rows))


def _rules(dossier: Dossier) -> Table:
    return Table((Column("rule", "Rule", "how the curators code"),), tuple((rule,) for rule in dossier.rules))


def _reliability(dossier: Dossier) -> Table:
    columns = (
        Column("letter", "Grade", "letter of the Admiralty code"),
        Column("word", "Meaning", "the code's own words"),
        Column(
            "kinds",
            "Publishers",
            "kinds of publishers that have this grade unless a source has its own",
            type=ColumnType.TEXTS,
        ),
    )
    rows = (
        (letter, word, tuple(str(kind) for kind in SourceKind if dossier.grades.get(kind) is letter))
        for letter, word in RELIABILITY_WORDS.items()
    )
    return Table(columns, tuple(rows))


def _credibility() -> Table:
    columns = (
        Column("digit", "Grade", "digit of the Admiralty code", type=ColumnType.NUMBER),
        Column("word", "Meaning", "the code's own words"),
    )
    return Table(columns, tuple(CREDIBILITY_WORDS.items()))


def _labels(labels: Mapping[str, str]) -> Table:
    ordered = sorted(labels.items(), key=lambda entry: (fold(entry[1]), entry[0]))
    return _terms(Term(*entry) for entry in ordered)


def _groups(dossier: Dossier) -> Table:
    columns = (
        Column("group", "Group", "countries that --group and --region select together"),
        Column("id", "Id", "id for filters and scripts"),
        Column("countries", "Countries", "their names", type=ColumnType.TEXTS),
    )
    rows = (
        (Term(key, group.label), key, tuple(CountryName(code, name_of(dossier, code)) for code in group.countries))
        for key, group in dossier.groups.items()
    )
    return Table(columns, tuple(rows))


def _terms(terms: Iterable[Term]) -> Table:
    columns = (
        Column("term", "Term", "the word in a record"),
        Column("id", "Id", "id for filters and scripts"),
    )
    return Table(columns, tuple((term, term.id) for term in terms))


def _columns() -> Table:
    columns = (
        Column("listing", "Listing", "the command that lists them", shown=False),
        Column("key", "Key", "key for --columns and scripts"),
        Column("heading", "Heading", "heading for people"),
        Column("meaning", "Meaning", "meaning of its values"),
    )
    found = [(listing, column) for listing, own in LISTINGS.items() for column in own.columns]
    rows = tuple((listing, column.key, column.heading, column.meaning) for listing, column in found)
    return Table(columns, rows, groups=tuple(f"brief {listing}" for listing, _ in found))
