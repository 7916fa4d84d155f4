"""What the engine keeps, as JSON text: a database that somebody else wrote to must not be able to run code here (DBOS would pickle)."""

from __future__ import annotations

import json
from typing import Any

from dbos import Serializer
from dbos import error as dbos_error

from lingtan.errors import LingtanError

__all__ = ["JsonText", "refusal_of"]

_ERROR = "lingtan:error"


def refusal_of(error: BaseException) -> LingtanError:
    """The refusal behind whatever ended a step or a job; `JOB_BROKEN` for a defect, `JOB_GAVE_UP` when it kept taking the server down."""
    if isinstance(error, LingtanError):
        return error
    if isinstance(error, dbos_error.DBOSMaxStepRetriesExceeded) and error.errors:
        return refusal_of(error.errors[-1])
    if isinstance(error, dbos_error.MaxRecoveryAttemptsExceededError):
        return LingtanError("JOB_GAVE_UP")
    return LingtanError("JOB_BROKEN", kind=type(error).__name__, detail=str(error)[:500])


class JsonText(Serializer):
    """JSON in and out; an error is kept by its code, place and parameters."""

    def serialize(self, data: Any) -> str:
        """The text of plain JSON or of an error."""
        if isinstance(data, BaseException):
            said = refusal_of(data)
            data = {_ERROR: {"code": said.code, "place": said.place, "params": said.params}}
        return json.dumps(data, ensure_ascii=False, separators=(",", ":"))

    def deserialize(self, serialized_data: str) -> Any:
        """What the text was made of."""
        data = json.loads(serialized_data)
        if isinstance(data, dict) and data.keys() == {_ERROR}:
            said = data[_ERROR]
            return LingtanError(said["code"], place=said["place"], **said["params"])
        return data

    def name(self) -> str:
        """The name that stands beside each text."""
        return "lingtan_json"
