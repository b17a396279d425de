"""From the files of a dossier to a Dossier, or to every problem with file, line and column."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from contextlib import suppress
from functools import cache, partial
from operator import itemgetter
from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec import structs

from briefcli.dossier.countries import CountryIndex, english_code, iso_country
from briefcli.dossier.dates import is_date
from briefcli.dossier.ids import with_ids
from briefcli.dossier.kinds import COUNTRY_KEYS, COUNTRY_LISTS, LIST_KEYS, RECORD_KEYS
from briefcli.dossier.model import FORMAT, OWN_KEY, Country, CountryType, Dossier, Stage
from briefcli.errors import DossierError
from briefcli.problems import MAX_PROBLEMS, Finding, Problem, Rule, Severity, quoted, shortened
from briefcli.reading import checks
from briefcli.reading.progress import observed
from briefcli.reading.shape import findings_of_faulty, keeps_patterns
from briefcli.reading.unfinished import merge_problems
from briefcli.reading.yamltext import YamlFile
from briefcli.wording import counted

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Sequence

    from briefcli.problems import TreePath
    from briefcli.reading.files import DossierFile
    from briefcli.reading.yamltext import Tree

    #: A finding with the number of its file, and its path within that file.
    _Routed: TypeAlias = tuple[int, TreePath, Finding]

#: Errors that a command can mend, so that it must read the dossier: an undefined name, and a date after as_of.
_MENDABLE = {
    *(Rule.SOURCE, Rule.COUNTRY, Rule.LEVEL, Rule.CONCERN, Rule.SECTOR),
    *(Rule.ATTRIBUTE, Rule.ATTRIBUTE_VALUE, Rule.AFTER_AS_OF),
}
#: The rules that each record of a copied file breaks, and how many of them are no accident.
_OF_COPIES, _FEW = {Rule.DUPLICATE_RECORD, Rule.DUPLICATE_ID, Rule.SAME_ADDRESS}, 3
#: The formats that are read, as dossiers write them.
_FORMATS = {str(number) for number in range(1, FORMAT + 1)}


def read_dossier(files: Sequence[DossierFile], name: str, *, limit: int = MAX_PROBLEMS) -> Dossier:
    """Return the dossier that the files hold together; an error calls it by `name`.

    Raises:
        DossierError: it breaks a rule of severity error; the error carries all such problems.
    """
    dossier, problems = _read(files, partial(checks.error_findings, limit=limit), limit)
    problems = [problem for problem in problems if problem.rule.severity is Severity.ERROR]
    if dossier is None or problems:
        msg = f"{name} cannot be read: {counted(len(problems), 'problem')}"
        raise DossierError(msg, tuple(problems))
    return with_ids(dossier)


def parsed(files: Sequence[DossierFile], limit: int = MAX_PROBLEMS) -> list[YamlFile]:
    """Return the trees of the files of a dossier, for `read_for_change`."""
    with observed(sum(len(file.data) for file in files)):
        return [_parsed(file, limit) for file in files]


def read_for_change(
    files: Sequence[YamlFile], name: str, today: datetime.date, before: Collection[Problem] | None = None
) -> tuple[Dossier, list[Problem]]:
    """Return the dossier that the files contain together, and its problems, for a command that changes it.

    The trees of the files stay as they are. Errors that a command can mend are no reason to refuse it.
    With the problems that it had `before` a change, only those that it has in addition are returned.

    Raises:
        DossierError: it has other errors, or after a change more errors than before.
    """
    joined = _Joined(files)
    joined.tree = msgspec.msgpack.decode(msgspec.msgpack.encode(joined.tree))
    rules = partial(checks.all_findings, today=today, most=None)
    dossier, problems = _examined(joined, files, rules, MAX_PROBLEMS)
    left = Counter(map(_without_place, before or ()))
    added = [problem for problem in problems if not _counted_off(left, problem)]
    allowed = _MENDABLE if before is None else set()
    errors = [one for one in added if one.rule.severity is Severity.ERROR and one.rule not in allowed]
    if dossier is None or errors:
        msg = f"{name} cannot be read: {counted(len(errors), 'problem')}"
        raise DossierError(msg, tuple(errors))
    return with_ids(dossier), added


def examine_dossier(
    files: Sequence[DossierFile],
    today: datetime.date | None = None,
    most: int | None = None,
    *,
    limit: int = MAX_PROBLEMS,
) -> list[Problem]:
    """Return every problem of a dossier, warnings and notices included, in file order, up to a limit.

    Problems that depend on today are reported if the day is given, and those about age if `most` is given too.
    """
    return _read(files, partial(checks.all_findings, today=today, most=most, limit=limit), limit)[1]


def _read(
    files: Sequence[DossierFile], rules: Callable[[Dossier], list[Finding]], limit: int
) -> tuple[Dossier | None, list[Problem]]:
    with observed(sum(len(file.data) for file in files)):
        read = [_parsed(file, limit) for file in files]
        return _examined(_Joined(read), read, rules, limit)


def _examined(
    joined: _Joined, files: Sequence[YamlFile], rules: Callable[[Dossier], list[Finding]], limit: int
) -> tuple[Dossier | None, list[Problem]]:
    """Return the dossier of a joined tree, which is completed for it, and its problems."""
    dossier = None
    findings: list[Finding] = []
    if later := _later_format(joined.tree):
        findings = [later]
    elif joined.whole:  # with a file missing, the rest would look wrong everywhere
        _complete(joined.tree)
        with suppress(msgspec.ValidationError):
            dossier = msgspec.convert(joined.tree, Dossier, strict=False)
        if dossier is not None and not keeps_patterns(dossier):
            dossier = None
        findings = rules(dossier) if dossier else findings_of_faulty(joined.tree, rules, limit=limit)
    id_of = partial(_id_at, joined.tree, cache(lambda: with_ids(dossier) if dossier else None))
    return dossier, _first(joined.problems(findings, id_of), [file.name for file in files], limit)


def _id_at(tree: dict[str, Tree], identified: Callable[[], Dossier | None], path: TreePath) -> str:
    """Return the id of the record at a path, "" if there is none; the written one if there is no dossier."""
    kind, index = path[:2] if len(path) > 1 else ("", 0)
    if kind not in LIST_KEYS or not isinstance(index, int):
        return ""
    if dossier := identified():
        return str(getattr(dossier, kind)[index].id)
    records = tree.get(str(kind))
    record = records[index] if isinstance(records, list) else ""
    written = record.get("id") if isinstance(record, dict) else None
    return written if isinstance(written, str) else ""


def _parsed(file: DossierFile, limit: int) -> YamlFile:
    """Return the tree of a file; if it is an unfinished merge, that is its problem, whatever YAML makes of it."""
    parsed = YamlFile(file.data, file.name, limit=limit)
    if parsed.problems and b"<<<<<<<" in file.data and (found := merge_problems(file.data, file.name)):
        parsed.problems = found[:limit]
        parsed.tree = None
    return parsed


def _without_place(problem: Problem) -> tuple[Rule, str]:
    """Return what makes a problem the same one in two versions of a dossier, whose lines differ."""
    return problem.rule, re.sub(r", in (?:line |\S+:)[0-9]+$", "", problem.message)


def _counted_off(left: Counter[tuple[Rule, str]], problem: Problem) -> bool:
    """Whether a problem is one of those that are left, of which it is then taken."""
    key = _without_place(problem)
    left[key] -= 1
    return left[key] >= 0


def _first(problems: list[Problem], names: list[str], limit: int) -> list[Problem]:
    """Return at most `limit` problems in file order, errors before others, and one more if some are left out.

    A later format comes before all others, because it may be their cause.
    """
    rank = {name: index for index, name in enumerate(names)}
    first = sorted(problems, key=lambda problem: problem.rule.severity is not Severity.ERROR)[:limit]
    first.sort(
        key=lambda problem: (problem.rule is not Rule.FORMAT, rank[problem.file], problem.line, problem.column)
    )
    if len(problems) > limit:
        message = f"there are more problems than these {limit:,}"
        first.append(structs.replace(first[-1], rule=Rule.MANY, message=message, remedy=Rule.MANY.remedy, id=""))
    return first


class _Joined:
    """The trees of several files as one, and the way back from a path to a file."""

    def __init__(self, files: Sequence[YamlFile]) -> None:
        self.tree: dict[str, Tree] = {}
        #: Whether the tree contains all of the files.
        self.whole = True
        self._files = files
        self._findings: list[tuple[int, Finding]] = []
        # For each top key the files that it comes from, and from which index on.
        self._origins: dict[str, list[tuple[int, int]]] = {}
        for number, file in enumerate(files):
            if isinstance(file.tree, dict):
                self._add(number, file.tree)
                continue
            self.whole = False
            if file.tree is not None:
                finding = Finding(Rule.TYPE, (), "a dossier is a mapping", "start from `brief new`")
                self._findings.append((number, finding))

    def _add(self, number: int, tree: dict[str, Tree]) -> None:
        if "dossier" in tree and "dossier" in self.tree:
            self._add_doubled(
                number,
                "dossier",
                "a second head begins here with 'dossier'",
                "move one of the two to another folder",
            )
            return
        for key, value in _without_own_keys(tree).items():
            present = self.tree.get(key)
            if present is None:
                self.tree[key] = list(value) if isinstance(value, list) else value
                self._origins[key] = [(number, 0)]
            elif key in LIST_KEYS and isinstance(present, list) and isinstance(value, list):
                self._origins[key].append((number, len(present)))
                present += value
            else:
                self._add_doubled(number, key, f"{quoted(key)} occurs twice")

    def _add_doubled(self, number: int, key: str, message: str, remedy: str | None = None) -> None:
        path = (key,)
        self._findings.append(
            (number, Finding(Rule.DUPLICATE_KEY, path, message, remedy, on_key=True, first=path))
        )

    def problems(self, findings: Iterable[Finding], id_of: Callable[[TreePath], str]) -> list[Problem]:
        """Return the faults of YAML, those of the joining, and some findings, with file, line, column and id."""
        routed = [(number, finding.path, finding) for number, finding in self._findings]
        routed += [(*self._route(finding.path), finding) for finding in findings]
        routed = self._without_copies(routed)
        return [problem for file in self._files for problem in file.problems] + [
            self._placed(number, path, finding, id_of(finding.path)) for number, path, finding in routed
        ]

    def _without_copies(self, routed: list[_Routed]) -> list[_Routed]:
        """Return findings with one for each file that is a copy, in place of one for each of its records."""
        pairs: dict[frozenset[int], list[_Routed]] = defaultdict(list)
        for one in routed:
            number, _, finding = one
            if finding.rule in _OF_COPIES and finding.first:
                pairs[frozenset((number, self._route(finding.first)[0]))].append(one)
        for pair, doubled in pairs.items():
            records = min(map(self._records_in, pair))
            if len(pair) == 2 and len(doubled) >= max(_FEW, records * 0.8):
                copy, other = sorted(pair, key=lambda number: (-len(self._files[number].name), -number))
                message = f"the file has {len(doubled)} records or sources that {self._files[other].name} has, too"
                remedy = "if it is a copy, move it out of the folder"
                due_to_it = _OF_COPIES | {rule for rule in Rule if rule.compares}
                routed = [one for one in routed if one[0] not in pair or one[2].rule not in due_to_it]
                routed.append((copy, (), Finding(Rule.DUPLICATE_RECORD, (), message, remedy)))
        return routed

    def _records_in(self, number: int) -> int:
        tree = self._files[number].tree
        lists = [tree.get(key) for key in LIST_KEYS] if isinstance(tree, dict) else []
        return sum(len(records) for records in lists if isinstance(records, list))

    def _route(self, path: TreePath) -> tuple[int, TreePath]:
        """Return the number of the file that something is in, with the path within that file."""
        origins = self._origins.get(str(path[0])) if path else self._origins.get("dossier")
        if origins is None:
            return 0, path
        if len(path) < 2 or not isinstance(path[1], int):
            return origins[0][0], path
        number, start = origins[bisect_right(origins, path[1], key=itemgetter(1)) - 1]
        return number, (path[0], path[1] - start, *path[2:])

    def _placed(self, number: int, path: TreePath, finding: Finding, record: str) -> Problem:
        file = self._files[number]
        place = file.place(path, on_key=finding.on_key)
        message = finding.message + (self._line_of_first(finding, file) if finding.first else "")
        return Problem(finding.rule, message, finding.remedy or finding.rule.remedy, file.name, *place, record)

    def _line_of_first(self, finding: Finding, beside: YamlFile) -> str:
        """Return the line of the other part for the end of a message, with its file where that is another one."""
        number, path = self._route(finding.first or ())
        file = self._files[number]
        line = file.place(path, on_key=finding.on_key).line
        return f", in line {line}" if file is beside else f", in {file.name}:{line}"


def _later_format(tree: dict[str, Tree]) -> Finding | None:
    """Return what to report of a dossier that is written for a later format: most else would be misunderstood."""
    written = tree.get("format")
    if not isinstance(written, str) or not re.fullmatch("[1-9][0-9]*", written) or written in _FORMATS:
        return None
    number = shortened(written)
    return Finding(Rule.FORMAT, ("format",), f"written for format {number}; this brief reads up to {FORMAT}")


def _complete(tree: dict[str, Tree]) -> None:
    """Write out what a curator may leave to be understood; leave alone what has another form."""
    for name in LIST_KEYS:
        if isinstance(entries := tree.get(name), list):
            tree[name] = [_without_own_keys(entry) if isinstance(entry, dict) else entry for entry in entries]
    records = [record for name in RECORD_KEYS for record in _mappings(tree.get(name))]
    coverage = tree.get("coverage")
    counts, searched = (
        (_mappings(coverage.get("official")), _mappings([coverage.get("searched", "")]))
        if isinstance(coverage, dict)
        else ([], [])
    )
    for holder in (*records, *counts):
        if isinstance(evidence := holder.get("evidence"), list):
            holder["evidence"] = list(map(_complete_evidence, evidence))
    for record in records:
        if stages := record.get("stages"):
            _complete_stage(record, stages)
    _complete_countries(tree, (*records, *searched))


def _mappings(entries: Tree | None) -> list[dict[str, Tree]]:
    """Return the items of a list that are mappings; none if it is no list."""
    return [entry for entry in entries if isinstance(entry, dict)] if isinstance(entries, list) else []


def _without_own_keys(entry: dict[str, Tree]) -> dict[str, Tree]:
    """Return an entry without the keys that are the curator's own."""
    if not any(key.startswith(OWN_KEY) for key in entry):
        return entry
    return {key: value for key, value in entry.items() if not key.startswith(OWN_KEY)}


