"""One annealing run: of any objective, by hands side by side, and of the last end alone."""

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.hands import annealed
from lingtan.scheduling.annealing.last_end import evened, is_last_end_alone

__all__ = ["annealed", "cooling_of", "evened", "exponentials", "first_word", "is_last_end_alone"]
