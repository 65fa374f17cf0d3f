"""Two versions side by side: whatever an author may write is seen, filed and placed."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnosis.definitions.comparing import compare
from diagnosis.definitions.loading import QUESTIONNAIRE, RULESET
from diagnosis.definitions.node import Node
from diagnosis.definitions.outline import outline
from diagnosis.files.tree import read_yaml
from diagnosis.model.change import Change, ChangeKind, Step
from diagnosis.model.change_groups import TITLES, WHY, groups_of
from tests.definitions.test_any_damage import JUNK, TEXTS, WORD

CONTROLS, _, MINI = TEXTS
SHIPPED = Path(__file__).parents[2]


def changes(before: str, after: str, kind: str = QUESTIONNAIRE) -> tuple[Change, ...]:
    trees = [Node(read_yaml(text.encode(), name)) for text, name in ((before, "before"), (after, "after"))]
    return compare(trees[0], trees[1], kind).changes


def told(before: str, after: str, kind: str = QUESTIONNAIRE) -> list[tuple[str, str, str]]:
    return [(change.kind.value, change.subject, change.step.value) for change in changes(before, after, kind)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("Is somebody responsible?", "Is anybody responsible?", ("wording", "owner", "number")),
        ("references: [appi:23]", "references: [appi:24]", ("law", "owner", "number")),
        ("maximum: 99", "maximum: 90", ("meaning", "patch-days", "year")),
        ("kind: single\n        scale: yes-no", "kind: multi\n        scale: yes-no", ("meaning", "owner", "year")),
        ("value: staff, ja: 従業員", "value: crew, ja: 従業員", ("meaning", "training", "year")),
        ("value: staff, ja: 従業員", "value: staff, ja: 社員", ("wording", "training", "number")),
        ("causes: [insider, outsider]", "causes: [insider]", ("exposure", "owner", "number")),
        ("answerable: {from: 2026-11-01}", "answerable: {from: 2027-04-01}", ("period", "answerable", "number")),
        ("id: owner", "id: owner\n        allows_not_applicable: true", ("meaning", "owner", "year")),
        ("id: owner", 'id: owner\n        applies_when: {question: shop, is: "yes"}', ("route", "owner", "number")),
    ],
)
def test_a_change_of_a_questionnaire_is_filed_by_what_it_does(
    old: str, new: str, expected: tuple[str, str, str]
) -> None:
    assert old in CONTROLS
    assert expected in told(CONTROLS, CONTROLS.replace(old, new))
    assert expected in told(CONTROLS.replace(old, new), CONTROLS)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("question: owner, weight: 3", "question: owner, weight: 4", ("weight", "owner", "number")),
        ("sections: {rules: 1}", "sections: {rules: 2}", ("weight", "controls", "number")),
        ('controls, version: "2026.1"', 'controls, version: "2026.2"', ("parts", "controls", "number")),
        ('controls, version: "2026.1"', 'controls, version: "2027.1"', ("parts", "controls", "year")),
        ("nobody: 0}", "nobody: 10}", ("points", "training", "number")),
        ('"no": 0}', '"no": 5}', ("points", "yes-no", "number")),
        ("{at_least: 30, points: 0}", "{at_least: 31, points: 0}", ("points", "patch-days", "number")),
        ("cap: 0", "cap: 10", ("gate", "no-owner", "number")),
        ("points_below: 50", "points_below: 60", ("gate", "no-owner", "number")),
        ("overall: 7000", "overall: 7100", ("tier", "20", "number")),
        ("certification: 30", "certification: 20", ("tier", "caps", "number")),
        ("share: 4000", "share: 5000", ("exposure", "insider", "number")),
        ("jnsa_base: 500", "jnsa_base: 600", ("loss", "loss", "number")),
        ("at_least: 60}, severity", "at_least: 50}, severity", ("review", "slow", "number")),
        ("because: {ja: 要, en: Key}", "because: {ja: 要, en: Keys}", ("source", "owner", "number")),
    ],
)
def test_a_change_of_a_ruleset_is_filed_by_what_it_moves(old: str, new: str, expected: tuple[str, str, str]) -> None:
    assert old in MINI
    assert expected in told(MINI, MINI.replace(old, new), RULESET)


def test_a_question_that_comes_or_goes_is_one_change() -> None:
    start = CONTROLS.index("      - id: patch-days")
    without = CONTROLS[:start] + CONTROLS[CONTROLS.index("      - id: training") :]
    assert told(CONTROLS, without) == [("removed", "patch-days", "year")]
    assert told(without, CONTROLS) == [("added", "patch-days", "number")]


def test_questions_in_another_order_or_section_are_the_same_questions() -> None:
    start, end = CONTROLS.index("      - id: patch-days"), CONTROLS.index("      - id: training")
    moved = CONTROLS[:start] + CONTROLS[end:] + CONTROLS[start:end]
    assert {(kind, step) for kind, _, step in told(CONTROLS, moved)} == {("wording", "number")}
    section = "  - id: more\n    title: {ja: 他, en: More}\n    questions:\n"
    apart = CONTROLS.replace("      - id: training", section + "      - id: training")
    assert {kind for kind, _, _ in told(CONTROLS, apart)} == {"wording"}


def test_the_order_of_an_ordered_scale_is_its_meaning() -> None:
    lines = ['      - {value: "yes", ja: はい, en: "Yes"}\n', '      - {value: "no", ja: いいえ, en: "No"}\n']
    turned = CONTROLS.replace("".join(lines), "".join(reversed(lines)))
    assert [kind for kind, _, _ in told(CONTROLS, turned)] == ["wording"]
    ordered = "  yes-no:\n    ordered: true\n"
    both = (text.replace("  yes-no:\n", ordered) for text in (CONTROLS, turned))
    assert [kind for kind, _, _ in told(*both)] == ["meaning"]


def test_a_change_in_one_language_shows_in_both() -> None:
    (change,) = changes(CONTROLS, CONTROLS.replace("責任者を決めていますか", "責任者はいますか"))
    assert change.before is not None
    assert change.after is not None
    assert change.before.en == "[ja] 責任者を決めていますか。"
    assert change.after.en == "[ja] 責任者はいますか。"


def test_a_change_has_its_place_in_the_later_file() -> None:
    (change,) = changes(CONTROLS, CONTROLS.replace("maximum: 99", "maximum: 90"))
    assert change.at.file == "after"
    assert CONTROLS.splitlines()[change.at.line - 1].strip() == "maximum: 99"


@settings(max_examples=80, deadline=None)
@given(data=st.data())
def test_no_word_can_change_unseen(data: st.DataObject) -> None:
    """Whatever value of a file is replaced by another, the outline differs, or nothing was said differently."""
    text = data.draw(st.sampled_from([CONTROLS, MINI]))
    word = data.draw(st.sampled_from(list(WORD.finditer(text))))
    changed = text[: word.start()] + data.draw(st.sampled_from(JUNK)) + text[word.end() :]
    try:
        before, after = (read_yaml(each.encode(), "file") for each in (text, changed))
        outlines = [{key: leaf.value for key, leaf in outline(Node(tree)).items()} for tree in (before, after)]
    except Exception:  # noqa: BLE001 - no readable file, or none of the right shape, is compared
        return
    untold = {"questionnaire", "ruleset", "version"}
    said = [{key: value for key, value in dict(tree.value).items() if key not in untold} for tree in (before, after)]  # type: ignore[call-overload]
    assert (outlines[0] == outlines[1]) == (said[0] == said[1])


def test_every_kind_has_a_title_and_a_reason_in_both_languages() -> None:
    assert set(TITLES) == set(WHY) == set(ChangeKind)


def test_the_editions_that_ship_differ_by_a_year() -> None:
    pairs = [("questionnaires/profile", QUESTIONNAIRE), ("scoring/leak-liability", RULESET)]
    for folder, kind in pairs:
        texts = [(SHIPPED / folder / f"{year}.1.yaml").read_bytes() for year in (2014, 2026)]
        trees = [Node(read_yaml(text, "file")) for text in texts]
        comparison = compare(trees[0], trees[1], kind)
        assert comparison.step is Step.YEAR
        assert len(list(groups_of(comparison))) > 5
        assert compare(trees[1], trees[1], kind).step is None
