"""Annealing: one run of any objective, by hands side by side; of the last end alone; and a population of runs that are crossed."""

from lingtan.scheduling.annealing.chance import cooling_of, exponentials, first_word
from lingtan.scheduling.annealing.hands import Annealing
from lingtan.scheduling.annealing.last_end import evened, is_last_end_alone
from lingtan.scheduling.annealing.memetic import bred

__all__ = ["Annealing", "bred", "cooling_of", "evened", "exponentials", "first_word", "is_last_end_alone"]
