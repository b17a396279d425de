"""Write the names of countries anew: `python docs/countries.py FOLDER`.

FOLDER contains the npm packages cldr-core and cldr-localenames-full of the Unicode Consortium, each unpacked into
a folder of its own name. For each: `npm pack NAME@48.2.0`, `mkdir NAME`, then
`tar xzf NAME-48.2.0.tgz -C NAME --strip-components 1`. It writes `countries.json` and
`country_codes.json` in `src/briefcli/dossier/`.
Only a newer version of CLDR, or a change in this file or in `countries.tsv`, needs another run.

`countries.tsv` is written by hand. It contains the codes and the English names that version 0.2 accepted: the
printed name, then the others, of which the code of three letters is the first. It has three kinds of rows:
- `today`: the countries of ISO 3166-1 with its numbers, and Kosovo with XK, the code that the European Union uses.
- `past`: the states of ISO 3166-3 under its codes of four letters. A state that only took another name is one of
  today, and has the former names.
- `body`: bodies that take stances as states do. EU and UN are reserved in ISO 3166-1. The other bodies have the
  letters of their own names, except the African Union, because AU is Australia.
"""

from __future__ import annotations

import csv
import json
import re
import sys
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from briefcli.dossier.countries import codes_by_name, fold_country
from briefcli.dossier.model import Country, CountryType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    #: Names as they are spelt, each with the code of its country.
    Names = Iterable[tuple[str, str]]

TABLE = Path(__file__).with_suffix(".tsv")
NAMES = Path(__file__).parents[1] / "src" / "briefcli" / "dossier" / "countries.json"
CODES = NAMES.with_name("country_codes.json")
#: Names that are no country's own, or that more than one country has, and the codes of those that may be meant.
SHARED = {
    "Channel Islands": ("GG", "JE"),
    "Congo": ("CD", "CG"),
    "England": ("GB",),
    "Korea": ("KP", "KR"),
    "Northern Ireland": ("GB",),
    "Scotland": ("GB",),
    "Somaliland": (),
    "Virgin Islands": ("VG", "VI"),
    "Wales": ("GB",),
    "Corea": ("KP", "KR"),
    "Corée": ("KP", "KR"),
    "Корея": ("KP", "KR"),
    "كوريا": ("KP", "KR"),
    "Islas Vírgenes": ("VG", "VI"),
    "Îles Vierges": ("VG", "VI"),
    "Виргинские острова": ("VG", "VI"),
}
#: How the World Bank writes names that neither ISO 3166 nor CLDR writes so.
WORLD_BANK = {
    "BS": ("Bahamas, The",),
    "CD": ("Congo, Dem. Rep.",),
    "CG": ("Congo, Rep.",),
    "EG": ("Egypt, Arab Rep.",),
    "FM": ("Micronesia, Fed. Sts.",),
    "FO": ("Faeroe Islands",),
    "GM": ("Gambia, The",),
    "HK": ("Hong Kong SAR, China",),
    "IR": ("Iran, Islamic Rep.",),
    "KP": ("Korea, Dem. People's Rep.", "Korea, Dem. Rep."),
    "KR": ("Korea, Rep.",),
    "MK": ("Macedonia, FYR",),
    "MO": ("Macao SAR, China",),
    "PR": ("Puerto Rico (U.S.)",),
    "PS": ("West Bank and Gaza",),
    "SO": ("Somalia, Fed. Rep.",),
    "TW": ("Taiwan, China",),
    "VE": ("Venezuela, RB",),
    "VI": ("Virgin Islands (U.S.)",),
    "YE": ("Yemen, Rep.",),
}
#: The names in ISO 3166-3 of states that only took another name.
FORMER = {
    "BF": ("Upper Volta, Republic of",),
    "BY": ("Byelorussian SSR Soviet Socialist Republic",),
    "CD": ("Zaire, Republic of",),
    "MM": ("Burma, Socialist Republic of the Union of",),
}
#: The codes of today that belong neither to members nor to observers of the United Nations.
TERRITORIES = frozenset(
    code
    for region in (
        "AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS",
        "NC NF NU PF PM PN PR RE SH SJ SX TC TF TK TW UM VG VI WF XK YT",
    )
    for code in region.split()
)
#: The languages in which every country has its names. Chinese is written in two ways.
_ENGLISH = "en"
_UN = ("ar", "es", "fr", "ru", "zh", "zh-Hant")
#: What a name adds after itself, as in `Конго - Киншаса` or `Мьянма (Бирма)`.
_ADDED = re.compile(r" - | ?[(\uff08].*")
#: What CLDR calls a name in the short form and the like.
_ALTERNATIVE = "-alt-"
_ORIGIN = (
    "Written by docs/countries.py from docs/countries.tsv and from CLDR {version} of the Unicode Consortium, in "
    "the npm packages cldr-core and cldr-localenames-full. NOTICE.md contains its licence. `bodies`, `today` "
    "and `past` contain codes, printed names, other names in English, and the type of "
    "what is no state. `further` contains more names that "
    "only one country has: in English, in the languages of the United Nations and in the official languages of "
    "each country. `shared` contains names that are refused, and the codes that may be meant."
)


