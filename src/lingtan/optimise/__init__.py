"""Optimisation: array models, solvers behind one protocol, and the verification that no solver is believed without."""

from lingtan.optimise.branching import Branched, Choice, solve_whole
from lingtan.optimise.clarabel import Clarabel
from lingtan.optimise.elastic import elastic
from lingtan.optimise.highs import Highs
from lingtan.optimise.ladder import LADDER, Solution, solve
from lingtan.optimise.memory import give_back_freed
from lingtan.optimise.model import Block, LinearProgram, ModelBuilder
from lingtan.optimise.mps import mps_lines
from lingtan.optimise.piqp import Piqp
from lingtan.optimise.solver import Answer, Solver, Status
from lingtan.optimise.verify import Verification, infeasibility_margin, verify

__all__ = [
    "LADDER",
    "Answer",
    "Block",
    "Branched",
    "Choice",
    "Clarabel",
    "Highs",
    "LinearProgram",
    "ModelBuilder",
    "Piqp",
    "Solution",
    "Solver",
    "Status",
    "Verification",
    "elastic",
    "give_back_freed",
    "infeasibility_margin",
    "mps_lines",
    "solve",
    "solve_whole",
    "verify",
]
