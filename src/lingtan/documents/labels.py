"""Labels of documents, from the catalogue: templates hold no sentence of their own."""

from __future__ import annotations

from typing import Any

from lingtan.errors import InputError
from lingtan.messages import Language, Message, catalog, render
from lingtan.naming import label

__all__ = ["Labels", "document_language", "key"]


def key(value: str) -> str:
    """A value as the tail of a catalogue code: `assembly-line` → `ASSEMBLY_LINE`."""
    return value.upper().replace("-", "_").replace(" ", "_").replace(".", "_")


def document_language(lang: str) -> Language:
    """The language of a document. Raises InputError `DOCUMENT_LANGUAGE` for anything but `zh` and `en`."""
    try:
        return Language(lang)
    except ValueError:
        raise InputError("DOCUMENT_LANGUAGE", place="lang", value=str(lang), known=", ".join(sorted(Language))) from None


class Labels:
    """The labels of one document in its language, and beside a heading in the other one."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self.other = Language.EN if language is Language.ZH else Language.ZH

    def term(self, code: str, **params: str) -> str:
        """The label `DOC_<code>` in the document's language."""
        return render(Message(code=f"DOC_{code}", params=params), self.language)

    def heading(self, code: str) -> dict[str, str]:
        """A heading in both languages: `main`, and `beside` it the other one."""
        return {"main": self.term(code), "beside": render(Message(code=f"DOC_{code}"), self.other)}

    def choice(self, family: str, value: str) -> str:
        """The label of one value of a closed list, `DOC_<FAMILY>_<VALUE>`; a value without a label is shown as it stands."""
        code = f"DOC_{family}_{value}".upper().replace("-", "_").replace(" ", "_")
        return render(Message(code=code), self.language) if code in catalog() else value

    def foreign(self, value: str, *codes: str) -> str:
        """The label another room's catalogue has for a value, under one of the codes or under the value itself; else the value."""
        for code in (value, *codes, key(value)):
            entry = catalog().get(code)
            if entry and not entry.placeholders(self.language):
                return entry.text[self.language]
        return value

    def gwp(self, sets: str) -> str:
        """The sets of global warming potentials behind a figure, `not stated + AR5`, by name."""
        return " + ".join(label("DATA_GWP_", one, self.language) for one in sets.split(" + "))

    def field(self, code: str, value: str, *, span: int = 2, small: bool = False) -> dict[str, Any]:
        """One labelled value of a six-column grid; `small` sets keys and digests."""
        return {"label": self.term(code), "value": value, "span": span, "small": small}
