"""Characters that could drive a terminal or a spreadsheet, or hide text.

Reading refuses them, so data contain none, and formats for scripts do not look for them. Names of files,
options and the environment can contain them. Messages, columns of paths and formats for people replace them
there.
"""

from __future__ import annotations

import re

#: A pattern of control characters but tab and newline, line separators, surrogates and non-characters; all that
#: Unicode calls Bidi_Control, for a mark alone can turn `1 - 5` about (UAX #9, https://trojansource.codes); the
#: mark of byte order, which readers of files swallow; deprecated format characters, annotations and tags, which
#: hide text (UTS #39). What names are written with stays: joiners, variation selectors, soft hyphens.
UNSAFE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb"
    "\ufffe\uffff\U000e0000-\U000e007f]"
)
# How a cell begins that a spreadsheet runs (https://owasp.org/www-community/attacks/CSV_Injection); some of
# them pass over spaces.
_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_FORMULA = f"[\t\r\n]|\\s*[{_SIGNS}]"
#: How the text of such a cell begins in JSON, where a space may be escaped; a search for a letter first is fast.
_FORMULA_IN_JSON = rf'"(?:\\(?!")|[\s{_SIGNS}])(?<=[\[:,]"[\s\S])'


def printable(text: str) -> str:
    """Return text in which each unsafe character is replaced, so that it is seen that one was there."""
    # Most texts are printable, and the pattern takes long to compile.
    return text if text.isprintable() else re.sub(UNSAFE, "\N{REPLACEMENT CHARACTER}", text)


def printable_line(text: str) -> str:
    """Return such text as one line; several could imitate the program's own messages."""
    return printable(text.translate(_BREAKS))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run a cell with this text."""
    return re.match(_FORMULA, text) is not None


def may_have_formula(json: str) -> bool:
    """Whether a text in JSON without spaces between its parts may be a formula; False is certain."""
    return re.search(_FORMULA_IN_JSON, json) is not None


_BREAKS = str.maketrans("\t\n", "\N{REPLACEMENT CHARACTER}" * 2)
