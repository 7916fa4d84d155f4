"""Names compared as a reader would: width, case, spaces, marks and legal forms make no other party; mixed alphabets are no name at all."""

from __future__ import annotations

import re
import unicodedata

__all__ = ["mentions", "mixed_scripts", "party_core"]

_FORMS = (
    "股份有限公司", "有限责任公司", "有限公司", "集团公司", "集团", "公司",
    "corporation", "incorporated", "limited", "company", "group", "holdings",
    "gmbh", "corp", "inc", "ltd", "llc", "plc", "ag", "sa", "bv", "co",
)  # fmt: skip
_FORM = re.compile(r"(?:\s(?:" + "|".join(one for one in _FORMS if one.isascii()) + r")|(?:" + "|".join(_FORMS[:6]) + r"))\s*$")
#: Latin letters; and letters of other alphabets that can be taken for them (Greek ones that cannot, such as μ, are left out).
_LATIN = re.compile("[A-Za-z\u00c0-\u024f]")
_LIKE = re.compile(
    "[\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u03f2\u03f3\u0400-\u058f\u13a0-\u13ff\u2c80-\u2cff\ua4d0-\ua4ff\ua640-\ua69f]"
)


def party_core(name: str) -> str:
    """The name without spelling and legal forms at its end: `ACME Group Ltd.` and `Acme` are one party."""
    plain = " " + " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFKC", name).casefold()).split())
    while (shorter := _FORM.sub("", plain)) not in (plain, ""):
        plain = shorter
    return plain.replace(" ", "")


def mentions(words: str, name: str) -> bool:
    """Whether the words hold the name, and not as part of a longer one: `F12: …` does not mention F1."""
    return re.search(rf"(?<![0-9A-Za-z_]){re.escape(name)}(?![0-9A-Za-z_])", words) is not None


def mixed_scripts(text: str) -> bool:
    """Whether a word holds Latin letters beside look-alikes of another alphabet (Unicode Technical Standard 39, section 5.1)."""
    return not text.isascii() and any(_LATIN.search(word) and _LIKE.search(word) for word in re.findall(r"\w+", text))