class Row(NamedTuple):
    """A line of the table: a country, a state of the past or a body."""

    kind: str
    code: str
    number: str
    name: str
    others: tuple[str, ...]


def rows() -> list[Row]:
    """Return the lines of the table."""
    with TABLE.open(encoding="utf-8", newline="") as stream:
        _, *lines = csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE)
    return [
        Row(kind, code, number, name, tuple(filter(None, others.split("|"))))
        for kind, code, number, name, others in lines
    ]


def compiled(folder: Path, table: Sequence[Row]) -> Any:
    """Return what the file contains, from the table, from this script and from CLDR."""
    codes = [row.code for row in table]
    english = [*by_hand(), *in_english(folder, codes)]
    others = list(in_other_languages(folder, codes))
    further, shared = sorted_out(table, english, others, shortened([*english, *others]))
    version = json.loads((folder / "cldr-localenames-full" / "package.json").read_bytes())["version"]
    return contents(table, further, shared, _ORIGIN.format(version=version))


def contents(table: Iterable[Row], further: Mapping[str, Iterable[str]], shared: object, origin: str) -> Any:
    """Return what the file contains, with the names of CLDR in `further` by code."""
    sections: dict[str, Any] = {"origin": origin, "bodies": {}, "today": {}, "past": {}}
    for row in table:
        section = sections["bodies" if row.kind == "body" else row.kind]
        section[row.code] = {"name": row.name, "aliases": row.others, **_type(row)}
    return {**sections, "shared": shared, "further": dict(sorted(further.items()))}


def _type(row: Row) -> dict[str, str]:
    """Return the type of an entry that is no state, as the file contains it."""
    if row.kind == "body":
        return {"type": CountryType.BODY}
    return {"type": CountryType.TERRITORY} if row.code in TERRITORIES else {}


def written(tree: Mapping[str, Any]) -> str:
    """Return the text of the file: a line for each country of each section."""
    sections = [
        f"{_json(key)}: {_json(value) if isinstance(value, str) else _lines(value)}" for key, value in tree.items()
    ]
    return "{\n" + ",\n".join(sections) + "\n}\n"


