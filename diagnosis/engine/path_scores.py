"""Scores as linear quantities: what each free improvement adds, once the route is settled."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from diagnosis.engine.codes import FIRST_ANSWER, LEVELS
from diagnosis.engine.frame import Frame
from diagnosis.engine.path_program import Linear, Program
from diagnosis.engine.scoring_model import Column, QuestionnairePlan, SectionPlan
from diagnosis.engine.sums import Totals

ReadCode = Callable[[Column, int], int | None]
"""What a code of a question is worth; None where the question does not count."""


@dataclass(frozen=True, slots=True)
class Span:
    """Two rows of a scored frame with one route: before and after all free improvements. chosen: column to variable."""

    frame: Frame
    totals: Totals
    before: int
    after: int
    chosen: Mapping[int, int]

    def in_scope(self, plan: QuestionnairePlan) -> bool:
        """Whether a questionnaire is part of the overall score."""
        flags = self.totals.in_scope[plan.id]
        return flags is None or bool(flags[self.before])

    def truths(self, node: int) -> tuple[int, int]:
        """The truth of a condition before and after."""
        truths = self.frame.truth(node)
        return int(truths[self.before]), int(truths[self.after])

    def codes(self, column: int) -> tuple[int, int]:
        """A question's codes before and after."""
        cell = self.frame.cell(column)
        return int(cell[self.before]), int(cell[self.after])


@dataclass(slots=True)
class Scores:
    """Scores by the names that conditions use, written into a program on first need; None where there is none."""

    program: Program
    span: Span
    _known: dict[str, Linear | None] = field(default_factory=dict)

    def find(self, name: str) -> Linear | None:
        """A score in bp."""
        if name not in self._known:
            self._known[name] = self._write(name)
        return self._known[name]

    def _write(self, name: str) -> Linear | None:
        kind, _, part = name.partition(":")
        match kind:
            case "section":
                return self._earned(next(plan.columns for plan in self._sections if plan.id == part))
            case "questionnaire":
                return self._questionnaire(next(plan for plan in self._questionnaires if plan.id == part))
            case "overall":
                in_scope = [plan for plan in self._questionnaires if self.span.in_scope(plan)]
                return self._mean((plan.rule.weight, self.find(f"questionnaire:{plan.id}")) for plan in in_scope)
            case "confidence":
                return self._confidence(list(self._counted()))
            case "cause":
                return self._earned([n for n in self._counted() if part in self._columns[n].question.causes])
            case _:
                return self._earned([n for n in self._counted() if part in self._columns[n].question.media])

    @property
    def _columns(self) -> tuple[Column, ...]:
        return self.span.frame.model.columns

    @property
    def _sections(self) -> tuple[SectionPlan, ...]:
        return self.span.frame.model.sections

    @property
    def _questionnaires(self) -> tuple[QuestionnairePlan, ...]:
        return self.span.frame.model.questionnaires

    def _counted(self) -> Iterable[int]:
        """The columns of every scored question in scope."""
        for plan in self._questionnaires:
            if self.span.in_scope(plan):
                for place in plan.sections:
                    yield from self._sections[place].columns

    def _questionnaire(self, plan: QuestionnairePlan) -> Linear | None:
        sections = [self._sections[place] for place in plan.sections]
        return self._mean((section.weight, self.find(f"section:{section.id}")) for section in sections)

    def _mean(self, parts: Iterable[tuple[int, Linear | None]]) -> Linear | None:
        """The mean of the scores that there are, by weight."""
        present = [(weight, score) for weight, score in parts if score is not None]
        if not present:
            return None
        return self.program.rounded(_combine(present), sum(weight for weight, _ in present))

    def _earned(self, numbers: Iterable[int]) -> Linear | None:
        """100 x sum(w p) / sum(w) over the questions that count."""
        points = {number: self._ends(number, Column.points_at) for number in numbers}
        return self._sum(points, 100)

    def _confidence(self, numbers: Iterable[int]) -> Linear | None:
        """sum(w c) / sum(w) over the questions that count."""
        return self._sum({number: self._ends(number, self._proof) for number in numbers}, 1)

    def _proof(self, column: Column, code: int) -> int | None:
        """The confidence of a code, in bp; None where the question does not count."""
        if column.points_at(code) is None:
            return None
        level = LEVELS[(code - FIRST_ANSWER) % column.coding.levels]
        return self.span.frame.model.definitions.ruleset.evidence_confidence[level] if code >= FIRST_ANSWER else 0

    def _ends(self, number: int, read: ReadCode) -> tuple[int | None, int | None]:
        before, after = self.span.codes(number)
        return read(self._columns[number], before), read(self._columns[number], after)

    def _sum(self, amounts: Mapping[int, tuple[int | None, int | None]], scale: int) -> Linear | None:
        """The rounded quotient of scale x sum(weight x amount) and sum(weight); amounts before and after."""
        constant, weights = 0, 0
        terms: dict[int, float] = {}
        for number, (before, after) in amounts.items():
            if before is None or after is None:
                continue
            weight = self._columns[number].weight
            weights += weight
            constant += scale * weight * before
            if after != before:
                variable = self.span.chosen[number]
                terms[variable] = terms.get(variable, 0) + scale * weight * (after - before)
        return self.program.rounded(Linear(constant, terms), weights) if weights else None


def _combine(parts: list[tuple[int, Linear]]) -> Linear:
    """sum(weight x quantity)."""
    terms: dict[int, float] = {}
    for weight, quantity in parts:
        for variable, part in quantity.terms.items():
            terms[variable] = terms.get(variable, 0) + weight * part
    constant = sum(weight * quantity.constant for weight, quantity in parts)
    return Linear(constant, terms, sum(weight * quantity.slack for weight, quantity in parts))
