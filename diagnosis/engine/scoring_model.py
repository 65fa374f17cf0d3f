"""A ruleset and its questionnaires as arrays: all that scoring one sheet or a million needs."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.codes import FIRST_ANSWER, NOT_APPLICABLE, UNKNOWN, Coding
from diagnosis.engine.conditions import Node
from diagnosis.model.questionnaire import Question
from diagnosis.model.ruleset import Certification, Definitions, QuestionnaireRule, QuestionRule
from diagnosis.model.sheet import Value

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One question. source: column of the question that it names by `same_as`. route: node of `applies_when`.

    rule: None if it is not scored. points: by class of its values; empty if it is not scored.
    """

    question: Question
    section: str
    questionnaire: str
    rule: QuestionRule | None
    coding: Coding
    source: int | None
    route: int | None
    points: tuple[int, ...]

    @property
    def weight(self) -> int:
        """The question's weight; 0 if it is not scored."""
        return self.rule.weight if self.rule else 0

    def points_at(self, code: int) -> int | None:
        """The points of a code; None where the question does not count."""
        if not self.rule or code < UNKNOWN or code == NOT_APPLICABLE:
            return None
        return 0 if code == UNKNOWN else self.points[(code - FIRST_ANSWER) // self.coding.levels]

    @property
    def best_value(self) -> Value | None:
        """A value that earns most; the first of them. None if the question is not scored."""
        if not self.rule:
            return None
        return self.coding.classes.values[self.points.index(max(self.points))]


@dataclass(frozen=True, slots=True)
class Field:
    """A sum's place in a row of packed lanes. unit: what one counts for."""

    lane: int
    shift: int
    mask: int
    unit: int

    def read(self, rows: Integers) -> Integers:
        """The sum itself, in units, out of packed rows."""
        return (rows[:, self.lane] >> self.shift) & self.mask


@dataclass(frozen=True, slots=True)
class Sums:
    """Places of sum(w p) and sum(w) over some questions that count."""

    earned: Field
    weight: Field


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """Where each sum over questions is packed. lanes: their number, a power of 2, so that a row moves in one go.

    sums: over all. confidence: sum(w c), in bp. blank, not_applicable: the weight that is in route and in that state.
    causes, media: over the questions with that tag. section: a section's score, ready to be looked up; None where its
    table would be too large.
    """

    sums: Sums
    confidence: Field
    blank: Field
    not_applicable: Field
    causes: Mapping[str, Sums]
    media: Mapping[str, Sums]
    section: "SectionField | None"
    lanes: int


@dataclass(frozen=True, slots=True)
class SectionField:
    """sum(w p) and sum(w) of one section side by side, at the upper end of a lane: together the place of its score.

    It is wide enough for any one section only. Summed over sections it overflows, at the upper end, and harms nothing.
    weight_shift: where the weight begins within the field. scores: in bp, -1 for none.
    """

    lane: int
    shift: int
    weight_shift: int
    unit: int
    scores: NDArray[np.int16]

    def read(self, rows: Integers) -> NDArray[np.int16]:
        """The score of each row."""
        places = rows[:, self.lane].view(np.uint64) >> np.uint64(self.shift)
        return self.scores.take(places.view(np.intp))


@dataclass(frozen=True, slots=True)
class Lookup:
    """One or two columns that are looked up together. table: a packed row for each code, or pair of codes.

    The index of a pair is `first code x stride + second code`, worked out in the integers of `stride`.
    """

    columns: tuple[int, ...]
    stride: np.unsignedinteger
    table: Integers


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section with a weight. columns: its scored questions. lookups: the same, ready to be summed."""

    id: str
    questionnaire: str
    weight: int
    columns: tuple[int, ...]
    lookups: tuple[Lookup, ...]


@dataclass(frozen=True, slots=True)
class QuestionnairePlan:
    """A scored questionnaire. sections: places in the model. out_of_scope: node, None if it never is."""

    id: str
    rule: QuestionnaireRule
    sections: tuple[int, ...]
    out_of_scope: int | None


@dataclass(frozen=True, slots=True)
class CertificationPlan:
    """A certification with its nodes. expires: column of the date question."""

    rule: Certification
    held: int
    covers: int
    expires: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanPlan:
    """What the questions may yet become. scored: columns by number; each has a stretch of the tables, at `offsets`.

    Within a stretch, the place is `state x codes + code`. there: the question may count. certain: it surely does.
    points, confidence: least and greatest. tests: by node, the truth in every completion and on the way to it.
    homes: each scored column's questionnaire, by its place in the model. tagged: by a tag's score, places in `scored`.
    """

    scored: tuple[int, ...]
    offsets: NDArray[np.intp]
    weights: Integers
    there: NDArray[np.bool_]
    certain: NDArray[np.bool_]
    points: tuple[NDArray[np.int32], NDArray[np.int32]]
    confidence: tuple[NDArray[np.int32], NDArray[np.int32]]
    tests: Mapping[int, NDArray[np.uint8]]
    homes: NDArray[np.intp]
    tagged: Mapping[str, NDArray[np.intp]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoringModel:
    """Compiled definitions. columns: every question in order of asking; `index` finds one by its id.

    gates, referrals, findings, risk_groups: the nodes of their conditions, in the ruleset's order (None: always).
    """

    definitions: Definitions
    columns: tuple[Column, ...]
    index: Mapping[str, int]
    nodes: tuple[Node, ...]
    layout: Layout
    sections: tuple[SectionPlan, ...]
    questionnaires: tuple[QuestionnairePlan, ...]
    certifications: tuple[CertificationPlan, ...]
    gates: tuple[int, ...]
    referrals: tuple[int, ...]
    findings: tuple[int, ...]
    risk_groups: tuple[int | None, ...]
    spans: SpanPlan

    @property
    def score_names(self) -> tuple[str, ...]:
        """Every score that there is, by the name that conditions use."""
        return (
            "overall",
            "confidence",
            *(f"questionnaire:{plan.id}" for plan in self.questionnaires),
            *(f"section:{plan.id}" for plan in self.sections),
            *(f"cause:{tag}" for tag in self.layout.causes),
            *(f"medium:{tag}" for tag in self.layout.media),
        )

    def column(self, question: str) -> Column:
        """The column of a question."""
        return self.columns[self.index[question]]

    def root(self, column: int) -> int:
        """The column whose answer this one takes; itself, where the question is asked."""
        source = self.columns[column].source
        return column if source is None else self.root(source)
