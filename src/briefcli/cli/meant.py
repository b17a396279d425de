"""Find the command that was meant by one that Typer refuses; the message begins with it, and nothing is run."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, NamedTuple

import typer

from briefcli.cli.dossiers import dossier_on
from briefcli.cli.rewriting import (
    BIBLIOGRAPHIES,
    CSL,
    OF_RECORDS,
    OF_SITE,
    as_command,
    citations,
    parts_of,
    writing,
)
from briefcli.cli.streams import command_line
from briefcli.dossier.countries import iso_code, suggest_countries
from briefcli.dossier.dates import parse_ago, parse_date
from briefcli.dossier.groups import known_group_id
from briefcli.dossier.spelling import fold
from briefcli.errors import BriefError
from briefcli.pages.registry import LISTINGS
from briefcli.render import FORMS
from briefcli.shelf.catalogue import Catalogue
from briefcli.shelf.shelves import ALL, selected_dossiers
from briefcli.wording import all_of, alternatives, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from briefcli.dossier.model import Attribute

#: What people type for a command.
_COMMANDS = {
    **dict.fromkeys(("news", "latest", "updates", "recent"), ("changes", "--since", "90d")),
    **dict.fromkeys(("upcoming", "calendar", "agenda"), ("events", "--upcoming")),
    **dict.fromkeys(("countries", "positions", "levels"), ("stances",)),
    **dict.fromkeys(("find", "grep"), ("search",)),
    **dict.fromkeys(("cite", "citation", "citations", "bibliography", "references"), ("sources", "-f", "csl")),
    "timeline": ("events",),
    "list": ("dossiers",),
}
#: What people type for an option, the first of each that the command has.
_OPTIONS = {
    **dict.fromkeys(("--contested", "--contradicted", "--verdict"), ("--disputed",)),
    **dict.fromkeys(("--since", "--from", "--after"), ("--since", "--then")),
    **dict.fromkeys(("--to", "--before"), ("--until",)),
    **dict.fromkeys(("--date", "--on"), ("--as-of",)),
    "--as-of": ("--through",),
    **dict.fromkeys(("--file", "--out"), ("-o",)),
    **dict.fromkeys(("--find", "--search"), ("--grep",)),
    **dict.fromkeys(("--top", "--max", "--head"), ("--limit",)),
    **dict.fromkeys(("--sources", "--links", "--urls"), ("--evidence",)),
    **dict.fromkeys(("--direction", "--up", "--down"), ("--move",)),
    **dict.fromkeys(("--quiet", "-q", "--fail", "--check"), ("--exit-code",)),
    "--wide": ("--ballots",),
}
#: What people type for what a summary answers, and the columns that show which facts are missing.
_OF_SUMMARY = {"--count", "--counts", "--count-by", "--group-by", "--missing", "--coverage"}
_MISSING_FACTS = ("--columns", "country,facts")
#: What people type to count countries by a part of the world, and the parts.
_BY = {"--by", "--group-by", "--count-by", "--per"}
_PARTS = {"region", "subregion", "group"}
#: The formats that are no text, the suffixes of listings, and those of pictures, reports and exports.
_BINARY = {"xlsx", "docx"}
_SUFFIXES = {suffix for form in FORMS for suffix in form.suffixes}
_FILES = {".db", ".html", ".pdf", ".png", ".sqlite", ".svg", ".xlsx", ".zip"}
#: The commands that conclude from all records, so that a word must not leave out most of these.
_CONCLUDE = {"summary", "country", "matrix", "ladder", "report", "chart"}
#: The options whose values nobody means by a word alone.
_OF_COLUMNS = {"--columns", "--sort"}
#: How often the command that is meant may be refused, too.
_MAX_HINTS = 4


class _Hint(NamedTuple):
    """The words of the command that was meant, and why the typed one is refused."""

    words: Sequence[str]
    why: str


def refusal(error: typer.TyperException, typed: Sequence[str]) -> str:
    """Return the message for a command that Typer refuses; it begins with the one that was meant.

    If that command is refused, too, it is not suggested, but the one that it means.
    """
    reasons: list[str] = []
    refused: typer.TyperException | BriefError | None = error
    while refused is not None and len(reasons) < _MAX_HINTS:
        meant = _meant(refused, list(typed))
        if isinstance(meant, str):
            return "; ".join([*reasons, meant])
        reasons.append(meant.why)
        typed, refused = meant.words, _refused(meant.words, error)
    return f"use {command_line(['brief', *typed])} ({'; '.join(reasons)})"


def _meant(error: typer.TyperException | BriefError, typed: list[str]) -> _Hint | str:
    """Return the command that was meant by a refused one, else the message."""
    if isinstance(error, BriefError):
        return str(error)
    message = " ".join(error.format_message().split())
    context = getattr(error, "ctx", None)
    for pattern, explain in _REFUSALS.items():
        if context and (found := re.match(pattern, message)):
            return explain(found[1], context, typed) or message
    if found := re.match(r"Invalid value for (.*?'\)?): (.*)", message):
        return _invalid(found[1], found[2], typed)
    return re.sub("^Option '(.*)' requires an argument", r"\1 needs a value", message)


def _refused(words: Sequence[str], error: typer.TyperException) -> typer.TyperException | BriefError | None:
    """Return why a command is refused, too, without running it."""
    context: Any = getattr(error, "ctx", None)
    if context is None or {"-h", "--help", "help"} & {*words}:
        return None
    commands = context.find_root().command.commands
    place = next((number for number, word in enumerate(words) if word in commands), None)
    if place is None:
        return None
    try:
        arguments = [*words[place + 1 :], *words[:place]]  # before the command there is only -d
        commands[words[place]].make_context(words[place], arguments, parent=context.find_root())
    except (typer.TyperException, BriefError) as found:
        return found
    return None


def _command(word: str, context: Any, typed: list[str]) -> _Hint | str:
    """Return what to use for a word that is no command."""
    if word not in typed:  # the parser has changed its characters
        return ""
    before, after = typed[: typed.index(word)], typed[typed.index(word) + 1 :]
    why = f"there is no command {word!r}"
    if not word.strip():
        return f"{why}; brief --help lists the commands"
    near = nearest(word, context.command.commands, cutoff=0.7)
    if word in _COMMANDS:
        why += f"; {CSL}" if "csl" in _COMMANDS[word] else ""
        return _Hint([*before, *_COMMANDS[word], *after], why)
    name = next((text for text in _beginnings(word, after) if iso_code(text)), "")
    kind, value = ("country", name) if name else _meaning(word)
    if not (kind or near) and (name := nearest(word, suggest_countries(word, {}), cutoff=0.85) or ""):
        return _Hint([*before, "country", name, *after], why)
    if before[:1] == ["help"] or (near and not kind):
        return _Hint([*before, near, *after], why) if near else f"{why}; brief --help lists the commands"
    word, after = name or word, after[max(0, len(name.split()) - 1) :]
    meant = {
        "dossier": ("summary", "-d", value),
        "subject": ("summary", "-d", value),
        "country": ("country", value),
        "group": ("groups", value),
    }.get(kind, ("search", word))
    return _Hint([*before, *meant, *after], f"{word!r} is {_a(kind)}, not a command" if kind else why)


def _option(name: str, context: Any, typed: list[str]) -> _Hint | str:
    """Return what to use for an option that the command does not have."""
    own, command, has = context.command, context.command.name, _options_of(context.command)
    place = next((number for number, word in enumerate(typed) if word.startswith(name)), None)
    if place is None:  # the parser has changed its characters
        return ""
    word, _, value = typed[place].partition("=")
    why = f"{command} has no option {word}"
    before, after = typed[:place], typed[place + 1 :]
    if word in (names := _AS_WORDS.get(command, ())):
        return _Hint([part for one in typed for part in _without_option(one, names)], why)
    if context.parent is None:  # the option was typed before the command
        commands = [part for part in after if part in context.command.commands]
        command = commands[0] if commands else _command_with(word, context.command.commands)
        own = context.command.commands[command]
        has = _options_of(own)
        before, after = [*before, command], [part for part in after if part != command]
        why = f"{word} is an option of commands"
    if form := _form(word):
        option = ["-o", f"{command}{form.suffixes[0]}"] if form.name in _BINARY else ["-f", form.name]
        return _Hint([*before, *option, *after], why) if has & {option[0]} else ""
    part = (value or next(iter(after), "")).lower().removesuffix("s")
    if word in _BY and part in _PARTS and command in before:
        return _Hint(as_command(["summary", "--by", part], typed, OF_RECORDS), why)
    if word in _OF_SUMMARY and command in before:
        facts = command == "facts" and word == "--missing"
        return _Hint(as_command(["stances", *_MISSING_FACTS] if facts else ["summary"], typed, OF_RECORDS), why)
    value = word[2:] if word in {"--up", "--down"} else value
    known = next((option for option in _OPTIONS.get(word, ()) if option in has), None)
    if known is None and context.parent and not value and (found := _option_taking(word[2:], context)):
        return _Hint([*before, *found[:2], *after], f"{why}; {word[2:]!r} is {found[2]}")
    known = known or _near_option(word, has)
    if word == "--grade" and (better := _of_grade(command, value or next(iter(after), ""), has)):
        return _Hint([*before, better, *after[not value :]], f"{why}; --credibility N means N or better")
    if known is None:
        why = f"there is no option {word}" if context.parent is None else why
        return f"{why}; {command_line(['brief', *[command] * (command in typed), '--help'])} lists the options"
    if not value and known not in _flags_of(own) and (not after or after[0].startswith("-")):
        return _Hint([*before, *after], f"{why}, and {known} needs a value")
    if known == "--disputed":  # takes no value
        after = after[1:] if word == "--verdict" and not value and after[:1] and after[0][0] != "-" else after
        value = ""
    return _Hint([*before, known, *[value] * bool(value), *after], why)


def _arguments(text: str, context: Any, typed: list[str]) -> _Hint | str:
    """Return what to use for words that the command does not take."""
    if not set(text.split()) <= set(typed):  # words with spaces, or characters that the parser has changed
        return ""
    command, has = context.command.name, _options_of(context.command)
    start = typed.index(command)
    parts = list(parts_of(typed[start + 1 :], _flags_of(context.command)))
    alone = [part[0] for part in parts if len(part) == 1 and not part[0].startswith("-")]
    options = [word for part in parts if part[:1] != alone[:1] for word in part if word not in alone]
    taken = alone[: len(alone) - len(text.split())]
    before, joined = typed[: start + 1], " ".join(alone)
    if taken and iso_code(joined):
        return _Hint([*before, joined, *options], "a name of several words needs quotes")
    known: list[str] = []
    unknown: list[str] = []
    for word in [text] if iso_code(text) else text.split():
        kind, value = ("date", word) if _is_date(word) else _meaning(word)
        option = next((one for one in _OPTION_OF.get(kind, ()) if one in has), "")
        what = _a(kind) if kind else ""
        if kind == "country" and command in _FOR_COUNTRIES:
            before, taken = [*before[:-1], _FOR_COUNTRIES[command]], [*taken, value]
        elif option:
            options += [option, value]
        elif found := _option_taking(word, context):
            option, value, what = found
            options += [option, value]
        elif "--grep" not in has:
            return _too_many(text, context.command, [*before, *options])
        else:
            what = ""
            unknown.append(word)
        if what:
            known.append(f"{word!r} is {what}")
    why = [*known, *([f"{command} does not take {alternatives([*map(repr, unknown)])}"] if unknown else [])]
    if unknown and command in _CONCLUDE:
        takes = OF_RECORDS | {"--since", "--until"}
        search = as_command(["search", *unknown], [*before[:-1], command, *taken, *options], takes)
        return _Hint(search, ", ".join(why))
    grep = [part for word in unknown for part in ("--grep", word)]
    return _Hint([*before, *taken, *options, *grep], ", ".join(why))


def _option_taking(word: str, context: Any) -> tuple[str, str, str] | None:
    """Return the option of a command that a word is a value of, the value, and what the word is.

    That is a value that Tab offers, a file for -o, or for `facts` a word in the label of an attribute.
    """
    for one in context.command.params:
        if one.param_type_name == "option" and not _OF_COLUMNS & {*one.opts}:
            offers = one.shell_complete(context, word)
            if any(offer.value == word and offer.type == "plain" for offer in offers):
                option = min(one.opts, key=len)
                return option, word, f"a value of {max(one.opts, key=len)}"
    if _is_file(word, context.command):
        return "-o", word, "a file"
    found = _attributes_with(word, context) if context.command.name == "facts" else {}
    if not found:
        return None
    values = [f"{key} (values: {', '.join(attribute.values)})" for key, attribute in found.items()]
    return "--fact", next(iter(found)), f"in the label of {all_of(values)}"


def _attributes_with(word: str, context: Any) -> dict[str, Attribute]:
    """Return the attributes of the dossiers of -d whose keys or labels have a word that begins with this one."""
    catalogue, begins = Catalogue(), fold(word)
    try:
        entries = catalogue.find_each(selected_dossiers(context.params.get("dossier")))
    except BriefError:  # which the next try will name
        return {}
    opened = catalogue.index_all([entry for entry in entries if not entry.stream])
    attributes = [item for _, index in opened.dossiers for item in index.head.attributes.items()]
    return {
        key: one
        for key, one in attributes
        if any(part.startswith(begins) for part in fold(f"{key} {one.label}").split())
    }


def _is_file(word: str, command: Any) -> bool:
    """Whether a word names a file that the command can write."""
    suffix = PurePath(word).suffix.lower()
    if "--output" not in _options_of(command) or not suffix:
        return False
    forms = _SUFFIXES if command.name in LISTINGS else _FILES
    return suffix in forms


def _too_many(text: str, command: Any, rest: Sequence[str]) -> _Hint | str:
    """Return the message for words that a command takes neither as arguments nor by options; `rest` has none."""
    if command.name == "codebook":
        return _Hint(rest, f"codebook takes options only, not {text!r}: it explains all levels, grades and terms")
    takes = " ".join(one.metavar for one in command.params if one.param_type_name == "argument")
    if not takes:
        return f"{command.name} takes options only, not {text!r}; brief {command.name} --help lists them"
    return f"{command.name} takes {takes}, not also {text!r}; put a name of several words in quotes"


def _is_date(word: str) -> bool:
    try:
        return bool(parse_ago(word) or parse_date(word))
    except ValueError:
        return False


def _missing(names: str, context: Any, typed: list[str]) -> _Hint | str:
    """Return what a command needs: with the typed words if these have it, else with an example."""
    command, start = context.command, typed.index(context.command.name) + 1
    name = min(re.findall(r"'([^']*)'", names), key=len)
    value = next((f" {one.metavar}" for one in command.params if name in one.opts), "")
    why = f"{command.name} needs {name}{value}"
    alone = [part[0] for part in parts_of(typed[start:], _flags_of(command)) if len(part) == 1]
    if word := next((word for word in alone if _is_meant_by(name, word, command)), ""):
        place = typed.index(word, start)
        return _Hint([*typed[:place], name, *typed[place:]], why)
    example = re.search(rf"(?:^ +|; )(brief {command.name} [^|;\n]*)", command.help or "", re.MULTILINE)
    if example is None:
        return why
    words = example[1].split()
    own = "|" in name and typed[start:]  # one of some words: the rest can be as typed
    such = command_line(["brief", *typed[:start], words[2], *own]) if own else " ".join(words)
    return f"{why}; for example: {such}"


def _is_meant_by(option: str, word: str, command: Any) -> bool:
    """Whether a word can only be the value of a missing option: a file, a folder or a dossier."""
    if word.startswith("-"):
        return False
    if option == "-d":
        return _meaning(word)[0] == "dossier"
    is_folder = word.endswith("/") or (command.name == "site" and _meaning(word)[0] != "dossier")
    return option == "-o" and (is_folder or _is_file(word, command))


def _invalid(names: str, why: str, typed: Sequence[str]) -> _Hint | str:
    """Return why a value of an option or an argument is wrong; the values of a choice need no name."""
    name = max(re.findall(r"'(-[^']*)'", names), key=len, default="")
    found = re.match(r"unknown value '(.*?)'", why)
    if name == "--format" and found and found[1].lower() in BIBLIOGRAPHIES:
        return _Hint(citations(typed), f"there is no format {found[1]!r}; {CSL}")
    if name == "--format" and found and (suffix := f".{found[1]}") in OF_SITE:
        return writing(suffix, typed)
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


def _of_grade(command: str, grade: str, has: set[str]) -> str:
    """Return the option that is meant by a grade: a number is a credibility, and a letter cannot be selected."""
    if grade.isdecimal() and "--credibility" in has:
        return f"--credibility={grade}"
    columns = {field.column.key for field in LISTINGS[command].fields()} if command in LISTINGS else set()
    return next((f"--sort=-{key}" for key in ("reliability", "credibility") if key in columns), "")


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


def _beginnings(word: str, after: Sequence[str]) -> Iterator[str]:
    """Yield a word with those that follow it, the most first."""
    for number in range(min(len(after), 3), -1, -1):
        yield " ".join([word, *after[:number]])


def _flags_of(command: Any) -> set[str]:
    return {name for one in command.params if getattr(one, "is_flag", False) for name in one.opts}


def _options_of(command: Any) -> set[str]:
    return {name for one in command.params for name in one.opts if name.startswith("-")}


def _form(option: str) -> Any:
    """Return the format that an option such as --json names."""
    name = option.lstrip("-")
    return next((form for form in FORMS if name == form.name or f".{name}" in form.suffixes), None)


def _a(kind: str) -> str:
    return "the subject of a dossier" if kind == "subject" else f"a {kind}"


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
}
_REFUSALS = {
    r"No such command '(.*?)'": _command,
    r"No such option: (\S+)": _option,
    r"Got unexpected extra argument\S* \((.*)\)": _arguments,
    r"Missing (?:argument|option) (.*?)\.?$": _missing,
}
