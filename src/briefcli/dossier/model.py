"""The typed records of a dossier.

One word per idea: the names here are the keys in YAML and JSON and the names of columns.
The limits are msgspec constraints, so that reading, the JSON Schema and the
documentation share them; `rule` is the slug of the rule that a value breaks which is not as `expects` says.
The annotations are evaluated with their classes: from text, msgspec would take three times as long at every start.
The docstrings contain the meanings of the keys; as `Meta`, these would be built at every start, too.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, NoReturn, TypeAlias, TypeVar

from msgspec import Meta, Struct, field
from msgspec.structs import force_setattr

from briefcli.dossier.dates import DATE_PATTERN, DAY_PATTERN, END_OF_TEXT, PartialDate
from briefcli.dossier.spelling import fold

K = TypeVar("K")
V = TypeVar("V")

# Patterns are no constraints of msgspec's, which would call Python for each text of a compiled dossier and take
# half of the time that it takes to decode. `reading` looks whether texts keep them.
_ONE_LINE = {"pattern": r"^.*\S.*" + END_OF_TEXT}
Text = Annotated[str, Meta(min_length=1, extra={"expects": "text"})]
Label = Annotated[
    str, Meta(min_length=1, max_length=60, extra_json_schema=_ONE_LINE, extra={"expects": "a label"})
]
Headline = Annotated[
    str, Meta(min_length=1, max_length=80, extra_json_schema=_ONE_LINE, extra={"expects": "a headline"})
]
Line = Annotated[str, Meta(min_length=1, max_length=90, extra_json_schema=_ONE_LINE, extra={"expects": "a line"})]
Id = Annotated[
    str,
    Meta(
        min_length=1,
        extra_json_schema={"pattern": f"^[a-z0-9]+([-.][a-z0-9]+)*{END_OF_TEXT}"},
        extra={"expects": "an id of small letters, digits and hyphens"},
    ),
]
CountryCode = Annotated[
    str,
    Meta(
        extra_json_schema={"pattern": "^[A-Z][A-Z0-9]{1,4}" + END_OF_TEXT},
        extra={"expects": "a code of two to five capitals and digits that begins with a capital"},
    ),
]
Url = Annotated[
    str,
    Meta(
        extra_json_schema={"pattern": r"^https?://[^\s/?#@\\]+([/?#]\S*)?" + END_OF_TEXT},
        extra={"expects": "a web address", "rule": "bad-url"},
    ),
]
Date = Annotated[
    PartialDate,
    Meta(extra_json_schema={"pattern": DATE_PATTERN}, extra={"expects": "a date", "rule": "bad-date"}),
]
Day = Annotated[
    PartialDate,
    Meta(
        extra_json_schema={"pattern": DAY_PATTERN},
        extra={"expects": "a whole day", "rule": "bad-date", "remedy": "write YYYY-MM-DD, or leave it out"},
    ),
]
#: A tag of BCP 47 (https://www.rfc-editor.org/info/bcp47), by its form: `ja`, `zh-Hant`, `pt-BR`.
Language = Annotated[
    str,
    Meta(
        extra_json_schema={"pattern": "^[a-z]{2,3}(-[A-Za-z0-9]{1,8})*" + END_OF_TEXT},
        extra={"expects": "a language tag such as en, ja or zh-Hant"},
    ),
]
Credibility = Annotated[
    int, Meta(ge=1, le=6, extra={"expects": "a number from 1 (confirmed) to 6 (cannot be judged)"})
]
FormatVersion = Annotated[int, Meta(ge=1, extra={"expects": "a whole number from 1"})]
Count = Annotated[int, Meta(ge=0, le=999_999_999, extra={"expects": "a whole number of at most nine digits"})]
Paragraph = Annotated[
    str, Meta(min_length=1, max_length=600, extra_json_schema=_ONE_LINE, extra={"expects": "text"})
]

#: The newest version of the dossier format that this program reads.
FORMAT = 3
#: Keys that begin with this are the curator's own: `brief` keeps them and does not read them.
OWN_KEY = "x-"
#: What `-d` takes for all dossiers, so that none can have it for its id.
RESERVED_ID = "all"


class SourceKind(StrEnum):
    """What kind of publisher a source has."""

    OFFICIAL = "official"
    STATE_MEDIA = "state-media"
    AGENCY = "agency"
    BROADCASTER = "broadcaster"
    PRESS = "press"
    SPECIALIST = "specialist"
    ACADEMIC = "academic"
    NGO = "ngo"
    REPRINT = "reprint"
    AGGREGATOR = "aggregator"


class Reliability(StrEnum):
    """How far a source can be relied on (Admiralty code, NATO AJP-2.1)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class Verdict(StrEnum):
    """The verdict of a source on the claim for which it is cited."""

    SUPPORTS = "supports"
    PARTLY = "partly"
    CONTRADICTS = "contradicts"


