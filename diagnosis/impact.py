"""The road before publishing: what a draft ruleset would change for the members there are, or for made-up ones."""

import itertools
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from diagnosis.definitions import available_rulesets
from diagnosis.editions import carry_over
from diagnosis.groups import EMPLOYEES, SIZES, TRADE, employees_of, names_of_groups
from diagnosis.many import ManySheets
from diagnosis.model.impact import Impact, RuleImpact
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.rule_changes import RuleChange, rule_changes
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.model.text import Text
from diagnosis.pipeline import load
from diagnosis.settings import Settings

if TYPE_CHECKING:
    from diagnosis.engine import Columns, ColumnScorer, ScoringModel
    from diagnosis.engine.impact import Integers

CHUNK: Final = 1 << 16
"""Sheets in one go, so that memory does not grow with their number."""
TRIED: Final = 20_000
"""Sheets on which each change of the rules is tried by itself."""
MOST_CHANGES: Final = 100
"""More changes than this are another set of rules: they are not tried one by one."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A draft and what it is held against, each with its questionnaires."""

    before: Definitions
    after: Definitions


@dataclass(frozen=True, slots=True)
class StoredSheet:
    """A member's newest sheet in its canonical form."""

    member: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MadeUp:
    """Members drawn with a seed, instead of stored ones. workers: threads that draw and score them."""

    count: int
    seed: int
    workers: int


@dataclass(frozen=True, slots=True)
class _Chunk:
    """Sheets as columns, for the ruleset before and for the one after. employees: -1 where that is not known."""

    columns: "Columns"
    after: "Columns"
    employees: "Integers"
    first: int
    names: Sequence[str]


def open_pair(draft: str, against: str | None, settings: Settings) -> Pair:
    """The two rulesets. draft: `ID@VERSION`, or its file in the scoring folder. against: by default the version before.

    Raises DefinitionsError where there is no such ruleset or it has faults, ProblemsError (`impact.nothing-before`).
    """
    reference = _reference_of(draft)
    return Pair(load(against or _version_before(reference, settings), settings), load(reference, settings))


def _reference_of(written: str) -> str:
    path = Path(written)
    return f"{path.resolve().parent.name}@{path.stem}" if path.suffix in {".yaml", ".yml"} else written


def _version_before(reference: str, settings: Settings) -> str:
    known = available_rulesets(settings.scoring)
    family = [each for each in known if each.partition("@")[0] == reference.partition("@")[0]]
    if reference not in known:
        load(reference, settings)  # says that there is none, and what is near
    place = family.index(reference)
    if place == 0:
        raise ProblemsError((_nothing_before(reference, settings),))
    return family[place - 1]


def _nothing_before(reference: str, settings: Settings) -> Problem:
    message = Text(
        ja=f"{reference} より前の版がありません。比べる版を --against で指定してください。",
        en=f"There is no version before {reference}. Name the one to compare with by --against.",
    )
    return Problem(Span(str(settings.scoring), 0, 0), "impact.nothing-before", message)


def measure_stored(pair: Pair, sheets: Iterable[StoredSheet], settings: Settings, on: date) -> Impact:
    """The impact on stored sheets, each scored as of `on`.

    A sheet of an earlier edition is carried over first; what no way leads from, or has faults by now, is left out and
    counted.
    """
    from diagnosis.engine import compile_models, encode  # noqa: PLC0415 - loads numpy

    models = compile_models((pair.before, pair.after))
    alike, target = _are_alike(models), pair.after.ruleset.reference
    reader = _Reader(pair, settings, on)

    def chunks() -> Iterator[_Chunk]:
        first = 0
        read = iter(reader.read(sheets))
        while part := list(itertools.islice(read, CHUNK)):
            columns = encode(models[0], part)
            carried = (carry_over(sheet, target, settings) for sheet in part)
            after = columns.under(*models) if alike else encode(models[1], carried)
            yield _Chunk(columns, after, employees_of(part), first, [sheet.member.id for sheet in part])
            first += len(part)

    measuring = _Measuring(pair, models, on)
    for chunk in chunks():
        measuring.add(chunk)
    return replace(measuring.result(), left_out=reader.left_out)


