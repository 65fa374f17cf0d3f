"""The one door to HiGHS, the solver of integer programs."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import highspy
import numpy as np

if TYPE_CHECKING:
    from diagnosis.engine.path_program import Program, Terms

_OPTIONS: Mapping[str, bool | int | float | str] = {
    "output_flag": False,
    "presolve": "off",  # on programs as small as these it costs ten times what it saves
    "threads": 1,  # a worker a core is the caller's affair
    "mip_rel_gap": 0.0,  # the least, not nearly the least
    "mip_abs_gap": 0.0,
}


def solve(program: "Program", objective: "Terms") -> list[int] | None:
    """The values of all variables where the objective is least, proven; None where nothing satisfies the rows.

    Raises ArithmeticError where the solver gives up, which it has no reason to: every variable is bounded.
    """
    solver = highspy.Highs()  # type: ignore[no-untyped-call]  # its bindings say no types here
    for name, value in _OPTIONS.items():
        solver.setOptionValue(name, value)
    solver.passModel(_lp(program, objective))
    solver.run()
    match solver.getModelStatus():
        case highspy.HighsModelStatus.kOptimal:
            return [round(value) for value in solver.getSolution().col_value]
        case highspy.HighsModelStatus.kInfeasible:
            return None
        case status:
            raise ArithmeticError(solver.modelStatusToString(status))


def _lp(program: "Program", objective: "Terms") -> highspy.HighsLp:
    width = len(program.lows)
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = width, len(program.rows)
    cost = np.zeros(width)
    cost[list(objective)] = list(objective.values())
    lp.col_cost_ = cost
    lp.col_lower_, lp.col_upper_ = np.array(program.lows, float), np.array(program.highs, float)
    lp.row_lower_ = np.array([row.low for row in program.rows], float)
    lp.row_upper_ = np.array([row.high for row in program.rows], float)
    lp.integrality_ = [highspy.HighsVarType.kInteger] * width
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in program.rows)])
    lp.a_matrix_.index_ = np.array([variable for row in program.rows for variable in row.terms], np.int32)
    lp.a_matrix_.value_ = np.array([part for row in program.rows for part in row.terms.values()], float)
    return lp
