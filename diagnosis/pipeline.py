"""The one place that knows the order: sheet in, diagnosis out, report out.

Stations are imported where they are used: a command that renders nothing never loads what renders.
"""

import functools
import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from diagnosis import __version__
from diagnosis.definitions import applicable_ruleset, available_rulesets, check_definitions, load_definitions
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Action, Path
from diagnosis.model.mark import Mark
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.model.ruleset import Definitions
from diagnosis.model.running import RunningScore
from diagnosis.model.scorecard import Scorecard
from diagnosis.model.sheet import Answer, AnswerSheet, RawSheet
from diagnosis.model.text import Language, Text
from diagnosis.reports import draw_charts, render_report
from diagnosis.settings import Settings
from diagnosis.sheets import (
    ForeignReader,
    Salvaged,
    check_sheet,
    choose_ruleset,
    read_sheet,
    read_sheets,
    salvage_sheet,
    sheet_bytes,
)

if TYPE_CHECKING:
    from diagnosis.engine import KnownAnswers, ScoringModel
    from diagnosis.model.explanation import Report
    from diagnosis.sheets.guarded import GuardedReader


SHEET = "sheet.json"
"""The attachment with the canonical sheet."""

DIAGNOSIS = "diagnosis.json"
"""The attachment with everything that was found from it."""

EARLIER = "earlier-{}.json"
"""The attachments with the sheets that a report looks back to, numbered from 1, earliest first."""

FORMAT = "diagnosis/1"


class DefinitionsError(ProblemsError):
    """The questionnaires or rulesets themselves have faults, so nothing can be done with them."""


def list_rulesets(settings: Settings) -> tuple[str, ...]:
    """Every ruleset that can be scored by, `ID@VERSION`, oldest version first; raises DefinitionsError for none."""
    rulesets = available_rulesets(settings.scoring)
    if rulesets:
        return rulesets
    message = Text(
        ja="採点規則がありません。questionnaires/ と scoring/ を含むフォルダーを DIAGNOSIS_HOME に指定してください。",
        en="There are no rulesets here. Let DIAGNOSIS_HOME name a folder with questionnaires/ and scoring/.",
    )
    raise DefinitionsError((Problem(Span(str(settings.scoring), 0, 0), "definitions.none", message),))


def check(settings: Settings) -> tuple[Problem, ...]:
    """Every problem of all questionnaires and rulesets in use; raises DefinitionsError where there are none."""
    list_rulesets(settings)
    return check_definitions(settings.questionnaires, settings.scoring, settings.cache)


def choose_applicable(day: date, settings: Settings) -> str:
    """The ruleset in force on `day`, `ID@VERSION`; raises DefinitionsError."""
    list_rulesets(settings)
    try:
        return applicable_ruleset(day, settings.questionnaires, settings.scoring, settings.cache)
    except ProblemsError as error:
        raise DefinitionsError(error.problems) from error


@functools.lru_cache(maxsize=8)
def load(reference: str, settings: Settings) -> Definitions:
    """The ruleset `reference` with its questionnaires; raises DefinitionsError."""
    try:
        return load_definitions(reference, settings.questionnaires, settings.scoring, settings.cache)
    except ProblemsError as error:
        raise DefinitionsError(error.problems) from error


def read_foreign(data: bytes, name: str) -> Sequence[RawSheet]:
    """The sheets in a workbook or a PDF form, parsed in a child process with limits. For one thread only."""
    return _foreign_reader().read(data, name)


@functools.cache
def _foreign_reader() -> "GuardedReader":
    """One child for all files of this process; it ends when this process does."""
    from diagnosis.sheets.guarded import GuardedReader  # noqa: PLC0415 - most runs read text

    return GuardedReader()


def open_sheets(data: bytes, name: str, foreign: ForeignReader = read_foreign) -> Iterator[RawSheet]:
    """Every sheet of a returned file as found, in its order, each read when it is asked for.

    name: for places. foreign: reads workbooks and PDF forms. Raises ProblemsError where no sheet can be made out, in
    the end also where a file of many breaks off: what came before stands.
    """
    return read_sheets(data, name, foreign)


def check_one(raw: RawSheet, settings: Settings, on: date | None = None, as_of: date | None = None) -> AnswerSheet:
    """A found sheet, checked against the definitions that it names. on: the day of diagnosis.

    as_of: a sheet that names no ruleset is checked by the one in force on that day; one that names it keeps it.
    Raises ProblemsError with every fault of the sheet, DefinitionsError with those of the definitions.
    """
    if as_of and raw.ruleset in (None, ""):
        raw = replace(raw, ruleset=choose_applicable(as_of, settings))
    reference = choose_ruleset(raw, list_rulesets(settings))
    return check_sheet(raw, load(reference, settings), on)