def _complete_evidence(item: Tree) -> Tree:
    if isinstance(item, str):
        return {"source": item}
    return _without_own_keys(item) if isinstance(item, dict) else item


def _complete_stage(record: dict[str, Tree], stages: Tree) -> None:
    """Write out the stage that came last; what is faulty there is a problem of it alone."""
    last = stages[-1] if isinstance(stages, list) else None
    stage, since = (last.get("stage"), last.get("since")) if isinstance(last, dict) else (None, None)
    record.setdefault("stage", stage if stage in list(Stage) else Stage.PROPOSED.value)
    if isinstance(since, str) and is_date(since):
        record.setdefault("since", since)


def _complete_countries(tree: dict[str, Tree], records: Sequence[dict[str, Tree]]) -> None:
    entries = tree.setdefault("countries", {})
    if not isinstance(entries, dict):
        return
    own = {code: own_entry for code, entry in entries.items() if (own_entry := _country(entry))}
    index = CountryIndex(own)
    typed = {code for code in own if "type" in entries[code]}
    entries |= {code: _completed(code, country, typed=code in typed) for code, country in own.items()}

    @cache
    def code_of(text: str) -> str:
        code = index.code(text)
        if code is not None and code not in entries:
            entries[code] = _completed(code, iso_country(code), typed=True)
        return code or text

    groups = tree.get("groups")
    listed = _mappings(list(groups.values())) if isinstance(groups, dict) else []
    for record in (*records, *listed):
        for key in COUNTRY_KEYS & record.keys():
            named = record[key]
            if isinstance(named, str) and key not in COUNTRY_LISTS:
                record[key] = code_of(named)
            elif isinstance(named, list):
                record[key] = [code_of(text) if isinstance(text, str) else text for text in named]


def _country(entry: Tree) -> Country | None:
    try:
        return msgspec.convert(entry, Country, strict=False)
    except msgspec.ValidationError:
        return None


def _completed(code: str, country: Country, *, typed: bool) -> Tree:
    """Return an entry with the names of ISO 3166, and with the type of its code unless it is `typed`."""
    others: tuple[str, ...] = ()
    kind = country.type if typed else CountryType.BODY
    if english_code(code) == code:
        iso = iso_country(code)
        others = (iso.name, *iso.aliases)
        kind = country.type if typed else iso.type
    aliases = dict.fromkeys((*country.aliases, *others))
    return {"name": country.name, "aliases": [alias for alias in aliases if alias != country.name], "type": kind}
