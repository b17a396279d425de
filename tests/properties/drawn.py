"""Dossiers in which `check` finds no error, drawn at random."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st

from briefcli.characters import UNSAFE
from briefcli.dossier.countries import iso_code
from briefcli.dossier.dates import PartialDate, has_begun
from briefcli.dossier.kinds import VOTE
from briefcli.dossier.model import Reliability, SourceKind, Stage, TopicKind, Verdict, VoteResult
from briefcli.dossier.regions import regions
from briefcli.dossier.spelling import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    Tree = dict[str, Any]
    Drawn = st.SearchStrategy[Any]

#: What is markup, code, a formula, a value of another type or an end of something in one of the formats.
FRAGMENTS = (
    *("|", "`", "```", '"', "'", "\n", "\n\n", "\t", "  ", "\\", "*", "_", "~~", "^", "$x$", "[", "](", "[^1]"),
    *("[^1]: ", "#", "# ", "> ", "- ", "+ ", "1. ", "a) ", "(i) ", "| - |", "---", "===", "=1+1", "-5 %", "@x"),
    *("\uff1d1", "%", ": ", "&amp;", "&lt;", "&#60;", "<b>", "</td>", "<script>alert(1)</script>", "<!--", "-->"),
    *("<https://example.org>", "[x](javascript:alert(1))", "![x](data:text/html,x)", "javascript:x", "[red]"),
    *("[/]", "{{7*7}}", "{.x}", ":::", "; ", ",", ". ", "! ", "NA", "NULL", "no", "1.10", "007", "1e5"),
    *(
        "0x10",
        "0o7",
        "true",
        "2025-02",
        "é",
        "e\u0301",
        "\u0301",
        "ß",
        "\u0131",
        "友好",
        "سلم",
        "\u06cc\u200c\u062e",
        "🇳🇴",
    ),
    *("👩\u200d🚀", "\U0001d538", "\xa0", "\xad"),
)
_LETTERS = st.characters(codec="utf-8").filter(lambda char: not re.search(UNSAFE, char))
#: The countries of records, as they are typed; bodies of the dossier's own come beside them.
_COUNTRIES = ("NO", "Norway", "us", "Namibia", "Côte d'Ivoire")


def examples(share: int) -> int:
    """Return how many examples a costly property gets, of each hundred that the profile has."""
    return math.ceil(settings.default.max_examples * share / 100) if settings.default else share


def texts(most: int = 40) -> st.SearchStrategy[str]:
    """Texts of one to `most` characters, most of them hostile, and some of them alike."""
    pieces = st.sampled_from(FRAGMENTS) | st.sampled_from("ab Z9") | _LETTERS
    several = st.lists(pieces, min_size=1, max_size=8).map(lambda parts: "".join(parts)[:most])
    return (st.sampled_from("aA") | st.sampled_from(FRAGMENTS) | several).filter(str.strip)


def lines() -> st.SearchStrategy[str]:
    """Such texts of one line, as labels and titles are."""
    return texts().filter(lambda text: "\n" not in text)


ids = st.from_regex(r"[a-z0-9]{1,3}([-.][a-z0-9]{1,2})?", fullmatch=True)
dates = st.one_of(
    st.sampled_from(["2024", "2024-02", "2024-02-29", "2024-03", "2025"]),
    st.builds(lambda day, length: day.isoformat()[:length], st.dates(), st.sampled_from([4, 7, 10])),
)
_hosts = st.sampled_from(["example.org", "a.b:80", "[::1]", "友.example", "<b>", "'", '"', "&lt;", "*_`|"])
_rests = st.lists(st.sampled_from(FRAGMENTS) | _LETTERS, max_size=4).map(
    lambda parts: "".join("".join(parts).split())
)
urls = st.builds("{}://{}{}{}".format, st.sampled_from(["http", "https"]), _hosts, st.sampled_from("/?#"), _rests)


@st.composite
def dossiers(draw: st.DrawFn) -> Tree:
    """Draw the tree of a dossier in which `check` finds no error."""
    tree: Tree = {"dossier": draw(ids), "as_of": draw(dates)}
    tree |= {key: draw(texts()) for key in ("title", "subject", "summary")}
    tree["levels"] = draw(_several({"id": ids, "label": lines(), "meaning": texts()}, "id", least=1))
    tree["terms"] = {key: draw(st.dictionaries(ids, lines(), max_size=3)) for key in ("concerns", "sectors")}
    taken = {level["id"] for level in tree["levels"]}.union(*tree["terms"].values())
    attribute = {"label": lines(), "values": st.dictionaries(ids, lines(), min_size=1, max_size=3)}
    tree["attributes"] = draw(
        st.dictionaries(ids.filter(lambda key: key not in taken), st.fixed_dictionaries(attribute), max_size=2)
    )
    tree["countries"] = draw(_bodies())
    country = st.sampled_from([*_COUNTRIES, *tree["countries"]])
    group = {"label": lines().filter(fold), "countries": st.lists(country, min_size=1, max_size=3)}
    tree["groups"] = draw(_groups(group))
    tree["grades"] = draw(st.dictionaries(_words(SourceKind), _words(Reliability), max_size=3))
    tree["sources"] = draw(_sources())
    for name, strategy in _records(tree).items():
        tree[name] = draw(strategy)
    return tree


def _words(kind: Any) -> Drawn:
    return st.sampled_from([member.value for member in kind])


def _several(
    fields: dict[str, Drawn], key: str | Callable[[Tree], Hashable], *, least: int = 0, **may: Drawn
) -> Drawn:
    """Draw up to three mappings that differ in a key."""
    identity = key if callable(key) else lambda entry: entry[key]
    return st.lists(st.fixed_dictionaries(fields, optional=may), min_size=least, max_size=3, unique_by=(identity,))


def _bodies() -> Drawn:
    """Draw bodies with codes and names that are no country's."""
    names = lines().filter(lambda name: iso_code(name) is None)
    listed = st.lists(names, max_size=3, unique_by=fold)
    return listed.map(
        lambda found: {f"X{letter}": {"name": name} for letter, name in zip("ABC", found, strict=False)}
    )


