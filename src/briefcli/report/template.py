"""Pages through templates, each with one style and its own scripts, and a policy that allows nothing else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from briefcli.characters import printable
from briefcli.dossier.dates import in_words
from briefcli.page import translation
from briefcli.version import __version__

#: Comments in styles and scripts: those between signs, and lines that begin as one.
_COMMENTS = re.compile(r"/\*.*?\*/|^\s*//[^\n]*", re.DOTALL | re.MULTILINE)


def rendered(template: Path, style: str, script: str = "", early: str = "", /, **parts: object) -> str:
    """Return a page as an HTML document that needs no network; `early` is the script in its head."""
    style, script, early = map(bare, (style, script, early))
    hashes = " ".join(f"'{_hash(each)}'" for each in (early, script) if each)
    scripts = f"script-src {hashes}; " if hashes else ""
    # Pictures are a logo, or made by the script, and so part of the page.
    allowed = f"style-src '{_hash(style)}'; {scripts}img-src data:; "
    policy = f"default-src 'none'; {allowed}base-uri 'none'; form-action 'none'"
    page = _environment(template.parent).get_template(template.name)
    own = {"policy": policy, "style": style, "script": script, "early": early}
    text = page.render(**{name: Markup(value) for name, value in own.items()}, version=__version__, **parts)  # noqa: S704 - our own
    return printable(text)  # it also contains the filters


def fragment(template: Path, **parts: object) -> Markup:
    """Return a part of a page."""
    return Markup(_environment(template.parent).get_template(template.name).render(**parts))  # noqa: S704 - escaped


def inert(known: object) -> Markup:
    """Return data as JSON that no HTML can end."""
    text = msgspec.json.encode(known).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


@cache
def bare(text: str) -> str:
    """Return a style or a script of ours without comments, blank lines and indentation."""
    lines = (line.strip() for line in _COMMENTS.sub("", text).splitlines())
    return "\n".join(filter(None, lines))


@cache
def own_text(path: Path) -> str:
    """Return the text of a file that is part of the program."""
    return path.read_text(encoding="utf-8").strip()


@cache
def _environment(folder: Path) -> Environment:
    environment = Environment(
        loader=FileSystemLoader([folder, Path(__file__).parent]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["in_words"] = in_words
    environment.globals["translation"] = translation
    return environment


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