def open_sheet(data: bytes, name: str, settings: Settings, on: date | None = None) -> AnswerSheet:
    """A returned file of one member as a checked sheet; raises as `open_sheets` and `check_one` do."""
    return check_one(read_sheet(data, name, read_foreign), settings, on)


def salvage(data: bytes, name: str, settings: Settings) -> Salvaged:
    """What is sound in a returned file of one member; raises ProblemsError where no sheet can be made out."""
    raw = read_sheet(data, name, read_foreign)
    return salvage_sheet(raw, load(choose_ruleset(raw, list_rulesets(settings)), settings))


@functools.lru_cache(maxsize=8)
def _compile(reference: str, settings: Settings) -> "ScoringModel":
    from diagnosis.engine import compile_model  # noqa: PLC0415 - loads numpy

    return compile_model(load(reference, settings))


def warm(reference: str, settings: Settings) -> None:
    """Load and compile the ruleset `reference`, so that the first sheet is scored as quickly as the next."""
    _compile(reference, settings)


def forget() -> None:
    """Read definitions anew from now on: an author has changed them."""
    load.cache_clear()
    _compile.cache_clear()


@dataclass(frozen=True, slots=True)
class Scored:
    """A checked sheet and its scores: a diagnosis without its explanation, which takes longer than all the rest."""

    definitions: Definitions
    sheet: AnswerSheet
    scorecard: Scorecard


def score(data: bytes, name: str, settings: Settings, on: date) -> Scored:
    """The scores of a returned file of one member as of the day `on`; raises as `open_sheet` does."""
    return score_one(read_sheet(data, name, read_foreign), settings, on)


def score_one(raw: RawSheet, settings: Settings, on: date, as_of: date | None = None) -> Scored:
    """The scores of a found sheet as of the day `on`; raises as `check_one` does."""
    return score_sheet(check_one(raw, settings, on, as_of), settings, on)


def score_sheet(sheet: AnswerSheet, settings: Settings, on: date) -> Scored:
    """The scores of a checked sheet as of the day `on`."""
    from diagnosis import engine  # noqa: PLC0415 - loads numpy

    return Scored(load(sheet.ruleset, settings), sheet, engine.score(_compile(sheet.ruleset, settings), sheet, on))


def run_scores(sheets: Sequence[AnswerSheet], settings: Settings, on: date) -> list[RunningScore]:
    """What sheets that are being filled in score as of the day `on`, and what each is asked. All by one ruleset."""
    from diagnosis.engine.running import run_scores as run  # noqa: PLC0415 - loads numpy

    return run(_compile(sheets[0].ruleset, settings), sheets, on)


def find_asked(sheet: AnswerSheet, settings: Settings) -> frozenset[str]:
    """The questions that are surely asked of this sheet."""
    from diagnosis.engine.running import find_asked as find  # noqa: PLC0415 - loads numpy

    return find(_compile(sheet.ruleset, settings), sheet)


def find_actions(scored: Scored, settings: Settings) -> tuple[Action, ...]:
    """What would lift the score of a scored sheet, greatest gain first."""
    from diagnosis.engine import explain as explaining  # noqa: PLC0415 - loads numpy

    model, card = _compile(scored.sheet.ruleset, settings), scored.scorecard
    return explaining.find_actions(model, scored.sheet, card, card.diagnosed_on)


def find_path(scored: Scored, settings: Settings) -> Path:
    """The proven cheapest path of a scored sheet to the next tier, or why there is none."""
    from diagnosis.engine.path import find_path as find  # noqa: PLC0415 - loads numpy, later HiGHS

    model, card = _compile(scored.sheet.ruleset, settings), scored.scorecard
    return find(model, scored.sheet, card, card.diagnosed_on)


def try_out(scored: Scored, questions: Collection[str], settings: Settings) -> Scored:
    """The sheet as if these of its actions had been taken, scored on the same day."""
    from diagnosis.engine.path_improvements import find_improvements, improve  # noqa: PLC0415 - loads numpy

    possible = find_improvements(_compile(scored.sheet.ruleset, settings), scored.scorecard)
    chosen = [one for one in possible if one.question in questions]
    return score_sheet(improve(scored.sheet, chosen), settings, scored.scorecard.diagnosed_on)


