"""The bundled dossier says what the article says, each row graded against other coverage."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from briefcli import load
from briefcli.dossier.model import Record, TopicKind, Verdict
from briefcli.reading.files import DossierFile
from briefcli.reading.problems import Severity
from briefcli.reading.reading import examine_dossier

DATA = Path(__file__).parents[1] / "data"
VISIT = load("japan-visit")
CLAIMS: list[Record] = [*VISIT.stances, *VISIT.topics, *VISIT.sectors]


def test_the_dossier_passes_the_strict_check() -> None:
    """No error and no warning."""
    path = DATA / "stances.yaml"
    problems = examine_dossier([DossierFile(str(path), path.read_bytes())])
    assert [str(problem) for problem in problems if problem.rule.severity is not Severity.NOTICE] == []


def test_the_stances_are_the_rows_of_the_article() -> None:
    """Country, status and concerns as the article's table has them."""
    rows = [(stance.country, stance.status, list(stance.concerns)) for stance in VISIT.stances]
    assert rows == [
        ("JP", "Exploring diplomatic relations", ["human-rights", "economic-aid"]),
        ("US", "Non-recognition", ["counter-terrorism", "human-rights"]),
        ("PK", "Supportive", ["regional-instability"]),
        ("CN", "Strategic engagement", ["investment-opportunities"]),
    ]
    assert [stance.country for stance in VISIT.stances if stance.disputed] == ["JP", "PK"]


def test_the_topics_are_those_of_the_article() -> None:
    """Sixteen topics, of five kinds."""
    assert Counter(topic.kind for topic in VISIT.topics) == {
        TopicKind.AGENDA: 3,
        TopicKind.OBJECTIVE: 3,
        TopicKind.FOCUS_AREA: 3,
        TopicKind.CHALLENGE: 4,
        TopicKind.RECOMMENDATION: 3,
    }


def test_the_sectors_are_those_of_the_article() -> None:
    """Six with Japan, of which three name an outcome, and four with partners in general, which name no initiative."""
    japan = [record for record in VISIT.sectors if record.countries == ("JP",)]
    partners = [record for record in VISIT.sectors if record.countries == ()]
    assert [(record.sector, record.outcome is not None) for record in japan] == [
        ("infrastructure", True),
        ("education", True),
        ("agriculture", True),
        ("trade-and-investment", False),
        ("humanitarian-aid", False),
        ("environmental-cooperation", False),
    ]
    assert [(record.sector, record.initiative) for record in partners] == [
        ("agriculture", None),
        ("education", None),
        ("healthcare", None),
        ("infrastructure", None),
    ]


def test_every_claim_rests_on_the_article_and_is_compared_with_others() -> None:
    """The article comes first, and at least one other source has been looked at."""
    for record in CLAIMS:
        assert record.evidence[0].source == "article"
        assert len(record.evidence) > 1


def test_credibility_follows_from_the_verdicts() -> None:
    """Contradicted claims are improbable, corroborated ones have another source that supports them."""
    for record in CLAIMS:
        others = Counter(item.verdict for item in record.evidence[1:])
        assert (record.credibility == 5) == (others[Verdict.CONTRADICTS] > 0)
        if record.credibility == 2:
            assert others[Verdict.SUPPORTS] > 0
        if record.credibility == 6:
            assert set(others) == {Verdict.PARTLY}


def test_the_events_run_from_the_invitation_to_the_talk_in_kabul() -> None:
    """The last one came after the dossier's own day and says so."""
    dates = [(event.date, event.follow_up) for event in VISIT.events]
    assert dates[0] == ("2024-07-29", False)
    assert dates[-1] == ("2025-03-27", True)
    assert [date for date, follow_up in dates if follow_up] == ["2025-03-27"]


def test_the_article_itself_cannot_be_judged() -> None:
    """It has no address and no date, and its title is in brackets."""
    (article,) = [source for source in VISIT.sources if source.id == "article"]
    assert (article.url, article.date, article.kind, article.reliability) == (None, None, "aggregator", "F")
    assert article.title.startswith("[")