class TopicKind(StrEnum):
    """In what sense a topic is under discussion."""

    AGENDA = "agenda"
    OBJECTIVE = "objective"
    FOCUS_AREA = "focus-area"
    CHALLENGE = "challenge"
    RECOMMENDATION = "recommendation"


class Stage(StrEnum):
    """How far a piece of cooperation has come."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    UNDER_WAY = "under way"
    STALLED = "stalled"
    COMPLETED = "completed"


class CountryType(StrEnum):
    """What an entry of `countries` is. Pages count states and territories as countries, apart from the others."""

    STATE = "state"
    TERRITORY = "territory"
    BODY = "body"
    COMPANY = "company"
    ORGANISATION = "organisation"
    PERSON = "person"


class VoteResult(StrEnum):
    """What became of a text that was put to the vote."""

    ADOPTED = "adopted"
    REJECTED = "rejected"
    NOT_ACTED_ON = "not acted on"


class Choice(StrEnum):
    """How a country voted."""

    IN_FAVOUR = "in-favour"
    AGAINST = "against"
    ABSTAINED = "abstained"
    ABSENT = "absent"


class RollCall(StrEnum):
    """How much is recorded of who voted how."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


#: The Admiralty code's own words for the reliability of a source.
RELIABILITY_WORDS = {
    Reliability.A: "completely reliable",
    Reliability.B: "usually reliable",
    Reliability.C: "fairly reliable",
    Reliability.D: "not usually reliable",
    Reliability.E: "unreliable",
    Reliability.F: "cannot be judged",
}
#: The Admiralty code's own words for the credibility of a piece of information.
CREDIBILITY_WORDS = {
    1: "confirmed",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}


