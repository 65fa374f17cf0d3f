"""Weights: everything that is scored has one, and nothing else."""

from collections.abc import Iterator

from diagnosis.definitions.draft import QuestionnaireDraft, RulesetDraft, World
from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem


def check_questionnaires(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: a weight for the profile, none for a scored questionnaire. Right: a weight for scored ones alone."""
    by_id = {each.questionnaire.id: each for each in world.questionnaires}
    scored_before = False
    for node in draft.node.items("questionnaires"):
        scored = by_id[node.string("questionnaire")].questionnaire.scored
        if scored != node.has("weight"):
            yield _weight(node, scored=scored)
        if scored_before and not scored:
            yield _late(node)
        scored_before = scored_before or scored


def check_sections(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: no weight for a section that scores, one for a section that does not. Right: one for each that scores."""
    by_id = {each.questionnaire.id: each for each in world.questionnaires}
    for node in draft.node.items("questionnaires"):
        sheet = by_id[node.string("questionnaire")]
        sections = [section.id for section in sheet.questionnaire.sections]
        scoring = list(dict.fromkeys(each.section for each in sheet.questions if each.scored))
        given = dict(node.entries("sections"))
        for name, child in given.items():
            if name not in scoring:
                yield _extra_section(child, name, sections)
        absent = [name for name in scoring if name not in given]
        if absent:
            yield _absent_sections(node, absent)


def check_rules(world: World, draft: RulesetDraft) -> Iterator[Problem]:
    """Wrong: a scored question without a rule, a rule for a pilot. Right: one rule for each scored question."""
    for node in draft.node.items("questions"):
        question = world.questions.get(node.string("question"))
        if question is None:
            yield _no_question(node.child("question"), world)
        elif not question.scored:
            yield _not_scored(node.child("question"))
    ruled = {rule.question for rule in draft.ruleset.questions}
    for sheet in world.questionnaires:
        absent = [each.id for each in sheet.questions if each.scored and each.id not in ruled]
        for name in absent:
            yield _no_rule(draft.node.child("questions"), name, sheet)


def _weight(node: Node, *, scored: bool) -> Problem:
    name = node.string("questionnaire")
    if scored:
        return error(
            node.child("questionnaire").at,
            "weight.questionnaire",
            ja=f"採点する質問票 {name} に weight がありません。書き足してください。",
            en=f"The scored questionnaire {name} has no weight. Add one.",
        )
    return error(
        node.child("weight").key,
        "weight.questionnaire",
        ja=f"{name} は採点しない質問票です。weight を取り除いてください。",
        en=f"{name} is not scored. Remove its weight.",
    )


def _late(node: Node) -> Problem:
    return error(
        node.child("questionnaire").at,
        "questionnaire.order",
        ja="採点しない質問票は、採点する質問票より先に並べてください。",
        en="List questionnaires that are not scored before those that are.",
    )


def _extra_section(node: Node, name: str, sections: list[str]) -> Problem:
    if name not in sections:
        hint_ja, hint_en = did_you_mean(name, sections)
        return error(
            node.key,
            "section.unknown",
            ja=f"節「{name}」はこの質問票にありません。{hint_ja}あるのは {', '.join(sections)} です。",
            en=f"This questionnaire has no section '{name}'.{hint_en} There are: {', '.join(sections)}.",
        )
    return error(
        node.key,
        "section.not-scored",
        ja=f"節 {name} には採点する質問がありません。重みを取り除いてください。",
        en=f"The section {name} has no scored question. Remove its weight.",
    )


def _absent_sections(node: Node, absent: list[str]) -> Problem:
    at = node.child("sections").key if node.has("sections") else node.child("questionnaire").at
    listed = ", ".join(absent)
    return error(
        at,
        "section.no-weight",
        ja=f"節 {listed} の重みがありません。sections に書き足してください。",
        en=f"There is no weight for the sections {listed}. Add them under 'sections'.",
    )


def _no_question(node: Node, world: World) -> Problem:
    hint_ja, hint_en = did_you_mean(node.value, world.questions)
    return error(
        node.at,
        "rule.unknown-question",
        ja=f"質問「{node.value}」はありません。{hint_ja}識別子を確かめてください。",
        en=f"There is no question '{node.value}'.{hint_en} Check the id.",
    )


def _not_scored(node: Node) -> Problem:
    return error(
        node.at,
        "rule.not-scored",
        ja=f"{node.value} は採点しない質問です（pilot、日付、文、または採点しない質問票）。規則を取り除いてください。",
        en=f"{node.value} is not scored (a pilot, a date, a text, or of an unscored questionnaire). Remove the rule.",
    )


def _no_rule(node: Node, name: str, sheet: QuestionnaireDraft) -> Problem:
    return error(
        node.key,
        "rule.missing",
        ja=f"採点する質問 {name}（{sheet.questionnaire.id}）の規則がありません。"
        "questions に加えるか、pilot にしてください。",
        en=f"The scored question {name} ({sheet.questionnaire.id}) has no rule. Add one, or make it a pilot.",
    )
