"""The questions that conditions in some files speak of, so that they can be told by their labels."""

from collections.abc import Iterable

from diagnosis.definitions.build_questionnaires import QuestionnaireFile, build_questionnaires
from diagnosis.definitions.loading import QUESTIONNAIRE, RULESET, LoadedFile, load_file
from diagnosis.model.questionnaire import Question


def questions_named(files: Iterable[LoadedFile]) -> dict[str, Question]:
    """Every question of the files, and of the questionnaires that rulesets among them name, the last version last.

    Other questionnaires are looked for where the files stand; what cannot be read is left out.
    """
    found: dict[str, Question] = {}
    for file in files:
        sheets = [file] if file.kind == QUESTIONNAIRE else _sheets_of(file)
        whole = [QuestionnaireFile(each.node, each.digest) for each in sheets if each.tree is not None]
        for draft in build_questionnaires(whole):
            found |= {each.id: each.question for each in draft.questions}
    return found


def _sheets_of(ruleset: LoadedFile) -> list[LoadedFile]:
    if ruleset.kind != RULESET or ruleset.tree is None:
        return []
    folder = ruleset.path.resolve().parent.parent.parent / "questionnaires"
    return [
        load_file(folder / entry.string("questionnaire") / f"{entry.string('version')}.yaml", QUESTIONNAIRE)
        for entry in ruleset.node.items("questionnaires")
    ]
