"""What would lift a score, as tables for a terminal: the best actions and the path to the next tier."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Styled

from diagnosis.cli.numbers import percent
from diagnosis.cli.score_words import PATHS
from diagnosis.cli.screen import list_questions, new_table, questions_of, render
from diagnosis.cli.words import say
from diagnosis.model.diagnosis import Diagnosis
from diagnosis.model.explanation import Action, Path, PathOutcome
from diagnosis.model.text import Language

_MOST_ACTIONS = 5


def form_advice(diagnosis: Diagnosis, language: Language) -> str:
    """The actions that gain most, and the cheapest path or why there is none."""
    return render(_parts(diagnosis, language))


def _parts(diagnosis: Diagnosis, language: Language) -> Iterator[RenderableType]:
    actions = diagnosis.explanation.actions[:_MOST_ACTIONS]
    if actions:
        yield _action_table(actions, language)
    path = diagnosis.explanation.path
    yield Styled(f"\n{_path_head(path, language)}", style="bold")
    if path.questions:
        yield list_questions(questions_of(diagnosis.definitions), path.questions, language)
    yield Styled(
        say("\n割引はすべて目安であり、保険会社が決定します。", "\nAll discounts are suggestions; the insurer decides.")
    )


def _action_table(actions: tuple[Action, ...], language: Language) -> RenderableType:
    table = new_table(
        say("得点が最も上がる改善", "What would gain most"),
        say("改善", "Action"),
        right=(say("上昇", "Gain"), say("手間（1～5）", "Effort, 1-5"), say("改善後の区分", "Tier then")),
    )
    for action in actions:
        words = f"{action.advice[language]} [{action.question}]"
        table.add_row(words, f"+{percent(action.gain)}", str(action.effort), f"{action.tier} %")
    return table


def _path_head(path: Path, language: Language) -> str:
    words = PATHS[path.outcome][language]
    if path.outcome is not PathOutcome.FOUND:
        return words
    return say(
        f"{words}：区分 {path.tier} %、総合得点 {percent(path.overall)}（手間の合計 {path.effort}）",
        f"{words}: {path.tier} %, overall {percent(path.overall)} (effort {path.effort} in all)",
    )
