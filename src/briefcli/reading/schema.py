"""The JSON Schema of a dossier's files, so that an editor completes keys and underlines mistakes.

It is made from the model, with keywords of draft 7, the newest draft that the YAML language
server reads (https://github.com/redhat-developer/yaml-language-server).
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path
from typing import Any

import msgspec

from briefcli.dossier import model
from briefcli.dossier.countries import iso_names
from briefcli.dossier.dates import DATE_PATTERN, END_OF_TEXT
from briefcli.dossier.filters import labels
from briefcli.dossier.kinds import COUNTRY_KEYS, KINDS
from briefcli.dossier.model import FORMAT, OWN_KEY, RESERVED_ID, Dossier
from briefcli.reading.files import HEAD

#: The name under which `brief new` lays the schema beside a dossier.
SCHEMA_FILE = "brief.schema.json"
#: The keys whose values name a country or something that a dossier defines.
_NAMED_BY = {
    "country": COUNTRY_KEYS,
    "level": ("level", "levels"),
    "concern": ("concerns",),
    "sector": ("sector",),
    "attribute": ("attribute",),
    "value": ("value",),
    "source": ("source", "evidence"),
}
#: The id of the schema; that of a schema with the ids of a dossier ends with a colon and the id of the dossier.
SCHEMA_ID = "urn:briefcli:dossier"
#: What begins the list of the keys in a docstring.
_ATTRIBUTES = "\n\nAttributes:\n"
#: What `brief new` writes, with places for the id and the day.
_TEMPLATE = Path(__file__).with_name("template.yaml")


def dossier_schema(dossier: Dossier | None = None) -> dict[str, Any]:
    """Return the schema of one file: a whole dossier, or one of several files of a folder.

    With a dossier, editors can complete its ids and the names of countries. Any other text is still valid.
    """
    _, definitions = msgspec.json.schema_components([Dossier], ref_template="#/definitions/{name}")
    definitions["Dossier"]["properties"]["format"]["anyOf"][0]["maximum"] = FORMAT
    definitions = {name: _as_written(entry) for name, entry in definitions.items()}
    _describe(definitions)
    whole = definitions.pop("Dossier")
    for entry in (whole, *(definitions[kind.struct.__name__] for kind in KINDS), definitions["Evidence"]):
        entry["patternProperties"] = {f"^{OWN_KEY}": {}}
    whole["properties"]["dossier"]["not"] = {"const": RESERVED_ID}
    grades = whole["properties"]["grades"]
    grades.pop("propertyNames", None)  # msgspec 0.23 has them, at another place
    grades["propertyNames"] = {"$ref": "#/definitions/SourceKind"}
    for entry in definitions.values():
        evidence = entry.get("properties", {}).get("evidence")
        if evidence:
            source = definitions["Source"]["properties"]["id"]
            evidence["items"] = {"anyOf": [evidence["items"], {**source, "description": "supports the claim"}]}
            evidence["minItems"] = 1
    sector = definitions["Sector"]
    sector["required"].remove("stage")
    sector["allOf"] = [
        {"anyOf": [{"required": ["initiative"]}, {"required": ["outcome"]}]},
        {"oneOf": [{"required": ["stage"]}, {"required": ["stages"]}]},
    ]
    definitions["Attribute"]["properties"]["values"]["minProperties"] = 1
    definitions["Fact"]["dependencies"] = {"ended": ["since"]}
    if dossier:
        _offer_ids(definitions, dossier)
    # A file with the head key is a dossier or the head of one; a file without is a part.
    head = {"if": {"required": ["dossier"]}, "then": {"required": whole.pop("required")}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": SCHEMA_ID + (f":{dossier.id}" if dossier else ""),
        "title": "A dossier of brief, or one file of it",
        **{key: value for key, value in whole.items() if key not in {"title", "description"}},
        **head,
        "definitions": definitions,
    }


def descriptions(struct: type[msgspec.Struct]) -> dict[str, str]:
    """Return what the keys of a class of the model mean, from its docstring and those of its bases."""
    found: dict[str, str] = {}
    for part in reversed(struct.__mro__):
        _, _, listed = inspect.cleandoc(part.__doc__ or "").partition(_ATTRIBUTES)
        described = re.findall(r"^    (\w+): (.+(?:\n {5,}.+)*)", listed, re.MULTILINE)
        found |= {key: " ".join(text.split()).removesuffix(".") for key, text in described}
    names = {field.name: field.encode_name for field in msgspec.structs.fields(struct)}
    return {names[key]: text for key, text in found.items()}


def template_text(dossier_id: str, today: str) -> str:
    """Return a dossier of examples and comments."""
    return _TEMPLATE.read_text(encoding="utf-8").format(id=dossier_id, today=today)


def template_files(dossier_id: str, today: str) -> dict[str, str]:
    """Return the same dossier as the files of a folder, by name: the head, the sources, and a part."""
    head, *parts = re.split("\n(?=sources:|# Where countries stand)", template_text(dossier_id, today))
    mode_line = head.partition("\n")[0]
    sources, records = (f"{mode_line}\n\n{part}" for part in parts)
    return {HEAD: head, "sources.yaml": sources, "japan.yaml": records}


def _offer_ids(definitions: dict[str, Any], dossier: Dossier) -> None:
    """Add the ids of a dossier to the keys whose values name them, with titles for editors that show these."""
    offered = {key: _definition(what) for what, keys in _NAMED_BY.items() for key in keys}
    for entry in definitions.values():
        for key in entry.get("properties", {}).keys() & offered:
            node = entry["properties"][key]
            holder, name = (node, "items") if node["type"] == "array" else (entry["properties"], key)
            if node["type"] != "object":  # as in terms, which defines them
                holder[name] = _either({"$ref": f"#/definitions/{offered[key]}"}, holder[name])
    own = {country.name: code for code, country in dossier.countries.items()}
    titles = {
        "country": own | dict.fromkeys(sorted(iso_names() - own.keys()), ""),
        "source": {source.id: f"{source.publisher}: {source.title}" for source in dossier.sources},
        "value": {value: label for of in dossier.attributes.values() for value, label in of.values.items()},
    }
    for what in _NAMED_BY:
        ids = titles[what] if what in titles else labels(dossier, what)
        definitions[_definition(what)] = {"enum": [*ids], "enumDescriptions": [*ids.values()]} if ids else False


def _definition(what: str) -> str:
    return f"{what.capitalize()}Ids"


def _either(offered: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return a schema for what is offered, or anything else that was valid before."""
    if "anyOf" in node:
        return {**node, "anyOf": [offered, *node["anyOf"]]}
    rest = {key: value for key, value in node.items() if key != "description"}
    about = {"description": node["description"]} if "description" in node else {}
    return {**about, "anyOf": [offered, rest]}


