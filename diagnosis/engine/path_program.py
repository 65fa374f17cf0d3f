"""A small integer program: variables, two-sided linear constraints, least objectives; solved by HiGHS.

Two readings of a rounded division are offered. `Rounding.EXACT` gives it an integer variable of its own, so the program
knows every score to the basis point. `Rounding.RELAXED` keeps the real quotient and widens every test by the error that
rounding can make: each exact solution stays feasible, which makes its optimum a proven lower bound, forty times faster.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from diagnosis.engine.arithmetic import round_div

Terms = Mapping[int, float]
"""Variable to coefficient."""


class Rounding(Enum):
    """How a program reads `round_div`."""

    EXACT = "exact"
    RELAXED = "relaxed"


@dataclass(frozen=True, slots=True)
class Linear:
    """constant + sum(coefficient x variable). slack: how far the quantity that is meant may lie from it, either way."""

    constant: float
    terms: Terms = field(default_factory=dict)
    slack: float = 0.0


@dataclass(frozen=True, slots=True)
class Row:
    """low <= sum(coefficient x variable) <= high."""

    terms: Terms
    low: float
    high: float


@dataclass(slots=True)
class Program:
    """Variables 0, 1, 2 … are whole numbers from their low to their high; rows bind sums of them."""

    rounding: Rounding
    lows: list[int] = field(default_factory=list)
    highs: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, low: int = 0, high: int = 1) -> int:
        """A new variable; by itself a yes or no."""
        self.lows.append(low)
        self.highs.append(high)
        return len(self.lows) - 1

    def bind(self, terms: Terms, low: float = -float("inf"), high: float = float("inf")) -> None:
        """Demand low <= sum(coefficient x variable) <= high."""
        self.rows.append(Row(dict(terms), low, high))

    def at_least(self, quantity: Linear, least: int, where: int) -> None:
        """Demand, where the variable `where` is 1, that a quantity that is never below 0 reaches `least`."""
        self.bind({**quantity.terms, where: -least}, low=-quantity.constant - quantity.slack)

    def at_most(self, quantity: Linear, most: int, ceiling: int, where: int) -> None:
        """Demand, where the variable `where` is 1, that a quantity never above `ceiling` stays at or under `most`."""
        self.bind({**quantity.terms, where: ceiling - most}, high=ceiling - quantity.constant + quantity.slack)

    def rounded(self, numerator: Linear, denominator: int) -> Linear:
        """round_div(numerator, denominator) of a numerator whose variables are whole and not negative."""
        if not numerator.terms and not numerator.slack:
            return Linear(round_div(int(numerator.constant), denominator))
        if self.rounding is Rounding.RELAXED:
            terms = {variable: part / denominator for variable, part in numerator.terms.items()}
            # A millionth keeps the relaxation a relaxation whatever the floats do.
            slack = numerator.slack / denominator + 0.5 + 1e-6
            return Linear(numerator.constant / denominator, terms, slack)
        return self._rounded_exactly(numerator, denominator)

    def _rounded_exactly(self, numerator: Linear, denominator: int) -> Linear:
        """2 d q <= 2 n + d <= 2 d q + 2 d - 1 holds for one whole q only, which is the rounded quotient."""
        low, high = (round_div(max(0, end), denominator) for end in self._range(numerator))
        quotient = self.variable(low, high)
        doubled: dict[int, float] = {variable: 2 * part for variable, part in numerator.terms.items()}
        doubled[quotient] = -2 * denominator
        shift = 2 * numerator.constant + denominator
        self.bind(doubled, low=-shift, high=2 * denominator - 1 - shift)
        return Linear(0, {quotient: 1})

    def _range(self, quantity: Linear) -> tuple[int, int]:
        ends = [sorted((part * self.lows[v], part * self.highs[v])) for v, part in quantity.terms.items()]
        low = quantity.constant + sum(end[0] for end in ends)
        high = quantity.constant + sum(end[1] for end in ends)
        return int(low), int(high)

    def least(self, objective: Terms) -> list[int] | None:
        """The values of all variables where the objective is least, proven; None where nothing satisfies the rows."""
        if not self.lows:
            return [] if all(row.low <= 0 <= row.high for row in self.rows) else None
        # Most callers of the engine never look for a path.
        from diagnosis.engine.path_solver import solve  # noqa: PLC0415

        return solve(self, objective)