def _lines(section: Mapping[str, Any]) -> str:
    return "{\n" + ",\n".join(f" {_json(key)}: {_json(value)}" for key, value in section.items()) + "\n}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def sorted_out(table: Iterable[Row], *layers: Names) -> tuple[dict[str, list[str]], dict[str, tuple[str, ...]]]:
    """Return the further names of each country, and the names that are refused with the codes that share them.

    A name of the table belongs to its country. A name of a layer belongs to the country that has it there, unless
    it is in the table or in a layer before. It is refused if two countries have it there. A name of at most two
    Latin letters looks like a code and is left out.
    """
    taken = {fold_country(name) for row in table for name in (row.code, row.name, *row.others)}
    taken |= set(map(fold_country, SHARED))
    further, shared = defaultdict(list), dict(SHARED)
    for layer in layers:
        owners: dict[str, dict[str, str]] = defaultdict(dict)
        for name, code in layer:
            owners[fold_country(name)].setdefault(code, name)
        for folded, spelt in owners.items():
            if folded in taken or (folded.isascii() and len(folded) < 3):
                continue
            (code, name), *others = spelt.items()
            if others:
                shared[name] = tuple(sorted(spelt))
            else:
                further[code].append(name)
        taken |= owners.keys()
    return dict(further), shared


def by_hand() -> Iterator[tuple[str, str]]:
    """Yield the English names that are written in this file."""
    for more in (WORLD_BANK, FORMER):
        yield from ((name, code) for code, names in more.items() for name in names)


def in_english(folder: Path, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the English names of some countries in CLDR."""
    return _names(folder, _ENGLISH, frozenset(codes))


def in_other_languages(folder: Path, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the names of some countries in the languages of the United Nations and in their own."""
    known = frozenset(codes)
    for language in _UN:
        yield from _names(folder, language, known)
    for code, territory in _supplemental(folder, "territoryInfo").items():
        if code in known:
            for language, spoken in territory.get("languagePopulation", {}).items():
                if "_officialStatus" in spoken:
                    yield from _names(folder, _locale(folder, language.replace("_", "-"), code), {code})


def shortened(names: Names) -> Iterator[tuple[str, str]]:
    """Yield what is left of names without what they add in brackets or after a dash."""
    return ((_ADDED.split(name)[0], code) for name, code in names if _ADDED.search(name))


def disagreements(folder: Path, table: Iterable[Row]) -> list[str]:
    """Return the codes of the countries that have another number or another code of three letters in CLDR."""
    theirs = _supplemental(folder, "codeMappings")
    ours = {row.code: (row.number, row.others[0]) for row in table if row.number}
    return [code for code, own in ours.items() if own != (theirs[code]["_numeric"], theirs[code]["_alpha3"])]


def _names(folder: Path, locale: str, codes: Iterable[str]) -> Iterator[tuple[str, str]]:
    path = folder / "cldr-localenames-full" / "main" / locale / "territories.json"
    if path.is_file():
        names = json.loads(path.read_bytes())["main"][locale]["localeDisplayNames"]["territories"]
        for key, name in names.items():
            code = key.partition(_ALTERNATIVE)[0]
            if code in codes and name != code:
                yield name, code


def _locale(folder: Path, language: str, code: str) -> str:
    """Return the variety of a language in a country, if CLDR has names in it, else the language."""
    variety = f"{language}-{code}"
    return variety if (folder / "cldr-localenames-full" / "main" / variety).is_dir() else language


def _supplemental(folder: Path, key: str) -> Any:
    text = (folder / "cldr-core" / "supplemental" / f"{key}.json").read_bytes()
    return json.loads(text)["supplemental"][key]


def folded_codes() -> str:
    """Return the codes of all countries by their folded English names and codes, as the file contains them."""
    tree = json.loads(NAMES.read_bytes())
    known = {**tree["bodies"], **tree["today"], **tree["past"]}
    return _lines(codes_by_name({code: msgspec.convert(one, Country) for code, one in known.items()})) + "\n"


def main() -> None:
    """Write the file, unless CLDR has other codes than the table."""
    folder, table = Path(sys.argv[1]), rows()
    if wrong := disagreements(folder, table):
        sys.exit(f"CLDR has other codes for {', '.join(wrong)}")
    NAMES.write_text(written(compiled(folder, table)), encoding="utf-8")
    CODES.write_text(folded_codes(), encoding="utf-8")


if __name__ == "__main__":
    main()