def _groups(group: dict[str, Drawn]) -> Drawn:
    """Draw up to two groups of which none has a name of the other or of a region."""
    regional = {fold(name) for name in regions()}

    def apart(found: Tree) -> bool:
        names = [{fold(key), fold(entry["label"])} for key, entry in found.items()]
        return not any(own & regional for own in names) and len(set().union(*names)) == sum(map(len, names))

    return st.dictionaries(ids, st.fixed_dictionaries(group), max_size=2).filter(apart)


def _sources() -> Drawn:
    fields = {"id": ids, "publisher": texts(), "kind": _words(SourceKind), "title": texts(60)}
    return _several(fields, "id", least=1, url=urls, date=dates, reliability=_words(Reliability))


def _records(tree: Tree) -> dict[str, Drawn]:
    """Return what draws the records of each kind, with references that lead somewhere."""
    as_of = PartialDate(tree["as_of"])
    sources = st.sampled_from([source["id"] for source in tree["sources"]])
    told = st.fixed_dictionaries(
        {"source": sources}, optional={"verdict": _words(Verdict), "note": texts(), "locator": texts()}
    )
    claim = {
        "credibility": st.sampled_from("123456"),
        "evidence": st.lists(sources | told, min_size=1, max_size=3).map(_of_one_mind),
    }
    begun = dates.map(lambda date: date if has_begun(PartialDate(date), as_of) else as_of)
    country = st.sampled_from([*_COUNTRIES, *tree["countries"]])
    countries = st.lists(country, max_size=3)
    concerns, sectors = tree["terms"]["concerns"], tree["terms"]["sectors"]
    stances = _several(
        {"country": country, "since": begun, "level": st.sampled_from([level["id"] for level in tree["levels"]])}
        | {"status": lines(), "summary": texts(), **claim},
        lambda entry: (_code(entry["country"]), entry["since"]),
        concerns=st.lists(st.sampled_from(list(concerns)), max_size=3) if concerns else st.builds(list),
    )
    topics = _several(
        {"kind": _words(TopicKind), "title": lines(), "summary": texts(), "countries": countries, **claim},
        lambda entry: (entry["kind"], fold(entry["title"])),
        since=begun,
    )
    cooperation = _several(
        {"sector": st.sampled_from(list(sectors) or [""]), "countries": countries, "initiative": lines()}
        | {"stage": _words(Stage), **claim},
        lambda entry: (entry["sector"], fold(entry["initiative"])),
        since=begun,
        outcome=lines(),
        summary=texts(),
    )
    events = _several(
        {"date": dates, "title": lines(), "evidence": claim["evidence"]},
        lambda entry: (entry["date"], fold(entry["title"])),
        countries=countries,
        summary=texts(),
        credibility=claim["credibility"],
    )
    bottom_lines = _several(
        {"country": country, "date": begun, "text": lines(), "evidence": claim["evidence"]},
        lambda entry: (_code(entry["country"]), entry["date"]),
    )
    values = [(key, value) for key, one in tree["attributes"].items() for value in one["values"]]
    facts = _several(
        {"country": country, "setting": st.sampled_from(values or [("", "")]), "evidence": claim["evidence"]},
        lambda entry: (_code(entry["country"]), entry["setting"][0]),
        since=begun,
        note=texts(),
        credibility=claim["credibility"],
    )
    ballots = st.lists(
        st.tuples(country, st.sampled_from(VOTE.country_keys)), max_size=4, unique_by=lambda one: _code(one[0])
    )
    votes = _several(
        {
            "date": dates,
            "body": texts(),
            "title": texts(),
            "result": _words(VoteResult),
            "roll_call": st.just("partial"),
        }
        | {"ballots": ballots, "evidence": claim["evidence"]},
        lambda entry: (entry["date"], fold(entry["body"]), fold(entry["title"])),
        document=texts(),
    )
    return {
        "stances": stances,
        "topics": topics,
        "sectors": cooperation if sectors else st.builds(list),
        "events": events.map(lambda found: [_marked(event, as_of) for event in found]),
        "bottom_lines": bottom_lines,
        "facts": facts.map(lambda found: [_set(fact) for fact in found]) if values else st.builds(list),
        "votes": votes.map(lambda found: [_marked(_cast(vote), as_of) for vote in found]),
    }


