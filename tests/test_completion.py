"""What the shell offers on Tab, asked as zsh and bash ask."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest


def complete(line: str, shell: str = "zsh", **environment: str) -> tuple[str, str]:
    """Return what completion prints for a command line whose last word is unfinished."""
    words = {"_TYPER_COMPLETE_ARGS": line, "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
    asking = {"_BRIEF_COMPLETE": f"complete_{shell}", **words}
    done = subprocess.run(
        [sys.executable, "-m", "briefcli"],
        capture_output=True,
        env={**os.environ, **asking, **environment},
        check=False,
        text=True,
    )
    return done.stdout, done.stderr


@pytest.mark.parametrize(
    ("line", "offers"),
    [
        ("brief country ", ["China", "Japan", "Pakistan", "Russia", "United\\ States"]),
        ("brief stances -c ja", ["japan"]),
        ("brief stances --level m", ["mission"]),
        ("brief stances --min-level ", ["refuses", "no-ties", "talks", "mission", "ambassador", "recognises"]),
        ("brief stances --concern e", ["economic-aid"]),
        ("brief sectors --sector h", ["humanitarian-aid", "healthcare"]),
        ("brief sectors --stage a", ["agreed"]),
        ("brief topics --kind a", ["agenda"]),
        ("brief sources --kind a", ["agency", "aggregator"]),
        ("brief events --source mofa", ["mofa-jp-2022-12-28", "mofa-jp-2025-02-19"]),
        ("brief stances -d ", ["japan-visit"]),
        ("brief check j", ["japan-visit"]),
        ("brief stances --columns s", ["since", "status", "summary"]),
        ("brief stances --columns country,st", ["country,status"]),
        ("brief stances --sort si", ["since"]),
        ("brief dossiers --columns as", ["as_of"]),
        ("brief stances -f js", ["json", "jsonl"]),
        ("brief summary -f ", ["table", "md", "html", "json"]),
        ("brief check -f ", ["text", "json", "github"]),
    ],
)
def test_bash_is_offered_the_words_of_the_dossier(line: str, offers: list[str]) -> None:
    """Bash gets the bare words, and nothing goes to standard error."""
    out, err = complete(line, "bash")
    assert (sorted(out.split("\n")), err) == (sorted([*offers, ""]), "")


def test_zsh_is_offered_labels_too() -> None:
    """Zsh shows what each word means."""
    out, err = complete("brief stances --level t")
    assert err == ""
    assert '"talks":"Holds talks"' in out


@pytest.mark.parametrize("dossier", ["no/such.yaml", "nothing", "-", "tests/dossiers/bad/unknown-source.yaml"])
def test_completion_never_fails_loudly(dossier: str) -> None:
    """Where a dossier cannot be read there is nothing to offer, and nothing to say."""
    assert complete(f"brief stances -d {dossier} -c ", "bash") == ("\n", "")
    assert complete("brief stances -c ", "bash", BRIEF_DOSSIER=dossier) == ("\n", "")