def measure_synthetic(pair: Pair, made_up: MadeUp, on: date) -> Impact:
    """The impact on made-up members; the same seed gives the same ones, whatever the number of workers."""
    from diagnosis.engine import compile_models  # noqa: PLC0415 - loads numpy
    from diagnosis.engine.synthetic import draw_population  # noqa: PLC0415 - loads numpy

    models = compile_models((pair.before, pair.after))
    if not _are_alike(models):
        raise ProblemsError((_other_questions(pair),))
    measuring = _Measuring(pair, models, on)

    def work(first: int) -> None:
        size = min(CHUNK, made_up.count - first)
        drawn = draw_population(models[0], size, made_up.seed + first // CHUNK, on)
        names = _Numbered(first, size)
        measuring.add(_Chunk(drawn.columns, drawn.columns.under(*models), drawn.numbers[EMPLOYEES], first, names))

    # Threads: what takes the time is numpy, which lets others run meanwhile.
    with ThreadPoolExecutor(made_up.workers) as pool:
        list(pool.map(work, range(0, made_up.count, CHUNK)))
    return measuring.result()


def _are_alike(models: tuple["ScoringModel", ...]) -> bool:
    """Whether the questions that both ask have the same answers."""
    from diagnosis.engine import encode  # noqa: PLC0415 - loads numpy

    first, second = models
    try:
        encode(first, []).under(first, second)
    except ValueError:
        return False
    return True


def _other_questions(pair: Pair) -> Problem:
    before, after = pair.before.ruleset.reference, pair.after.ruleset.reference
    message = Text(
        ja=f"{before} と {after} では、同じ質問の選択肢が違います。"
        "合成した会員では比べられません。保管庫の会員なら、移行表で引き継いで比べられます"
        "（--synthetic を付けずに実行）。",
        en=f"Some questions have other choices on {after} than on {before}, so made-up members cannot be compared. "
        "Members in the store can, carried over by the migration (run it without --synthetic).",
    )
    return Problem(Span(after, 0, 0), "impact.other-questions", message)


@dataclass(frozen=True, slots=True)
class _Numbered(Sequence[str]):
    """Names of made-up members, made when one is asked for."""

    first: int
    size: int

    def __len__(self) -> int:
        return self.size

    def __getitem__(self, row: int) -> str:  # type: ignore[override]  # never sliced
        return f"S-{self.first + row:07}"


class _Measuring:
    """Scores chunks under both rulesets and tallies them; for several threads at once."""

    def __init__(self, pair: Pair, models: tuple["ScoringModel", ...], on: date) -> None:
        from diagnosis.engine.impact import ImpactTally  # noqa: PLC0415 - loads numpy

        self._pair, self._models, self._on = pair, models, on
        first, second = models
        self._tally = ImpactTally(first, second, _labels(pair.before))
        self._tallying = threading.Lock()
        self._own = threading.local()
        self._sample: Columns | None = None

    def add(self, chunk: _Chunk) -> None:
        """Score a chunk and add it to the tally."""
        from diagnosis.engine.impact import Members, find_groups  # noqa: PLC0415 - loads numpy

        before, after = (scorer.score(columns, self._on) for scorer, columns in self._under_both(chunk))
        places = find_groups(self._models[0], chunk.columns, TRADE, chunk.employees, SIZES)
        with self._tallying:
            self._tally.add(before, after, places, Members(chunk.first, chunk.names))
            if chunk.first == 0:
                self._sample = chunk.columns.block(0, min(TRIED, chunk.columns.count))

    def _under_both(self, chunk: _Chunk) -> Iterator[tuple["ColumnScorer", "Columns"]]:
        from diagnosis.engine import ColumnScorer  # noqa: PLC0415 - loads numpy

        if not hasattr(self._own, "scorers"):
            self._own.scorers = [ColumnScorer(model, CHUNK) for model in self._models]
        return zip(self._own.scorers, (chunk.columns, chunk.after), strict=True)

    def result(self) -> Impact:
        """All that was found, with each change of the rules tried by itself on the first of the sheets."""
        found = self._tally.result()
        changes = list(rule_changes(self._pair.before, self._pair.after))
        if self._sample is None or len(changes) > MOST_CHANGES or not _are_alike(self._models):
            return found
        tried = [_try(change, self._pair.before, self._sample, self._on) for change in changes]
        return replace(found, rules=tuple(sorted(tried, key=_most_moved)), tried=self._sample.count)


def _try(change: RuleChange, before: Definitions, sample: "Columns", on: date) -> RuleImpact:
    from diagnosis.engine import compile_models, score_columns  # noqa: PLC0415 - loads numpy
    from diagnosis.engine.impact import count_moves  # noqa: PLC0415 - loads numpy

    old, new = compile_models((before, change.definitions))
    moves = count_moves(score_columns(old, sample, on), score_columns(new, sample.under(old, new), on))
    return RuleImpact(change.kind, change.rule, *moves)


def _most_moved(rule: RuleImpact) -> tuple[int, int, int, str]:
    return -rule.discounts, -rule.grades, -rule.overall, rule.rule


def _labels(definitions: Definitions) -> Mapping[str, Sequence[str]]:
    """By kind of group its labels, in the order of their places; the last is for what is not known."""
    return {kind: [*names] for kind, names in names_of_groups(definitions).items()}


def names_of_rules(pair: Pair) -> Mapping[str, Text]:
    """What the rules that may have changed are called, by id."""
    found: dict[str, Text] = {}
    for definitions in (pair.before, pair.after):
        for owner in definitions.questionnaires:
            found[owner.id] = found[owner.reference] = owner.title
            found |= {section.id: section.title for section in owner.sections}
            found |= {question.id: question.text for question in owner.questions}
        found |= {gate.id: gate.title for gate in definitions.ruleset.gates}
        found |= {certification.id: certification.name for certification in definitions.ruleset.certifications}
    return found


class _Reader:
    """Stored sheets as sheets of the ruleset before; what cannot become one is counted by its own ruleset."""

    def __init__(self, pair: Pair, settings: Settings, on: date) -> None:
        self._target = pair.before
        self._settings = settings
        self._many = ManySheets(settings, on)
        self.left_out: dict[str, int] = {}

    def read(self, sheets: Iterable[StoredSheet]) -> Iterator[AnswerSheet]:
        """The sheets that can be scored, in their order."""
        for stored in sheets:
            (checked,) = self._many.check(stored.content, f"{stored.member}.json")
            if isinstance(checked, ProblemsError):
                self._leave_out("faulty")
                continue
            try:
                yield self._carried(checked)
            except ProblemsError:
                self._leave_out(checked.ruleset)

    def _leave_out(self, why: str) -> None:
        self.left_out[why] = self.left_out.get(why, 0) + 1

    def _carried(self, sheet: AnswerSheet) -> AnswerSheet:
        return carry_over(sheet, self._target.ruleset.reference, self._settings)
