"""The scripts of pages apart from any page: their logic by Node's own tests, their types by tsc, their style by ESLint."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from briefcli.dossier.spelling import _ALIKE, fold_text
from briefcli.report.template import bare
from samples import TYPED_WORDS

ROOT = Path(__file__).parents[1]
REPORT = ROOT / "src" / "briefcli" / "report"
_BIN = ROOT / ".tools" / "js" / "node_modules" / ".bin"
#: Compare the parts of two scripts of each pair, which the tree of the compiler ends in.
_LEAVES = """
const ts = require("./.tools/js/node_modules/typescript");
function leaves(text) {
  const file = ts.createSourceFile("a.js", text, ts.ScriptTarget.Latest, true);
  const found = [];
  const walk = (node) => {
    const parts = node.getChildren(file).filter((part) => !ts.isJSDoc(part));
    if (parts.length) parts.forEach(walk); else found.push(node.getText(file));
  };
  walk(file);
  if (file.parseDiagnostics.length) throw new Error(JSON.stringify(file.parseDiagnostics[0].messageText));
  return found;
}
for (const [text, bare] of JSON.parse(require("fs").readFileSync(0))) require("node:assert").deepEqual(leaves(bare), leaves(text));
"""
needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed")
needs_tools = pytest.mark.skipif(
    "BRIEF_JS" not in os.environ and not _BIN.exists(),
    reason="tsc and ESLint are not in .tools, where .ci/run puts them",
)


def ran(*command: str, given: str = "") -> tuple[int, str]:
    """Return how a command ended, and what it said."""
    done = subprocess.run(command, cwd=ROOT, input=given, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@needs_node
def test_its_logic() -> None:
    """Every test of Node's passes, and there are some."""
    code, said = ran("node", "--test", "tests/script/")
    assert code == 0, said
    assert "# fail 0" in said or "fail 0" in said
    assert "pass 0" not in said


@needs_node
def test_its_texts_are_compared_as_those_of_the_search() -> None:
    """Quotes, hyphens, letters and digits that are written for one another are alike there, too."""
    texts = [*map(chr, _ALIKE), "Tashkent\u2019s Tromsø", "ΟΔΟΣ", "Straße", "\u0663\u06f3\u0969", "Æsir—Łódź"]
    words = (REPORT / "words.js").read_text(encoding="utf-8")
    script = f"{words}\nconsole.log(JSON.stringify({json.dumps(texts)}.map(fold)))"
    code, said = ran("node", "-e", script)
    assert code == 0, said
    assert dict(zip(texts, json.loads(said), strict=True)) == {text: fold_text(text) for text in texts}


@needs_node
def test_words_are_parted_as_on_the_command_line() -> None:
    """Curly and low quotes make a phrase, too."""
    words = (REPORT / "words.js").read_text(encoding="utf-8")
    script = f"{words}\nconsole.log(JSON.stringify({json.dumps([*TYPED_WORDS])}.map(wordsIn)))"
    code, said = ran("node", "-e", script)
    assert code == 0, said
    assert dict(zip(TYPED_WORDS, json.loads(said), strict=True)) == TYPED_WORDS


@needs_node
@needs_tools
def test_pages_have_it_without_comments() -> None:
    """All that is left is what the program has, text by text and sign by sign; a style keeps its strings."""
    scripts = [path.read_text(encoding="utf-8") for path in sorted(REPORT.parent.glob("*/*.js"))]
    code, said = ran("node", "-e", _LEAVES, given=json.dumps([[text, bare(text)] for text in scripts]))
    assert (code, said) == (0, "")
    assert sum(map(len, map(bare, scripts))) < 0.85 * sum(map(len, scripts))
    assert not [text for text in scripts if "/*" in bare(text)]
    style = (REPORT / "style.css").read_text(encoding="utf-8")
    assert re.findall('"[^"\\n]*"', bare(style)) == re.findall('"[^"\\n]*"', style)
    assert "/*" not in bare(style)


@pytest.mark.slow
@needs_node
@needs_tools
@pytest.mark.parametrize("pages", ["tsconfig.json", "tsconfig.site.json"])
def test_its_types(pages: str) -> None:
    """They are strict."""
    assert ran(str(_BIN / "tsc"), "-p", f".ci/{pages}") == (0, "")


@pytest.mark.slow
@needs_node
@needs_tools
def test_its_style() -> None:
    """ESLint has nothing to say."""
    scripts = [str(path) for path in sorted(REPORT.parent.glob("*/*.js"))]
    assert ran(str(_BIN / "eslint"), "-c", ".ci/eslint.config.mjs", "--max-warnings", "0", *scripts) == (0, "")