def score_many(sheets: Sequence[AnswerSheet], settings: Settings, on: date) -> list[dict[str, object]]:
    """The plain results of checked sheets as of the day `on`, in their order: see `engine.score_rows`."""
    from diagnosis import engine  # noqa: PLC0415 - loads numpy

    references = [sheet.ruleset for sheet in sheets]
    by_ruleset = {
        reference: engine.score_rows(
            _compile(reference, settings), [sheet for sheet in sheets if sheet.ruleset == reference], on
        )
        for reference in dict.fromkeys(references)
    }
    return [next(by_ruleset[reference]) for reference in references]


class ManyScores:
    """Scores sheets by the numbers of their answers, by one ruleset, as of the day `on`. Not for several threads."""

    def __init__(self, reference: str, settings: Settings, on: date) -> None:
        self._reference = reference
        self._settings = settings
        self._on = on

    def number(self, question: str, answer: Answer) -> int:
        """The number of an answer."""
        return self._answers.number(question, answer)

    def score(self, rows: Sequence[Sequence[int]], digests: Sequence[str]) -> Iterator[dict[str, object]]:
        """The plain results of sheets: see `engine.score_rows`. rows: numbers of answers. digests: of the sheets."""
        from diagnosis.engine import score_coded  # noqa: PLC0415 - loads numpy

        return score_coded(self._answers.model, self._answers.columns(rows), digests, self._on)

    @functools.cached_property
    def _answers(self) -> "KnownAnswers":
        """Made when the first sheet goes by this ruleset."""
        from diagnosis.engine import KnownAnswers  # noqa: PLC0415 - loads numpy

        return KnownAnswers(_compile(self._reference, self._settings))


def explain(scored: Scored, settings: Settings) -> Diagnosis:
    """The whole diagnosis of a scored sheet: actions, path and loss are added."""
    from diagnosis.engine.explain import explain as explain_score  # noqa: PLC0415 - loads numpy, later HiGHS
    from diagnosis.engine.loss import estimate_loss  # noqa: PLC0415 - loads numpy

    sheet, scorecard = scored.sheet, scored.scorecard
    explanation = explain_score(_compile(sheet.ruleset, settings), sheet, scorecard, scorecard.diagnosed_on)
    loss = estimate_loss(scored.definitions, scorecard)
    return Diagnosis(scored.definitions, sheet, scorecard, explanation, loss)


def diagnose(data: bytes, name: str, settings: Settings, on: date) -> Diagnosis:
    """The whole diagnosis of a returned file as of the day `on`; raises as `open_sheet` does."""
    return explain(score(data, name, settings, on), settings)


def report(
    diagnosis: Diagnosis, language: Language, edition: Edition, settings: Settings, mark: Mark | None = None
) -> "Report":
    """The finished report, carrying its sheet and its diagnosis as attachments. mark: what it says of its standing."""
    return render_report(diagnosis, language, edition, settings.templates, attachments(diagnosis), mark)


def charts(diagnosis: Diagnosis, language: Language, settings: Settings) -> list[tuple[str, str, str]]:
    """Title, note and SVG element of each of the report's charts."""
    return draw_charts(diagnosis, language, settings.templates)


def attachments(diagnosis: Diagnosis) -> dict[str, bytes]:
    """What a report carries, by file name, so that anyone can score it again."""
    earlier = {EARLIER.format(n): sheet_bytes(one.sheet) for n, one in enumerate(diagnosis.earlier, start=1)}
    return {SHEET: sheet_bytes(diagnosis.sheet), DIAGNOSIS: diagnosis_bytes(diagnosis), **earlier}


def diagnosis_bytes(diagnosis: Diagnosis) -> bytes:
    """The diagnosis as JSON in UTF-8; the same diagnosis gives the same bytes."""
    return (json.dumps(plain_diagnosis(diagnosis), ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def plain_diagnosis(diagnosis: Diagnosis) -> dict[str, object]:
    """The diagnosis as plain data, with the versions that made it."""
    return {
        "format": FORMAT,
        "engine": __version__,
        **plain_results(diagnosis),
        "normalised": list(diagnosis.sheet.normalised),
    }


def plain_results(diagnosis: Diagnosis) -> dict[str, object]:
    """Everything that was found from the sheet, as plain data: what a verification compares."""
    results = {
        "scorecard": to_plain(diagnosis.scorecard),
        "explanation": to_plain(diagnosis.explanation),
        "loss": to_plain(diagnosis.loss),
    }
    return results if diagnosis.comparison is None else {**results, "comparison": to_plain(diagnosis.comparison)}