#: Verdicts in words.
VERDICT_WORDS = {
    Verdict.SUPPORTS: "supports",
    Verdict.PARTLY: "supports in part",
    Verdict.CONTRADICTS: "contradicts",
}


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What all parts of a dossier have in common: immutable, and no key but the named ones."""


class Level(_Part, frozen=True, kw_only=True):
    """One step of the ladder of stances, which is an ordinal scale without scores.

    Attributes:
        id: id by which stances name the level.
        label: name that people read.
        meaning: when a country is at this level.
        lasting: true if the level does not lapse, so that its stances become stale only when due.
        headline: true for the lowest level whose countries the finding counts.
    """

    id: Id
    label: Label
    meaning: Text
    lasting: bool = False
    headline: bool = False


class _Fixed(dict[K, V]):
    """A mapping that cannot be changed."""

    def _refuse(self, *_: object, **__: object) -> NoReturn:
        msg = "a dossier cannot be changed"
        raise TypeError(msg)

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _refuse

    def __reduce__(self) -> tuple[type[dict[K, V]], tuple[dict[K, V]]]:
        return dict, (dict(self),)  # which whoever holds it makes fixed again


class _Holder(_Part, frozen=True, kw_only=True):
    """A part with mappings, which are as fixed as all else in it."""

    def __post_init__(self) -> None:
        for name in self.__struct_fields__:
            value = getattr(self, name)
            if isinstance(value, dict) and not isinstance(value, _Fixed):
                force_setattr(self, name, _Fixed(value))


class Terms(_Holder, frozen=True, kw_only=True):
    """The vocabularies of a dossier: a record may use no other id.

    Attributes:
        concerns: concerns that stances may have: id and label.
        sectors: sectors that cooperation may have: id and label.
    """

    concerns: Mapping[Id, Label] = {}
    sectors: Mapping[Id, Label] = {}


class Country(_Part, frozen=True, kw_only=True):
    """A country, or a body such as the European Union, under the names that people type.

    Attributes:
        name: name that is printed.
        aliases: other names that people type.
        type: state, territory, body, company, organisation or person. If left out, the code decides: members and
            observers of the UN and states of the past are states, other codes of ISO 3166 are territories, and any
            other code is a body.
    """

    name: Label
    aliases: tuple[Text, ...] = ()
    type: CountryType = CountryType.STATE


class Group(_Part, frozen=True, kw_only=True):
    """Countries that are selected together.

    Attributes:
        label: name that people read.
        countries: members, by name or ISO 3166 code.
    """

    label: Label
    countries: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Attribute(_Holder, frozen=True, kw_only=True):
    """A further thing to know of each country, beside its level.

    Attributes:
        label: name that people read.
        values: values that facts may have: id and label.
    """

    label: Label
    values: Mapping[Id, Label]


class Source(_Part, frozen=True, kw_only=True):
    """A publication that claims cite.

    Attributes:
        id: id by which evidence names the source.
        publisher: name of the publisher.
        kind: kind of publisher.
        title: headline, or a description in square brackets if the headline was not seen.
        url: address of the page.
        date: date of publication.
        author: author, if the page states one.
        language: language of the title, as a BCP 47 tag such as en.
        archived: address of an archived copy.
        accessed: day on which the page was read.
        reliability: letter of this source, if it differs from the letter of its kind of publisher.
        title_en: English translation of a title in another language.
    """

    id: Id
    publisher: Text
    kind: SourceKind
    title: Text
    url: Url | None = None
    date: Date | None = None
    author: Text | None = None
    language: Language | None = None
    archived: Url | None = None
    accessed: Day | None = None
    reliability: Reliability | None = None
    title_en: Text | None = None


class Evidence(_Part, frozen=True, kw_only=True):
    """One source's verdict on one claim.

    Attributes:
        source: id of a source.
        verdict: supports, partly or contradicts; if left out, the source supports the claim.
        note: what the source reports, in one sentence.
        locator: place in the source, such as a page or a paragraph.
    """

    source: Text
    verdict: Verdict = Verdict.SUPPORTS
    note: Text | None = None
    locator: Text | None = None


class _Claim(_Part, frozen=True, kw_only=True):
    """A claim with its evidence. In a dossier that was read, each has an id, written or made.

    Attributes:
        id: id of the record; if left out, it is made from the fields that identify the record.
        evidence: sources of the claim, each as an id alone (the source supports the claim) or with a verdict.
    """

    id: Id = ""
    evidence: tuple[Evidence, ...]

    @property
    def disputed(self) -> bool:
        """Whether some evidence contradicts the claim."""
        for item in self.evidence:  # noqa: SIM110 - this runs for all records, and a generator takes twice the time
            if item.verdict is Verdict.CONTRADICTS:
                return True
        return False


class Stance(_Claim, frozen=True, kw_only=True):
    """The position of a country from a date on; the next stance of the country supersedes it.

    Attributes:
        country: name or ISO 3166 code of the country.
        since: day from which the stance holds.
        ended: first day on which the stance no longer held, if no other stance follows.
        reviewed: day up to which a search found nothing newer.
        level: id of the level.
        status: position in a few words.
        concerns: ids of concerns, the main concern first.
        summary: what the country does and says, in a few sentences.
        credibility: credibility of the claim: 1 confirmed, 2 probably true, 3 possibly true, 4 doubtful, 5
            improbable, 6 cannot be judged.
        newly_known: true if the country reached the level on an unknown earlier day, and only the evidence is new.
        due: day from which the stance is stale, until a later review or source.
    """

    country: Text
    since: Date
    ended: Date | None = None
    reviewed: Date | None = None
    level: Text
    status: Label
    concerns: tuple[Text, ...] = ()
    summary: Text
    credibility: Credibility
    newly_known: bool = False
    due: Day | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """The country, as the other records name theirs."""
        return (self.country,)

    @property
    def main_concern(self) -> str | None:
        """The concern that comes first, if there is one."""
        return self.concerns[0] if self.concerns else None

    @property
    def begins(self) -> PartialDate:
        """The date from which on the stance holds."""
        return self.since


class Topic(_Claim, frozen=True, kw_only=True):
    """Something under discussion; no country means international partners in general.

    Attributes:
        kind: kind of topic.
        title: name of the topic in a few words.
        summary: explanation in a few sentences.
        countries: names or ISO 3166 codes; an empty list means international partners in general.
        since: day from which the topic is under discussion.
        credibility: credibility of the claim, from 1 (confirmed) to 6 (cannot be judged).
    """

    kind: TopicKind
    title: Label
    summary: Text
    countries: tuple[Text, ...]
    since: Date | None = None
    credibility: Credibility

    @property
    def begins(self) -> PartialDate | None:
        """The date from which the record holds; None if unknown."""
        return self.since


class StageStep(_Part, frozen=True, kw_only=True):
    """A stage that a piece of cooperation came to.

    Attributes:
        stage: stage that the cooperation reached.
        since: first day of this stage.
        note: what happened, in one sentence.
    """

    stage: Stage
    since: Date
    note: Text | None = None


class Sector(_Claim, frozen=True, kw_only=True):
    """A field of cooperation; no country means international partners in general.

    Its `stage` and `since` are those of the last of its `stages`, where it has more than one.

    Attributes:
        sector: id of a sector.
        countries: names or ISO 3166 codes; an empty list means international partners in general.
        initiative: what is planned or done.
        outcome: intended result.
        stage: stage that the cooperation has reached.
        since: first day of this stage.
        stages: each stage with its date, oldest first; replaces stage and since.
        summary: what else is known.
        credibility: credibility of the claim, from 1 (confirmed) to 6 (cannot be judged).
    """

    sector: Text
    countries: tuple[Text, ...]
    initiative: Line | None = None
    outcome: Line | None = None
    stage: Stage
    since: Date | None = None
    stages: tuple[StageStep, ...] = ()
    summary: Text | None = None
    credibility: Credibility

    @property
    def begins(self) -> PartialDate | None:
        """The date from which the record holds; None if unknown."""
        return self.stages[0].since if self.stages else self.since


class Event(_Claim, frozen=True, kw_only=True):
    """A dated happening; `follow_up` marks one that came after the dossier's own day.

    Attributes:
        date: date of the event, or the first day of one that lasts longer.
        title: what happened.
        last_day: last day of an event that lasts longer than a day.
        countries: names or ISO 3166 codes.
        summary: what else is known.
        follow_up: true if the event is later than the dossier's `as_of`.
        credibility: credibility of the claim, from 1 (confirmed) to 6 (cannot be judged).
    """

    date: Date
    title: Headline
    last_day: Day | None = None
    countries: tuple[Text, ...] = ()
    summary: Text | None = None
    follow_up: bool = False
    credibility: Credibility | None = None

    @property
    def begins(self) -> PartialDate:
        """The date on which it happened or began."""
        return self.date

    @property
    def ends(self) -> PartialDate:
        """The date on which it happened or ended."""
        return self.last_day or self.date


class Total(_Part, frozen=True, kw_only=True):
    """The number of countries that could have a stance.

    Attributes:
        count: number of countries that could have a stance.
        what: which countries are counted, such as: states that may join.
    """

    count: Count
    what: Label


class OfficialCount(_Part, frozen=True, kw_only=True):
    """The number of countries on some levels, as an authority counted them on a day.

    Attributes:
        levels: ids of all levels that the number includes; a number of signatories that includes parties has two.
        count: number of countries at these levels.
        date: day to which the number applies.
        evidence: sources of the number.
    """

    levels: Annotated[tuple[Text, ...], Meta(min_length=1)]
    count: Count
    date: Date
    evidence: tuple[Evidence, ...]


class Searched(_Part, frozen=True, kw_only=True):
    """The countries for which a search found nothing by which a stance could be set.

    Attributes:
        until: day up to which sources were searched.
        countries: names or ISO 3166 codes.
    """

    until: Date
    countries: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Coverage(_Part, frozen=True, kw_only=True):
    """Which countries a dossier covers. A country is covered if it has a stance.

    Attributes:
        complete: true if every country that `of` counts has a stance, false if not; may be left out.
        of: number of countries that could have a stance, and which countries these are.
        official: numbers of countries that an authority counted, with dates.
        searched: countries for which a search found no stance, and the day up to which sources were searched.
        note: how the countries were chosen.
    """

    complete: bool | None = None
    of: Total | None = None
    official: tuple[OfficialCount, ...] = ()
    searched: Searched | None = None
    note: Text | None = None


def _none(_: object) -> None:
    """Return None, for a key that other records have."""


class BottomLine(_Claim, frozen=True, kw_only=True):
    """The standing position of a country in two or three sentences; a newer one replaces it.

    Attributes:
        country: name or ISO 3166 code of the country.
        date: day for which the bottom line was written.
        text: two or three sentences of at most 30 words each, at most 600 characters.
    """

    country: Text
    date: Date
    text: Paragraph

    credibility = property(_none)
    summary = property(_none)

    @property
    def countries(self) -> tuple[str, ...]:
        """The country, as the other records name theirs."""
        return (self.country,)

    @property
    def begins(self) -> PartialDate:
        """The day for which it was written."""
        return self.date


class Fact(_Claim, frozen=True, kw_only=True):
    """The value that an attribute of a country has from a date on. A country without a fact is not known.

    Attributes:
        country: name or ISO 3166 code of the country.
        attribute: id of an attribute.
        value: id of one of the values of the attribute.
        since: first day on which the value applied; if left out, the day of the oldest source.
        ended: first day on which the value no longer applied; requires since.
        note: what else is known, in one sentence.
        credibility: credibility of the claim, from 1 (confirmed) to 6 (cannot be judged).
    """

    country: Text
    attribute: Text
    value: Text
    since: Date | None = None
    ended: Date | None = None
    note: Text | None = None
    credibility: Credibility | None = None

    @property
    def countries(self) -> tuple[str, ...]:
        """The country, as the other records name theirs."""
        return (self.country,)

    @property
    def summary(self) -> str | None:
        """Its note, in place of the summary of other records."""
        return self.note

    @property
    def setting(self) -> str:
        """Attribute and value as `--fact` takes them: `own-mission=open`."""
        return f"{self.attribute}={self.value}"

    @property
    def begins(self) -> PartialDate | None:
        """The date from which it applies; None where only its sources date it."""
        return self.since


class Totals(_Part, frozen=True, kw_only=True):
    """How many voted in each way, as the result was announced.

    Attributes:
        in_favour: number of votes in favour.
        against: number of votes against.
        abstained: number of abstentions.
    """

    in_favour: Count
    against: Count
    abstained: Count


class Vote(_Claim, frozen=True, kw_only=True):
    """A vote on a text, and who voted how. A text adopted without a vote has the roll call `none`.

    Attributes:
        date: date of the vote.
        body: body that voted, such as the UN General Assembly.
        document: symbol of the text, such as A/RES/73/48.
        title: title of the text.
        result: adopted, rejected or not acted on.
        totals: number of votes of each kind.
        roll_call: complete: a country in no list had no right to vote; partial: the vote of a country in no list
            is unknown; none: the text was adopted without a vote.
        in_favour: countries that voted in favour: names or ISO 3166 codes.
        against: countries that voted against.
        abstained: countries that abstained.
        absent: countries that had a vote but did not cast it.
        follow_up: true if the vote is later than the dossier's `as_of`.
    """

    date: Date
    body: Text
    document: Text | None = None
    title: Text
    result: VoteResult
    totals: Totals | None = None
    roll_call: RollCall
    in_favour: tuple[Text, ...] = ()
    against: tuple[Text, ...] = ()
    abstained: tuple[Text, ...] = ()
    absent: tuple[Text, ...] = ()
    follow_up: bool = False

    credibility = property(_none)
    summary = property(_none)

    @property
    def countries(self) -> tuple[str, ...]:
        """The countries of all lists, in the order of the lists."""
        return (*self.in_favour, *self.against, *self.abstained, *self.absent)

    @property
    def choices(self) -> tuple[tuple[str, Choice], ...]:
        """Each country of the lists with how it voted, in the order of the lists."""
        lists = (self.in_favour, self.against, self.abstained, self.absent)
        return tuple((country, how) for how, named in zip(Choice, lists, strict=True) for country in named)

    @property
    def begins(self) -> PartialDate:
        """The date on which it was taken."""
        return self.date

    @property
    def ends(self) -> PartialDate:
        """The date on which it was taken."""
        return self.date


Record: TypeAlias = Stance | Topic | Sector | Event | BottomLine | Fact | Vote


class Dossier(_Holder, frozen=True, kw_only=True):
    """Everything that is known on one subject, as of one day.

    In a dossier that was read, countries are codes in the records, and keys in `countries`.

    Attributes:
        id: id of the dossier, by which -d finds it.
        title: title of the dossier.
        subject: what the countries take a stance on.
        as_of: day up to which the dossier was last reviewed.
        summary: what the dossier is about, in a few sentences.
        format: version of the format, at most 3; it increases only when the format changes.
        coverage: which countries the dossier covers, and how many could be covered.
        rules: rules for coding, one text for each rule.
        levels: levels that stances may have, the lowest first.
        terms: concerns and sectors that records may have.
        attributes: attributes of countries other than the level, by id; facts have their values.
        countries: names and types of countries and bodies that brief does not know, by code.
        groups: countries that --group and --region select together, by the id of the group.
        grades: reliability of sources, by kind of publisher.
        sources: publications that records cite.
        stances: positions of countries.
        topics: matters under discussion.
        sectors: cooperation by sector.
        events: dated happenings.
        bottom_lines: standing position of each country in two or three sentences.
        facts: dated values of attributes.
        votes: votes on texts, and how each country voted.
    """

    id: Id = field(name="dossier")
    title: Text
    subject: Text
    as_of: Date
    summary: Text
    format: FormatVersion | None = None
    coverage: Coverage | None = None
    rules: tuple[Text, ...] = ()
    levels: Annotated[tuple[Level, ...], Meta(min_length=1)]
    terms: Terms = Terms()
    attributes: Mapping[Id, Attribute] = {}
    countries: Mapping[CountryCode, Country] = {}
    groups: Mapping[Id, Group] = {}
    grades: Mapping[SourceKind, Reliability] = {}
    sources: tuple[Source, ...] = ()
    stances: tuple[Stance, ...] = ()
    topics: tuple[Topic, ...] = ()
    sectors: tuple[Sector, ...] = ()
    events: tuple[Event, ...] = ()
    bottom_lines: tuple[BottomLine, ...] = ()
    facts: tuple[Fact, ...] = ()
    votes: tuple[Vote, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        """Its records of every kind, superseded stances among them."""
        before: tuple[Record, ...] = (*self.stances, *self.topics, *self.sectors, *self.events)
        return (*before, *self.bottom_lines, *self.facts, *self.votes)

    def reliability_of(self, source: Source) -> Reliability:
        """Return the grade of a source: its own, else that of its kind, else F."""
        return source.reliability or self.grades.get(source.kind, Reliability.F)


def has_single_source(record: Record, sources: Mapping[str, Source]) -> bool:
    """Whether fewer than two publishers support a claim in full; `sources` are those of its dossier by id."""
    supporting = (sources[item.source] for item in record.evidence if item.verdict is Verdict.SUPPORTS)
    return count_publishers(supporting) < 2


def count_publishers(sources: Iterable[Source]) -> int:
    """Return how many publishers report a matter independently, as far as their sources show.

    A reprint "AFP via Dawn" counts as AFP. One that does not name its origin so counts if it names none of the
    others, and several such reprints count as one. Aggregators do not count, because their origin is unknown.
    """
    own, reprints = set(), []
    for source in sources:
        origin, via, _ = fold(source.publisher).partition(" via ")
        if source.kind is SourceKind.REPRINT and not via:
            reprints.append(origin)
        elif source.kind is not SourceKind.AGGREGATOR:
            own.add(origin if source.kind is SourceKind.REPRINT else fold(source.publisher))
    return len(own) + any(not any(f" {name} " in f" {reprint} " for name in own) for reprint in reprints)