def _set(fact: Tree) -> Tree:
    """Return a fact with its attribute and value under their keys."""
    attribute, value = fact["setting"]
    return {key: one for key, one in fact.items() if key != "setting"} | {"attribute": attribute, "value": value}


def _cast(vote: Tree) -> Tree:
    """Return a vote with its ballots in lists."""
    lists: dict[str, list[str]] = {}
    for country, key in vote["ballots"]:
        lists.setdefault(key, []).append(country)
    return {key: one for key, one in vote.items() if key != "ballots"} | lists


def _of_one_mind(evidence: list[Tree | str]) -> list[Tree | str]:
    """Return evidence in which no source contradicts what it also supports."""
    told: list[Tree] = [{"source": item} if isinstance(item, str) else item for item in evidence]
    supporting = {item["source"] for item in told if item.get("verdict", "supports") == "supports"}
    return [
        item
        for item, whole in zip(evidence, told, strict=True)
        if whole["source"] not in supporting or whole.get("verdict") != "contradicts"
    ]


def _code(country: str) -> str:
    return iso_code(country) or country


def _marked(event: Tree, as_of: PartialDate) -> Tree:
    """Return an event that is marked if it came after the dossier's own day."""
    return event if has_begun(event["date"], as_of) else {**event, "follow_up": "true"}
