"""Find the command that was meant by one that Typer refuses; the message begins with it, and nothing is run."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from briefcli.cli.dossiers import dossier_on
from briefcli.cli.streams import command_line
from briefcli.dossier.countries import iso_code, suggest_countries
from briefcli.dossier.dates import parse_ago, parse_date
from briefcli.dossier.filters import labels
from briefcli.dossier.groups import known_group_id
from briefcli.errors import BriefError
from briefcli.pages.registry import LEVEL_FILTERS, RECORD_FILTERS
from briefcli.render import FORMS
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, selected_dossiers
from briefcli.wording import alternatives, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import typer

#: What people type for a command.
_COMMANDS = {
    **dict.fromkeys(("news", "latest", "updates", "recent"), ("changes", "--since", "90d")),
    **dict.fromkeys(("upcoming", "calendar", "agenda"), ("events", "--upcoming")),
    **dict.fromkeys(("countries", "positions", "levels"), ("stances",)),
    **dict.fromkeys(("find", "grep"), ("search",)),
    "timeline": ("events",),
    "list": ("dossiers",),
}
#: What people type for an option, the first of each that the command has.
_OPTIONS = {
    **dict.fromkeys(("--contested", "--contradicted", "--verdict"), ("--disputed",)),
    **dict.fromkeys(("--since", "--from", "--after"), ("--since", "--then")),
    **dict.fromkeys(("--to", "--before"), ("--until",)),
    **dict.fromkeys(("--date", "--on"), ("--as-of",)),
    **dict.fromkeys(("--file", "--out"), ("-o",)),
    **dict.fromkeys(("--find", "--search"), ("--grep",)),
    **dict.fromkeys(("--top", "--max", "--head"), ("--limit",)),
    **dict.fromkeys(("--sources", "--links", "--urls"), ("--evidence",)),
    **dict.fromkeys(("--direction", "--up", "--down"), ("--move",)),
    **dict.fromkeys(("--quiet", "-q", "--fail", "--check"), ("--exit-code",)),
}
#: The options that people type of other commands for what a summary answers.
_OF_SUMMARY = {"--count", "--counts", "--missing", "--coverage"}
#: The options of `report` that other commands have too; the options without a value; the formats that are no text.
_OF_REPORT = {
    *("-d", "--dossier", "-c", "-o", "--output"),
    *("--" + name.replace("_", "-") for name in (*RECORD_FILTERS, *LEVEL_FILTERS)),
}
_BINARY = {"xlsx", "docx"}
_FLAGS = {"--disputed", "--single-source", "--short", "--evidence", "--history", "--wide", "--no-pager"}


def refusal(error: typer.TyperException, typed: Sequence[str]) -> str:
    """Return the message for a command that Typer refuses; it begins with the one that was meant."""
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    for pattern, explain in _REFUSALS.items():
        if context and (found := re.match(pattern, message)):
            return explain(found[1], context, list(typed)) or message
    if found := re.match(r"Invalid value for (.*?'\)?): (.*)", message):
        return _invalid(found[1], found[2])
    return re.sub("^Option '(.*)' requires an argument", r"\1 needs a value", message)


def as_report(typed: Sequence[str]) -> str:
    """Return the command that writes as a report what another command was to write, with its filters."""
    options = list(_parts(typed, _FLAGS))
    commands = [part for part in options if len(part) == 1 and not part[0].startswith("-")]
    kept = [word for part in options if part[0].partition("=")[0] in _OF_REPORT for word in part]
    countries = [word for name in commands[1:] for word in ("-c", *name)]
    return command_line(["brief", "report", *countries, *kept])


def _command(word: str, context: Any, typed: list[str]) -> str:
    """Return what to use for a word that is no command."""
    if word not in typed:  # the parser has changed its characters
        return ""
    before, after = typed[: typed.index(word)], typed[typed.index(word) + 1 :]
    why = f"there is no command {word!r}"
    if not word.strip():
        return f"{why}; brief --help lists the commands"
    near = nearest(word, context.command.commands, cutoff=0.7)
    if word in _COMMANDS:
        return _use([*before, *_COMMANDS[word], *after], why)
    name = next((text for text in _beginnings(word, after) if iso_code(text)), "")
    kind, value = ("country", name) if name else _meaning(word)
    if not (kind or near) and (name := nearest(word, suggest_countries(word, {}), cutoff=0.85) or ""):
        return _use([*before, "country", name, *after], why)
    if before[:1] == ["help"] or (near and not kind):
        return _use([*before, near, *after], why) if near else f"{why}; brief --help lists the commands"
    word, after = name or word, after[max(0, len(name.split()) - 1) :]
    meant = {
        "dossier": ("summary", "-d", value),
        "subject": ("summary", "-d", value),
        "country": ("country", value),
        "group": ("groups", value),
    }.get(kind, ("search", word))
    return _use([*before, *meant, *after], f"{word!r} is {_a(kind)}, not a command" if kind else why)


def _option(name: str, context: Any, typed: list[str]) -> str:
    """Return what to use for an option that the command does not have."""
    command, has = context.command.name, _options_of(context.command)
    place = next((number for number, word in enumerate(typed) if word.startswith(name)), None)
    if place is None:  # the parser has changed its characters
        return ""
    word, _, value = typed[place].partition("=")
    why = f"{command} has no option {word}"
    before, after = typed[:place], typed[place + 1 :]
    if word in (names := _AS_WORDS.get(command, ())):
        return _use([part for one in typed for part in _without_option(one, names)], why)
    if context.parent is None:  # the option was typed before the command
        commands = [part for part in after if part in context.command.commands]
        command = commands[0] if commands else _command_with(word, context.command.commands)
        has = _options_of(context.command.commands[command])
        before, after = [*before, command], [part for part in after if part != command]
        why = f"{word} is an option of commands"
    if form := _form(word):
        option = ["-o", f"{command}{form.suffixes[0]}"] if form.name in _BINARY else ["-f", form.name]
        return _use([*before, *option, *after], why) if has & {option[0]} else ""
    if word in _OF_SUMMARY and command in before:
        return _use(["summary" if part == command else part for part in before] + after, why)
    value = word[2:] if word in {"--up", "--down"} else value
    known = next((option for option in _OPTIONS.get(word, ()) if option in has), _near_option(word, has))
    if known is None:
        why = f"there is no option {word}" if context.parent is None else why
        return f"{why}; {command_line(['brief', *[command] * (command in typed), '--help'])} lists the options"
    if known == "--disputed":  # takes no value
        after = after[1:] if word == "--verdict" and not value and after[:1] and after[0][0] != "-" else after
        value = ""
    return _use([*before, known, *[value] * bool(value), *after], why)


def _arguments(text: str, context: Any, typed: list[str]) -> str:
    """Return what to use for words that the command does not take."""
    if not set(text.split()) <= set(typed):  # words with spaces, or characters that the parser has changed
        return ""
    command, has = context.command.name, _options_of(context.command)
    flags = {name for one in context.command.params if getattr(one, "is_flag", False) for name in one.opts}
    start = typed.index(command)
    parts = list(_parts(typed[start + 1 :], flags))
    alone = [part[0] for part in parts if len(part) == 1 and not part[0].startswith("-")]
    options = [word for part in parts if part[:1] != alone[:1] for word in part if word not in alone]
    taken = alone[: len(alone) - len(text.split())]
    before, joined = typed[: start + 1], " ".join(alone)
    if taken and iso_code(joined):
        return _use([*before, joined, *options], "a name of several words needs quotes")
    named = [part[1] for part in parts if part[0] in {"-d", "--dossier"} and len(part) > 1]
    known: list[str] = []
    unknown: list[str] = []
    for word in [text] if iso_code(text) else text.split():
        kind, value = ("date", word) if _is_date(word) else _meaning(word)
        kind, value = (kind, value) if kind else _own_word(word, named)
        if kind == "country" and command in _FOR_COUNTRIES:
            before, taken = [*before[:-1], _FOR_COUNTRIES[command]], [*taken, value]
        elif option := next((one for one in _OPTION_OF.get(kind, ()) if one in has), ""):
            options += [option, value]
        elif "--grep" in has:
            options += ["--grep", word]
        else:
            return _too_many(text, context.command)
        if kind:
            known.append(f"{word!r} is {_a(kind)}")
        else:
            unknown.append(repr(word))
    why = [*known, *([f"{command} does not take {alternatives(unknown)}"] if unknown else [])]
    return _use([*before, *taken, *options], ", ".join(why))


def _too_many(text: str, command: Any) -> str:
    """Return the message for words that a command takes neither as arguments nor by an option."""
    takes = " ".join(one.metavar for one in command.params if one.param_type_name == "argument")
    if not takes:
        return f"{command.name} takes options only, not {text!r}; brief {command.name} --help lists them"
    return f"{command.name} takes {takes}, not also {text!r}; put a name of several words in quotes"


def _is_date(word: str) -> bool:
    try:
        return bool(parse_ago(word) or parse_date(word))
    except ValueError:
        return False


def _missing(names: str, context: Any, _: list[str]) -> str:
    """Return what a command needs, with an example."""
    text = context.command.help or ""
    example = re.search(rf"(?:^ +|; )(brief {context.command.name} [^|;\n]*)", text, re.MULTILINE)
    name = min(re.findall(r"'([^']*)'", names), key=len)
    value = next((f" {one.metavar}" for one in context.command.params if name in one.opts), "")
    such = f"; for example: {example[1].strip()}" if example else ""
    return f"{context.command.name} needs {name}{value}{such}"


def _invalid(names: str, why: str) -> str:
    """Return why a value of an option or an argument is wrong; the values of a choice need no name."""
    name = max(re.findall(r"'(-[^']*)'", names), key=len, default="")
    variable = "".join(f" (or {found})" for found in re.findall(r"env var: '(.*?)'", names))
    return f"{name}{variable}: {why}" if name else why


def _command_with(option: str, commands: Any) -> str:
    """Return the command that is meant where only an option of commands was typed."""
    if _form(option) or option in {"-f", "--format"}:
        return "dossiers"
    return "stances" if option in _options_of(commands["stances"]) else "evidence"


def _near_option(word: str, has: set[str]) -> str | None:
    """Return the option that is most like a word, unless it means something else."""
    names = {option.lstrip("-"): option for option in has}
    near = nearest(word.lstrip("-"), names, cutoff=0.75)
    return None if near is None or word in {*_UNLIKE, f"--no-{near}"} else names[near]


def _without_option(part: str, names: Sequence[str]) -> list[str]:
    """Return a word of the command line without an option, whose value stays."""
    name, _, value = part.partition("=")
    return [value] * bool(value) if name in names else [part]


def _meaning(word: str) -> tuple[str, str]:
    """Return what a word names, and how to write it: a dossier, a country, a group or the subject of a dossier."""
    names = {entry.name for entry in Catalogue().find_all(ALL)} | {ALL}
    if word.lower() in names or word.endswith((".yaml", ".yml")):
        return "dossier", word.lower() if word.lower() in names else word
    if iso_code(word):
        return "country", word
    if group := known_group_id(word):
        return "group", group
    subject = dossier_on(word)
    return ("subject", subject) if subject else ("", "")


def _own_word(word: str, named: Sequence[str]) -> tuple[str, str]:
    """Return whether a word is the id of a sector, concern or level of the dossiers of -d, and the id."""
    catalogue = Catalogue()
    try:
        entries = catalogue.find_each(selected_dossiers(named))
    except BriefError:  # which the next try will name
        return "", ""
    for _, dossier in catalogue.read_all([entry for entry in entries if not entry.stream]).dossiers:
        if kind := next((kind for kind in ("sector", "concern", "level") if word in labels(dossier, kind)), ""):
            return kind, word
    return "", ""


def _beginnings(word: str, after: Sequence[str]) -> Iterator[str]:
    """Yield a word with those that follow it, the most first."""
    for number in range(min(len(after), 3), -1, -1):
        yield " ".join([word, *after[:number]])


def _parts(words: Sequence[str], flags: set[str]) -> Iterator[list[str]]:
    """Yield each word alone, or an option together with its value."""
    rest = iter(words)
    for word in rest:
        has_value = word.startswith("-") and word not in flags and "=" not in word
        yield [word, *[part for part in [next(rest, "")] if part]] if has_value else [word]


def _options_of(command: Any) -> set[str]:
    return {name for one in command.params for name in one.opts if name.startswith("-")}


def _form(option: str) -> Any:
    """Return the format that an option such as --json names."""
    name = option.lstrip("-")
    return next((form for form in FORMS if name == form.name or f".{name}" in form.suffixes), None)


def _a(kind: str) -> str:
    return "the subject of a dossier" if kind == "subject" else f"a {kind}"


def _use(words: Sequence[str], why: str) -> str:
    return f"use {command_line(['brief', *words])} ({why})"


#: The options that name what is an argument of these commands.
_AS_WORDS = {
    **dict.fromkeys(("country", "compare"), ("-c", "--country")),
    **dict.fromkeys(("diff", "new"), ("-d", "--dossier")),
    "groups": ("--group",),
}
#: The commands that are meant where a country was typed, or one more.
_FOR_COUNTRIES = {"summary": "country", "country": "compare"}
#: Words that are like an option of another meaning.
_UNLIKE = {"--reliability", "--uninstall"}
_OPTION_OF = {
    "date": ("--since",),
    "dossier": ("-d",),
    "subject": ("-d",),
    "country": ("-c",),
    "group": ("--group",),
    **{kind: (f"--{kind}",) for kind in ("sector", "concern", "level")},
}
_REFUSALS = {
    r"No such command '(.*?)'": _command,
    r"No such option: (\S+)": _option,
    r"Got unexpected extra argument\S* \((.*)\)": _arguments,
    r"Missing (?:argument|option) (.*?)\.?$": _missing,
}
