"""All that is wrong with a file, collected, so that the user mends it in one go."""

from __future__ import annotations

from collections.abc import Sequence

from lingtan.errors import InputError, LingtanError, Param
from lingtan.messages import Message

__all__ = ["MOST_PROBLEMS", "Problems", "TableError"]

#: Reading stops after this many problems: the file is of another kind, not merely wrong.
MOST_PROBLEMS = 200


class TableError(InputError):
    """A table with problems. Code, place and sentence are those of the first; `problems` holds all of them in the file's order."""

    def __init__(self, problems: Sequence[Message]) -> None:
        first = problems[0]
        super().__init__(first.code, place=first.place, **first.params)
        self.problems = tuple(problems)


class Problems:
    """Collects messages while a file is read, and raises them together."""

    def __init__(self) -> None:
        self._found: list[Message] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, place: str, /, **params: Param) -> None:
        """Note a problem. Raises TableError once `MOST_PROBLEMS` are found."""
        self._found.append(Message(code=code, place=place, params=params))
        if len(self._found) >= MOST_PROBLEMS:
            self.check()

    def add_error(self, error: LingtanError) -> None:
        """Note what a room refused, at the place it named."""
        self.add(error.code, error.place or "", **error.params)

    def check(self) -> None:
        """Raises TableError when there is any problem."""
        if self._found:
            raise TableError(self._found)
