"""Values of a report in the words of its language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from lingtan.documents.figures import kilograms, number, per_cent
from lingtan.documents.labels import Labels, key
from lingtan.documents.reader import Reader
from lingtan.messages import Message, catalog
from lingtan.naming import label, say, shown_parameter, told

__all__ = ["component", "finding", "headline", "note", "scenario", "sentence", "signed", "significant", "stage"]

#: Sentences that class packs and studies state in English, with the code of their translation.
_STATED: Mapping[str, str] = {
    "each excluded flow < 1 % and all together < 5 % of the expected figure (ISO 14067:2018 6.3.4.3, unverified)": "DOC_REPORT_CUTOFF_1_5",
    "line allocation 1 unless stated; recycled content and end of life by cut-off": "DOC_REPORT_ALLOCATION_CUT_OFF",
    "each excluded flow < 1 % and all together < 5 % of the expected figure (unverified)": "DOC_REPORT_CUTOFF_1_5_PLAIN",
    "GB/T 51366-2019 and EN 15978:2011 (clauses unverified)": "DOC_REPORT_RULES_BUILDING",
    "PAS 2050:2011 and ISO 14067:2018 (clauses unverified)": "DOC_REPORT_RULES_GOODS",
    "none published for this class in this pack; ISO 14067:2018 and GB/T 24067-2024 (clauses unverified)": "DOC_REPORT_NO_RULES",
}


def significant(value: float, *, digits: int = 6) -> str:
    """A number to so many significant digits, thousands apart, never in powers of ten; the attached record has it in full."""
    if value == 0:
        return "0"
    exact = Decimal(repr(value))
    rounded = exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1))
    text = f"{rounded:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace("-", "\u2212")


def signed(mass_mg: int) -> str:
    """A difference [mg] in kilograms with its sign."""
    return ("+" if mass_mg > 0 else "") + kilograms(mass_mg).replace("-", "\u2212")


def headline(labels: Labels, mass_mg: int, *, mean_mg: int) -> tuple[str, str]:
    """A large figure and its unit, fitted to the size of the mean: grams below 1 kg, tonnes from 100 t on, kilograms between."""
    power, unit = next((power, unit) for least, power, unit in _SCALES if mean_mg >= least)
    value = Decimal(mass_mg).scaleb(-power).quantize(Decimal("0.1"), rounding=ROUND_HALF_EVEN)
    return f"{value:,f}".replace("-", "\u2212"), labels.term(unit)


_SCALES = ((10**11, 9, "REPORT_UNIT_T"), (10**6, 6, "UNIT_KG_CO2E"), (-(10**30), 3, "REPORT_UNIT_G"))


def stage(labels: Labels, name: str) -> str:
    """A life-cycle stage."""
    return labels.choice("STAGE", name)


def component(labels: Labels, name: str) -> str:
    """A component of the product."""
    return labels.foreign(name, f"COMPONENT_{key(name)}")


def scenario(labels: Labels, record: Reader, *, among: list[str]) -> str:
    """A scenario by its name, with the changed value where several share the name."""
    code = record.text("code")
    name = say(code, labels.language)
    return f"{name}: {record.text('value')}" if among.count(code) > 1 else name


def sentence(labels: Labels, stated: str) -> str:
    """A sentence of a class pack in the document's language, where it is a known one; else as it is stated."""
    code = _STATED.get(stated)
    return say(code, labels.language) if code else stated


def note(labels: Labels, record: Reader) -> str:
    """An assumption, a remark or an electricity of the study as a sentence."""
    params = {name: _STATED_NOTE.get(name, _as_is)(labels, value) for name, value in record.get("params").items()}
    return told(Message(code=record.text("code"), params=params), labels.language)


def finding(labels: Labels, record: Reader) -> str:
    """A finding as a sentence, its figures in kilograms and per cent."""
    params = {name: _shown(labels, name, value) for name, value in record.get("params").items()}
    return say(f"DOC_{record.text('code')}", labels.language, **params)


def _shown(labels: Labels, name: str, value: Any) -> str:
    if name in {"difference_mg", "tenth_mg"}:
        return signed(int(value))
    if name.endswith("_mg"):
        return kilograms(int(value))
    if name.endswith("_share"):
        return per_cent(float(value))
    return str(_WORDS.get(name, _as_is)(labels, value))


def _as_is(_labels: Labels, value: Any) -> Any:
    return value


def _components(labels: Labels, value: Any) -> str:
    joint = "、" if labels.language.value == "zh" else ", "
    return joint.join(component(labels, name) for name in str(value).split(", "))


_WORDS: Mapping[str, Callable[[Labels, Any], Any]] = {
    "stage": lambda labels, value: stage(labels, str(value)),
    "components": _components,
    "parameter": lambda labels, value: shown_parameter(str(value), labels.language),
    "scenario": lambda labels, value: say(str(value), labels.language) if str(value) in catalog() else str(value),
}
_STATED_NOTE: Mapping[str, Callable[[Labels, Any], Any]] = {
    "cutoff": lambda labels, value: sentence(labels, str(value)).rstrip("。."),
    "class": lambda labels, value: label("DATA_CLASS_", str(value), labels.language),
    "method": lambda labels, value: label("DOC_REPORT_METHOD_", str(value), labels.language),
    "years": lambda _labels, value: number(value),
    "kg_per_kwh": lambda _labels, value: significant(float(value), digits=4),
}
