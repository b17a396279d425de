"""The typed records of a dossier.

One word per idea: the names here are the keys in YAML and JSON and the names of columns.
The limits are told as msgspec constraints, so that reading, the JSON Schema and the
documentation share them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

from msgspec import Meta, Struct, field

from briefcli.dossier.dates import DATE_PATTERN, PartialDate
from briefcli.dossier.problems import Rule

Text = Annotated[str, Meta(min_length=1, extra={"expects": "text"})]
Label = Annotated[str, Meta(min_length=1, max_length=60, extra={"expects": "a label"})]
Headline = Annotated[str, Meta(min_length=1, max_length=80, extra={"expects": "a headline"})]
Line = Annotated[str, Meta(min_length=1, max_length=90, extra={"expects": "a line"})]
Id = Annotated[
    str,
    Meta(
        pattern="^[a-z0-9]+([-.][a-z0-9]+)*$",
        extra={"expects": "an id of small letters, digits and hyphens"},
    ),
]
CountryCode = Annotated[str, Meta(pattern="^[A-Z]{2,3}$", extra={"expects": "a code of two or three capitals"})]
Url = Annotated[
    str,
    Meta(
        pattern=r"^https?://[^\s/?#]+([/?#]\S*)?$",
        extra={"expects": "a web address", "rule": Rule.URL},
    ),
]
Date = Annotated[PartialDate, Meta(pattern=DATE_PATTERN, extra={"expects": "a date", "rule": Rule.DATE})]
Credibility = Annotated[
    int, Meta(ge=1, le=6, extra={"expects": "a number from 1 (confirmed) to 6 (cannot be judged)"})
]


class SourceKind(StrEnum):
    """What kind of publisher a source has."""

    OFFICIAL = "official"
    STATE_MEDIA = "state-media"
    AGENCY = "agency"
    BROADCASTER = "broadcaster"
    PRESS = "press"
    SPECIALIST = "specialist"
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
    """What a source says of the claim that it is cited for."""

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


class _Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all parts of a dossier have in common: immutable, and no key but the named ones."""


class Level(_Part, frozen=True, kw_only=True):
    """One step of the ladder of stances, which is an ordinal scale without scores."""

    id: Id
    label: Label
    meaning: Text


class Terms(_Part, frozen=True, kw_only=True):
    """The vocabularies of a dossier: a record may use no other id."""

    concerns: dict[Id, Label] = {}
    sectors: dict[Id, Label] = {}


class Country(_Part, frozen=True, kw_only=True):
    """A country, or a body such as the European Union, under the names that people type."""

    name: Label
    aliases: tuple[Text, ...] = ()


class Source(_Part, frozen=True, kw_only=True):
    """A publication that claims rest on."""

    id: Id
    publisher: Text
    kind: SourceKind
    title: Text
    url: Url | None = None
    date: Date | None = None
    reliability: Reliability = Reliability.F


class Evidence(_Part, frozen=True, kw_only=True):
    """One source's verdict on one claim."""

    source: Id
    verdict: Verdict = Verdict.SUPPORTS
    note: Text | None = None
    locator: Text | None = None


class _Claim(_Part, frozen=True, kw_only=True):
    """A claim with its evidence."""

    evidence: tuple[Evidence, ...]

    @property
    def disputed(self) -> bool:
        """Whether some evidence contradicts the claim."""
        return any(item.verdict is Verdict.CONTRADICTS for item in self.evidence)


class Stance(_Claim, frozen=True, kw_only=True):
    """Where a country stands from a date on; the next stance of the country supersedes it."""

    country: Text
    since: Date
    level: Id
    status: Label
    concerns: tuple[Id, ...] = ()
    summary: Text
    credibility: Credibility

    @property
    def countries(self) -> tuple[str, ...]:
        """The country, as the other records name theirs."""
        return (self.country,)

    @property
    def begins(self) -> PartialDate:
        """From when the record speaks."""
        return self.since


class Topic(_Claim, frozen=True, kw_only=True):
    """Something under discussion; no country means international partners in general."""

    kind: TopicKind
    title: Label
    summary: Text
    countries: tuple[Text, ...]
    since: Date | None = None
    credibility: Credibility

    @property
    def begins(self) -> PartialDate | None:
        """From when the record speaks; None where no date is known."""
        return self.since


class Sector(_Claim, frozen=True, kw_only=True):
    """A field of cooperation; no country means international partners in general."""

    sector: Id
    countries: tuple[Text, ...]
    initiative: Line | None = None
    outcome: Line | None = None
    stage: Stage
    since: Date | None = None
    summary: Text | None = None
    credibility: Credibility

    @property
    def begins(self) -> PartialDate | None:
        """From when the record speaks; None where no date is known."""
        return self.since


class Event(_Claim, frozen=True, kw_only=True):
    """A dated happening; `follow_up` marks one that came after the dossier's own day."""

    date: Date
    title: Headline
    countries: tuple[Text, ...] = ()
    summary: Text | None = None
    follow_up: bool = False
    credibility: Credibility | None = None

    @property
    def begins(self) -> PartialDate:
        """From when the record speaks."""
        return self.date


Record: TypeAlias = Stance | Topic | Sector | Event


class Dossier(_Part, frozen=True, kw_only=True):
    """Everything that is known on one subject, as of one day.

    In a dossier that was read, countries stand as codes in the records and under their codes
    in `countries`, and every source has its reliability.
    """

    id: Id = field(name="dossier")
    title: Text
    subject: Text
    as_of: Date
    summary: Text
    levels: Annotated[tuple[Level, ...], Meta(min_length=1)]
    terms: Terms = Terms()
    countries: dict[CountryCode, Country] = {}
    grades: dict[SourceKind, Reliability] = {}
    sources: tuple[Source, ...] = ()
    stances: tuple[Stance, ...] = ()
    topics: tuple[Topic, ...] = ()
    sectors: tuple[Sector, ...] = ()
    events: tuple[Event, ...] = ()