def _describe(definitions: dict[str, Any]) -> None:
    """Give the keys of each class in a schema their descriptions."""
    structs = [cls for cls in vars(model).values() if isinstance(cls, type) and issubclass(cls, msgspec.Struct)]
    for struct in structs:
        if entry := definitions.get(struct.__name__):
            for key, text in descriptions(struct).items():
                entry["properties"][key] = {"description": text, **entry["properties"][key]}


def _as_written(node: Any) -> Any:
    """Return a part of the schema for values as YAML 1.2 types them, which is how an editor reads them.

    The reader takes every scalar for text, so that a title or an id may be 2025, a year needs no quotes, and `"3"`
    is a number. A key without a value is a mistake and not null.
    """
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _as_written(value) for key, value in node.items() if key != "default"}
    if "description" in node:
        node["description"] = " ".join(node["description"].partition(_ATTRIBUTES)[0].split())
    choices = [choice for choice in node.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        node |= choices[0]
    match node.get("type"):
        case "string":
            return node | _written_text(node.get("pattern", r"\S"))
        case "integer":
            return node | {"type": ["integer", "string"], "pattern": _digits(**node)}
        case "boolean":
            return node | {"type": ["boolean", "string"], "enum": [True, False, "true", "false"]}
    return node


def _digits(minimum: int, maximum: int, **_: object) -> str:
    """Return a pattern for the digits of a number."""
    digits = f"[{minimum}-{maximum}]" if maximum < 10 else f"(0|[1-9][0-9]{{0,{len(str(maximum)) - 1}}})"
    return f"^{digits}{END_OF_TEXT}"


def _written_text(pattern: str) -> dict[str, Any]:
    if pattern == DATE_PATTERN:
        return {"type": ["string", "integer"], "pattern": pattern, "minimum": 1000, "maximum": 9999}
    others = {"number": "2025", "boolean": "true"}
    types = [kind for kind, text in others.items() if re.search(pattern, text)]
    return {"type": ["string", *types], "pattern": pattern}
