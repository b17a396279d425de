"""A merge of any two sets of edits contains both, or reports a conflict, and only where both changed one field."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from briefcli.edit.merge import merged
from briefcli.reading.yamloutline import outline

WORDS = st.sampled_from(["one", "two words", "'quoted': text", "- odd", "ü"])
SOURCES = st.lists(st.sampled_from(["s1", "s2", "s3", "s4"]), min_size=1, unique=True)
FIELDS = ("date", "title", "summary", "evidence", "countries")
_ABSENT = object()


@st.composite
def records(draw: st.DrawFn, number: int) -> dict[str, Any]:
    """Return an event; its id is its number."""
    made: dict[str, Any] = {"date": "2025-01-01", "title": f"Title {number}", "evidence": draw(SOURCES)}
    made |= {"id": f"e{number}"}
    if draw(st.booleans()):
        made["summary"] = draw(WORDS)
    if draw(st.booleans()):
        made["countries"] = draw(st.lists(st.sampled_from(["Japan", "Peru", "Chad"]), min_size=1, unique=True))
    return made


@st.composite
def edits(draw: st.DrawFn, base: list[dict[str, Any]], first_new: int) -> list[dict[str, Any]]:
    """Return the records after some were changed, removed and added."""
    after = []
    for record in base:
        match draw(st.sampled_from(["keep", "keep", "change", "remove"])):
            case "keep":
                after.append(dict(record))
            case "change":
                changed = record | draw(
                    st.fixed_dictionaries({}, optional={"summary": WORDS, "title": WORDS, "evidence": SOURCES})
                )
                if draw(st.booleans()):
                    changed.pop("countries", None)
                after.append(changed)
        if draw(st.integers(0, 3)) == 0:
            after.append(draw(records(first_new + len(after))))
    return after


def written(items: list[dict[str, Any]], *, in_flow: bool, indent: int) -> str:
    """Return the text of a file with these events, each with a comment before it."""
    lines = ["# a file", "title: River  # its title", "", "events:"] if items else ["# a file", "title: River"]
    for item in items:
        fields = {
            key: str(value).replace("'", "") if isinstance(value, list) else quoted(value)
            for key, value in item.items()
        }
        lines.append(f"{' ' * indent}# about {item['id']}")
        if in_flow:
            inner = ", ".join(f"{key}: {value}" for key, value in fields.items())
            lines.append(f"{' ' * indent}- {{{inner}}}")
        else:
            marks = ["- ", *["  "] * len(fields)]
            lines += [
                f"{' ' * indent}{mark}{key}: {value}"
                for mark, (key, value) in zip(marks, fields.items(), strict=False)
            ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    """Return a text in quotes."""
    return '"{}"'.format(text.replace('"', '\\"'))


def expected(sides: tuple[Any, Any, Any], key: str = "") -> tuple[Any, bool]:
    """Return a value after a merge, and whether it is in conflict."""
    old, our, their = sides
    if their in (our, old):
        return our, False
    if our == old:
        return their, False
    if key in {"evidence", "countries"} and isinstance(our, list) and isinstance(their, list):
        gone = set(old if isinstance(old, list) else ()) - (set(our) & set(their))
        return {*our, *their} - gone, False
    if isinstance(our, dict) and isinstance(their, dict):
        before = old if isinstance(old, dict) else {}
        found = {
            name: expected((before.get(name, _ABSENT), our.get(name, _ABSENT), their.get(name, _ABSENT)), name)
            for name in {**our, **their}
        }
        values = {name: value for name, (value, _) in found.items() if value is not _ABSENT}
        return values, any(is_conflict for _, is_conflict in found.values())
    return our, True


def comparable(record: dict[str, Any]) -> dict[str, Any]:
    """Return a record whose lists have no order."""
    return {key: set(value) if isinstance(value, list) else value for key, value in record.items()}


@given(st.data(), st.booleans(), st.sampled_from([(2, 2), (2, 4), (0, 2)]))
def test_a_merge_has_the_edits_of_both_sides(data: st.DataObject, in_flow: bool, indents: tuple[int, int]) -> None:  # noqa: FBT001
    """Or conflicts exactly where both changed one field differently; comments stay with their records."""
    base = [data.draw(records(number)) for number in range(data.draw(st.integers(0, 4)))]
    ours = data.draw(edits(base, 100))
    theirs = data.draw(edits(base, data.draw(st.sampled_from([100, 200]))))  # or new ids that both have
    old, our, their = (
        written(items, in_flow=in_flow, indent=indent)
        for items, indent in zip((base, ours, theirs), (*indents[:1], *indents), strict=True)
    )
    done = merged(old, our, their)
    sides = [{item["id"]: item for item in items} for items in (base, ours, theirs)]
    names = {**sides[0], **sides[1], **sides[2]}
    was, ours_by_id, theirs_by_id = sides
    found = {
        name: expected((was.get(name, _ABSENT), ours_by_id.get(name, _ABSENT), theirs_by_id.get(name, _ABSENT)))
        for name in names
    }
    assert bool(done.conflicts) == any(is_conflict for _, is_conflict in found.values())
    if done.conflicts:
        assert done.text.count("<<<<<<< ours\n") == len(done.conflicts)
        return
    tree = outline(done.text).tree
    assert isinstance(tree, dict)
    values = {name: comparable(value) for name, (value, _) in found.items() if value is not _ABSENT}
    result = list(tree.get("events") or ())
    assert {record["id"]: comparable(record) for record in result if isinstance(record, dict)} == values
    assert len(result) == len(values)
    assert all(f"# about {name}\n" in done.text for name in values)
    assert tree["title"] == "River"
