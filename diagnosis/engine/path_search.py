"""The least set of improvements that reaches a goal, where the route is settled: proven by integer programming.

The relaxed program gives a lower bound of effort and number. The exact program, bound to just that, either attains it,
which proves it least, or shows that nothing does; then the relaxed program is asked for the next price above. After a
few such steps the exact program is solved for itself. Of equal sets it takes the one with the greatest overall
score after it, then the one whose questions are asked earliest (by the sum of their places).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.engine.path_improvements import Improvement
from diagnosis.engine.path_program import Linear, Program, Rounding
from diagnosis.engine.path_rules import Goal, write_goal
from diagnosis.engine.path_scores import Scores, Span

Price = tuple[int, int]
"""Effort and number of improvements."""

_STEPS = 12
"""So many prices that the relaxed program holds possible are tried: a step takes 10 ms, the exact program seconds."""


@dataclass(frozen=True, slots=True)
class Field:
    """What may be chosen, and all it can do. free: with its place in the order of asking."""

    free: tuple[tuple[int, Improvement], ...]
    span: Span
    goal: Goal

    def price(self, chosen: frozenset[int]) -> Price:
        """What a set of numbers of `free` costs."""
        return sum(self.free[number][1].effort for number in chosen), len(chosen)


def search(field: Field, limit: Price | None) -> Iterator[frozenset[int]]:
    """The least set within `limit`, as numbers of `field.free`; asked again, the least without those already given."""
    refused: list[frozenset[int]] = []
    while (found := _find_least(field, limit, refused)) is not None:
        yield found
        refused.append(found)


def _find_least(field: Field, limit: Price | None, refused: list[frozenset[int]]) -> frozenset[int] | None:
    bound: Price = (0, -1)
    for _ in range(_STEPS):
        relaxed = _cheapest(field, limit, Rounding.RELAXED, refused, bound)
        if relaxed is None:
            return None
        attained = _best_at(field, relaxed, refused)
        if attained is not None:
            return attained
        bound = relaxed
    price = _cheapest(field, limit, Rounding.EXACT, refused, bound)
    return None if price is None else _best_at(field, price, refused)


def _cheapest(
    field: Field, limit: Price | None, rounding: Rounding, refused: list[frozenset[int]], above: Price
) -> Price | None:
    """The least effort, and the least number with it, that is greater than `above` and within `limit`."""
    program, _ = _write(field, rounding, refused)
    if limit is not None:
        program.bind({number: one.effort for number, (_, one) in enumerate(field.free)}, high=limit[0])
    more_than_all = len(field.free) + 1
    prices = {number: float(one.effort * more_than_all + 1) for number, (_, one) in enumerate(field.free)}
    program.bind(prices, low=above[0] * more_than_all + above[1] + 1)
    values = program.least(prices)
    price = None if values is None else field.price(_chosen(field, values))
    return None if price is None or (limit is not None and price > limit) else price


def _best_at(field: Field, price: Price, refused: list[frozenset[int]]) -> frozenset[int] | None:
    """Of the sets of just this price that reach the goal, the best."""
    program, overall = _write(field, Rounding.EXACT, refused)
    efforts = {number: float(one.effort) for number, (_, one) in enumerate(field.free)}
    program.bind(efforts, price[0], price[0])
    program.bind(dict.fromkeys(efforts, 1.0), price[1], price[1])
    objective: dict[int, float] = {number: place for number, (place, _) in enumerate(field.free)}
    more_than_all = sum(place for place, _ in field.free) + 1
    objective |= {variable: -part * more_than_all for variable, part in overall.terms.items()}
    values = program.least(objective)
    return None if values is None else _chosen(field, values)


def _write(field: Field, rounding: Rounding, refused: list[frozenset[int]]) -> tuple[Program, Linear]:
    """The program, and the overall score in it. Variable n stands for improvement n of `field.free`."""
    program = Program(rounding)
    numbers = [program.variable() for _ in field.free]
    scores = Scores(program, field.span)
    write_goal(program, scores, field.goal, always=program.variable(1, 1))
    for cut in refused:
        program.bind({number: -1 if number in cut else 1 for number in numbers}, low=1 - len(cut))
    overall = scores.find("overall") if rounding is Rounding.EXACT else None
    return program, overall or Linear(0)


def _chosen(field: Field, values: list[int]) -> frozenset[int]:
    return frozenset(number for number in range(len(field.free)) if values[number])
