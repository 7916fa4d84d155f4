"""What was typed into a form, as the action's model."""

from __future__ import annotations

from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from lingtan.errors import InputError
from lingtan.messages import Message

__all__ = ["FormError", "has_file", "read_form"]


class FormError(InputError):
    """Fields that do not fit; each with its place."""

    def __init__(self, problems: list[Message]) -> None:
        super().__init__("FORM_FIELDS", count=len(problems))
        self.problems = problems


def read_form(model: type[BaseModel], sent: FormData) -> BaseModel:
    """The model of the fields. Empty fields count as not given. Raises FormError naming each field."""
    values: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        if get_origin(field.annotation) in (list, tuple):
            values[name] = [one for one in sent.getlist(name) if one != ""]
        elif (given := sent.get(name)) is not None and given != "" and not (isinstance(given, UploadFile) and not given.filename):
            values[name] = given
    try:
        return model.model_validate(values)
    except ValidationError as exc:
        raise FormError([_problem(error) for error in exc.errors(include_url=False)]) from exc


def _problem(error: Any) -> Message:
    place = ".".join(str(part) for part in error["loc"])
    if error["type"] == "missing":
        return Message(code="FORM_FIELD_MISSING", params={"field": place}, place=place)
    params = {"field": place, "detail": str(error["msg"]), "value": str(error.get("input"))[:80]}
    return Message(code="FORM_FIELD_INVALID", params=params, place=place)


def has_file(model: type[BaseModel]) -> bool:
    """Whether one of the fields is a file."""
    return any(
        isinstance(kind, type) and issubclass(kind, UploadFile)
        for field in model.model_fields.values()
        for kind in (field.annotation, *get_args(field.annotation))
    )
