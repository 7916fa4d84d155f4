"""Terms that count one after another: how they are asked for and stated, and the plan in their order."""

from lingtan.scheduling.ranks.ranked import Ranked, first_objective, ranked_plan
from lingtan.scheduling.ranks.record import ranks_asked, ranks_stated, wrong_ranks

__all__ = ["Ranked", "first_objective", "ranked_plan", "ranks_asked", "ranks_stated", "wrong_ranks"]
