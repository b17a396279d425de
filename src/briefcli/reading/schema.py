"""The JSON Schema of a dossier's files, so that an editor completes keys and underlines mistakes.

It is made from the model, with keywords of draft 7, the newest draft that the YAML language
server reads (https://github.com/redhat-developer/yaml-language-server).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from briefcli.dossier.dates import DATE_PATTERN
from briefcli.dossier.model import Dossier

#: The name under which `brief new` lays the schema beside a dossier.
SCHEMA_FILE = "brief.schema.json"
#: What `brief new` writes, with places for the id and the day.
TEMPLATE = Path(__file__).with_name("template.yaml")


def dossier_schema() -> dict[str, Any]:
    """Return the schema of one file: a whole dossier, or one of several files of a folder."""
    _, definitions = msgspec.json.schema_components([Dossier], ref_template="#/definitions/{name}")
    definitions = {name: _as_written(entry) for name, entry in definitions.items()}
    whole = definitions.pop("Dossier")
    whole["properties"]["grades"]["propertyNames"] = {"$ref": "#/definitions/SourceKind"}
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
    # A file with the head key is a dossier or the head of one; a file without is a part.
    head = {"if": {"required": ["dossier"]}, "then": {"required": whole.pop("required")}}
    return {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "A dossier of brief, or one file of it",
        **{key: value for key, value in whole.items() if key not in {"title", "description"}},
        **head,
        "definitions": definitions,
    }


def schema_text() -> str:
    """Return the schema as a JSON document."""
    return msgspec.json.format(msgspec.json.encode(dossier_schema()), indent=2).decode() + "\n"


def _as_written(node: Any) -> Any:
    """Return a part of the schema for values as YAML 1.2 types them, which is how an editor reads them.

    The reader takes every scalar for text, so that a title may be 2025 and a year needs no
    quotes. A key without a value is a mistake and not null.
    """
    if isinstance(node, list):
        return [_as_written(part) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: _as_written(value) for key, value in node.items() if key != "default"}
    if "description" in node:
        node["description"] = " ".join(node["description"].split())
    choices = [choice for choice in node.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        node |= choices[0]
    if node.get("type") == "string":
        node["type"] = _written_types(node)
        if "integer" in node["type"]:
            node |= {"minimum": 1, "maximum": 9999}
    return node


def _written_types(node: dict[str, Any]) -> list[str]:
    if node.get("pattern") == DATE_PATTERN:
        return ["string", "integer"]
    return ["string"] if "pattern" in node else ["string", "number", "boolean"]
