"""What a draft would change: the whole as one by one, each rule by itself, whatever the number of workers."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from diagnosis import pipeline
from diagnosis.engine import compile_model, score
from diagnosis.engine.synthetic import draw_members, sheet_of
from diagnosis.groups import names_of_groups
from diagnosis.impact import (
    MadeUp,
    Pair,
    StoredSheet,
    measure_stored,
    measure_synthetic,
    names_of_rules,
)
from diagnosis.model.impact_tables import impact_tables, summarise_impact
from diagnosis.model.rule_changes import RuleKind, rule_changes
from diagnosis.model.ruleset import Definitions
from diagnosis.model.sheet import AnswerSheet
from diagnosis.settings import Settings, read_settings
from diagnosis.sheets import sheet_bytes

DAY = date(2026, 11, 24)
RULES = "leak-liability@2026.1"


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings()


@pytest.fixture(scope="module")
def published(settings: Settings) -> Definitions:
    return pipeline.load(RULES, settings)


@pytest.fixture(scope="module")
def pair(published: Definitions) -> Pair:
    """A weight, a gate's cap and a tier's threshold are others in the draft."""
    rules = published.ruleset
    questions = tuple(replace(rule, weight=9) if rule.question == "pd-backup" else rule for rule in rules.questions)
    gates = (replace(rules.gates[0], cap=0), *rules.gates[1:])
    tiers = tuple(replace(tier, overall=tier.overall + 100) if tier.percent == 20 else tier for tier in rules.tiers)
    return Pair(
        published,
        replace(published, ruleset=replace(rules, version="draft", questions=questions, gates=gates, tiers=tiers)),
    )


@pytest.fixture(scope="module")
def sheets(published: Definitions) -> list[AnswerSheet]:
    model = compile_model(published)
    members = draw_members(model, 60, 5, DAY)
    return [sheet_of(model, members, row) for row in range(60)]


def test_stored_sheets_are_counted_as_one_by_one(pair: Pair, sheets: list[AnswerSheet], settings: Settings) -> None:
    stored = [StoredSheet(sheet.member.id, sheet_bytes(sheet)) for sheet in sheets]
    found = measure_stored(pair, stored, settings, DAY)
    models = compile_model(pair.before), compile_model(pair.after)
    cards = [tuple(score(model, sheet, DAY) for model in models) for sheet in sheets]

    def named(value: object) -> str:
        return "—" if value is None else str(value)

    assert found.sheets == len(sheets)
    assert found.tiers.counts == Counter((named(a.tier.suggested), named(b.tier.suggested)) for a, b in cards)
    assert found.grades.counts == Counter((named(a.grade), named(b.grade)) for a, b in cards)
    trades = Counter(sheet.answers["industry"].value if "industry" in sheet.answers else None for sheet in sheets)
    assert {group.label: group.sheets for group in found.groups["trade"] if group.label != "unknown"} == {
        trade: count for trade, count in trades.items() if trade
    }
    assert sum(group.sheets for group in found.groups["size"]) == len(sheets)
    groups = Counter(a.risk_group or "unknown" for a, _ in cards)
    assert {group.label: group.sheets for group in found.groups["risk_group"]} == groups
    ids = {sheet.member.id for sheet in sheets}
    assert {mover.member for mover in found.movers} <= ids


def test_sheets_that_no_way_leads_from_are_counted_apart(
    pair: Pair, sheets: list[AnswerSheet], settings: Settings
) -> None:
    newer = Pair(pipeline.load("leak-liability@2014.1", settings), pair.before)
    stored = [StoredSheet("one", sheet_bytes(sheets[0])), StoredSheet("two", b"{}")]
    found = measure_stored(newer, stored, settings, DAY)
    assert (found.sheets, found.left_out) == (0, {RULES: 1, "faulty": 1})


def test_the_number_of_workers_changes_nothing(pair: Pair) -> None:
    assert measure_synthetic(pair, MadeUp(3000, 7, 1), DAY) == measure_synthetic(pair, MadeUp(3000, 7, 2), DAY)
    assert measure_synthetic(pair, MadeUp(3000, 7, 1), DAY) != measure_synthetic(pair, MadeUp(3000, 8, 1), DAY)


def test_every_difference_of_the_rules_is_found_and_stands_alone(pair: Pair) -> None:
    found = list(rule_changes(pair.before, pair.after))
    assert [(change.kind, change.rule) for change in found] == [
        (RuleKind.QUESTION, "pd-backup"),
        (RuleKind.GATE, pair.before.ruleset.gates[0].id),
        (RuleKind.TIERS, "tiers"),
    ]
    question, gate, tiers = (change.definitions.ruleset for change in found)
    assert question.gates == pair.before.ruleset.gates
    assert gate.questions == tiers.questions == pair.before.ruleset.questions
    assert list(rule_changes(pair.before, pair.before)) == []


def test_what_a_rule_does_by_itself_is_measured_by_itself(pair: Pair) -> None:
    rules = {rule.rule: rule for rule in measure_synthetic(pair, MadeUp(3000, 7, 1), DAY).rules}
    gate = pair.before.ruleset.gates[0].id
    only_gate = Pair(pair.before, next(c.definitions for c in rule_changes(*_both(pair)) if c.rule == gate))
    alone = measure_synthetic(only_gate, MadeUp(3000, 7, 1), DAY)
    assert rules[gate].tiers == alone.tiers.up + alone.tiers.down > 0
    assert (rules[gate].overall, rules["tiers"].grades) == (0, 0)
    assert rules["pd-backup"].overall > 0


def _both(pair: Pair) -> tuple[Definitions, Definitions]:
    return pair.before, pair.after


def test_a_new_questionnaire_is_tried_by_itself_too(published: Definitions) -> None:
    first, *rest = published.questionnaires
    renewed = replace(published, questionnaires=(replace(first, version="2026.9"), *rest))
    (change,) = rule_changes(published, renewed)
    assert (change.kind, change.rule) == (RuleKind.QUESTIONNAIRE, f"{first.id}@2026.9")


def test_tables_name_everything_in_both_languages(pair: Pair) -> None:
    found = measure_synthetic(pair, MadeUp(3000, 7, 1), DAY)
    tables = impact_tables(found, names_of_groups(pair.before), names_of_rules(pair))
    assert [len(table.columns) for table in tables] == [len(table.rows[0]) for table in tables]
    assert f"{found.sheets:,}" in summarise_impact(found).en
    assert all(table.title.ja and table.title.en for table in tables)
