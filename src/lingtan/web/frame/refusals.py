"""How a refusal leaves the house through the web: an HTTP status, a problem in JSON, a sentence on the page."""

from __future__ import annotations

from collections.abc import Sequence

from fastapi import Request
from pydantic import BaseModel

from lingtan.errors import AccessError, ConflictError, InputError, LingtanError, StoreError
from lingtan.messages import Language, Message, render, render_error, way_out

__all__ = ["Problem", "ProblemLine", "language_of", "problem_of", "status_of"]

#: Codes that say that what was asked for is not there, or is another organisation's, which must look the same.
_NOT_FOUND = (
    "_UNKNOWN",
    "_NOT_ISSUED",
    "_NOT_FOUND",
)
#: …but these name a wrong value in what was sent.
_WRONG_VALUE = {
    "ASSESS_FACT_UNKNOWN",
    "AUDIENCE_UNKNOWN",
    "COLUMN_UNKNOWN",
    "MARKET_UNKNOWN",
    "MODULE_UNKNOWN",
    "PLACE_UNKNOWN",
    "UNIT_UNKNOWN",
}
_STATUS = {
    "LOGIN_NEEDED": 401,
    "TOKEN_INVALID": 401,
    "LOGIN_REFUSED": 401,
    "TOO_MANY_REQUESTS": 429,
    "BODY_TOO_LARGE": 413,
    "UPLOAD_TOO_LARGE": 413,
    "STORE_UNREACHABLE": 503,
}


class ProblemLine(BaseModel):
    """One of several things wrong with what was sent."""

    code: str
    place: str | None
    message: str
    fix: str


class Problem(BaseModel):
    """Why a request was refused: code, place, sentence, way out; `problems` lists every cell that is wrong."""

    code: str
    place: str | None
    message: str
    fix: str
    problems: list[ProblemLine] = []


def status_of(error: LingtanError) -> int:
    """The HTTP status of a refusal."""
    if error.code in _STATUS:
        return _STATUS[error.code]
    if isinstance(error, InputError | StoreError | LingtanError) and error.code.endswith(_NOT_FOUND) and error.code not in _WRONG_VALUE:
        return 404
    if isinstance(error, AccessError):
        return 403
    if isinstance(error, StoreError):
        return 409 if error.code == "STORE_REFUSED" else 500
    return 422 if error.exit_code == InputError.exit_code else 409 if isinstance(error, ConflictError) or error.exit_code == 3 else 500


def problem_of(error: LingtanError, language: Language) -> Problem:
    """The refusal as it is said in a language."""
    several: Sequence[Message] = getattr(error, "problems", ())
    lines = [ProblemLine(code=one.code, place=one.place, message=render(one, language), fix=way_out(one.code, language)) for one in several]
    sentence = render_error(error, language)
    return Problem(code=error.code, place=error.place, message=sentence, fix=way_out(error.code, language), problems=lines)


def language_of(request: Request) -> Language:
    """The language of the path; for the API and bare addresses, the one the reader's browser prefers, or that a step before was in."""
    if (known := getattr(request.state, "language", None)) is not None:
        return Language(known)
    first = request.url.path.strip("/").partition("/")[0]
    if first in set(Language):
        return Language(first)
    preferred = request.headers.get("accept-language", "").lower()
    zh, en = preferred.find("zh"), preferred.find("en")
    return Language.ZH if zh >= 0 and (en < 0 or zh < en) else Language.EN
