"""Every page's content, read back from the PDF as a reader would find it."""

import tomllib

import pytest

from diagnosis.model.conditions import State
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language
from diagnosis.reports.figures import percent, yen
from tests.reports.members import HOSTILE, TEMPLATES, diagnose, report_of, squeeze, text_of

LANGUAGES, EDITIONS = list(Language), list(Edition)


def words(language: Language) -> dict[str, dict[str, str]]:
    return tomllib.loads((TEMPLATES / "wording" / f"{language}.toml").read_text("utf-8"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_every_chapter_is_there(language: Language, edition: Edition) -> None:
    text = text_of("whole", language, edition)
    for chapter, title in words(language)["chapters"].items():
        there = {"review": edition is Edition.STAFF, "progress": False, "peers": False}.get(chapter, True)
        assert (squeeze(title) in text) == there, chapter


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cover_says_what_the_report_is_not(language: Language) -> None:
    for line in words(language)["cover"]["notice"]:
        assert squeeze(line) in text_of("whole", language)


@pytest.mark.parametrize("edition", EDITIONS)
def test_findings_and_referrals_are_for_the_staff_only(edition: Edition) -> None:
    diagnosis = diagnose("whole")
    ruleset, card = diagnosis.definitions.ruleset, diagnosis.scorecard
    said = [r.message.ja for r in ruleset.referrals if r.id in card.referrals]
    said += [f.message.ja for f in ruleset.findings if f.id in card.findings]
    assert len(said) > 1
    for message in said:
        assert (squeeze(message) in text_of("whole", Language.JA, edition)) == (edition is Edition.STAFF)


def test_a_referral_stands_above_the_tier() -> None:
    text, referral = text_of("whole", Language.JA, Edition.STAFF), diagnose("whole").scorecard.referrals[0]
    message = next(r.message.ja for r in diagnose("whole").definitions.ruleset.referrals if r.id == referral)
    assert text.index(squeeze(message)) < text.index("割引の提案", text.index("評価"))


def test_the_scores_are_those_of_the_diagnosis() -> None:
    card, text = diagnose("whole").scorecard, text_of("whole")
    for score in (card.overall, card.confidence, *(q.score for q in card.questionnaires)):
        assert score.point is not None
        assert percent(score.point) in text


def test_the_group_discount_stands_beside_the_sum() -> None:
    diagnosis, text = diagnose("whole"), text_of("whole")
    assert f"団体割引{diagnosis.definitions.ruleset.group_discount}%は、この合算とは別" in text


def test_no_tier_is_printed_with_its_reasons_and_with_what_is_missing() -> None:
    text = text_of("gaps")
    assert diagnose("gaps").scorecard.tier.suggested is None
    assert "割引区分は、まだ提案できません" in text
    assert "必要な回答" in text
    assert "提案する割引" not in text


def test_every_question_is_printed_with_its_answer() -> None:
    text = text_of("gaps")
    for owner in diagnose("gaps").definitions.questionnaires:
        for question in owner.questions:
            result = next(r for r in diagnose("gaps").scorecard.questions if r.question == question.id)
            if result.state is not State.NOT_ASKED:
                assert squeeze(question.text.ja) in text, question.id


def test_the_four_states_without_an_answer_are_written_each_in_its_own_words() -> None:
    assert all(word in text_of("gaps") for word in ("不明", "該当なし", "未回答", "対象外", "理由：紙を使わないため"))


def test_what_was_not_asked_is_never_a_zero() -> None:
    assert "この質問票の" in text_of("personal")
    assert "すべて対象外です" in text_of("personal")


def test_articles_are_printed_as_lawyers_write_them() -> None:
    assert "法第26条第1項" in text_of("whole")
    assert "ActArt.26(1)" in text_of("whole", Language.EN)


def test_the_loss_is_a_range_to_the_yen_with_every_plan() -> None:
    diagnosis, text = diagnose("whole"), text_of("whole")
    assert diagnosis.loss is not None
    for scenario in diagnosis.loss.scenarios:
        assert yen(scenario.total, Language.JA) in text
        for payment in scenario.payments:
            assert payment.borne is None or yen(payment.borne, Language.JA) in text
    for assumption in diagnosis.definitions.ruleset.loss.assumptions:
        assert squeeze(assumption.ja) in text


def test_the_first_hours_name_the_deadlines_of_article_26() -> None:
    text = text_of("whole")
    assert all(
        words in text for words in ("3〜5日以内", "30日以内", "60日以内", "1,000人を超える", "いずれかの部署が知った日")
    )


def test_versions_digests_and_sources_are_printed() -> None:
    card, text = diagnose("whole").scorecard, text_of("whole")
    for reference, digest in card.definitions:
        assert reference in text
        assert digest in text
    assert card.sheet_digest in text
    for source in diagnose("whole").definitions.ruleset.source_catalogue:
        assert squeeze(source.text.ja) in text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_what_was_typed_is_printed_as_typed(language: Language, edition: Edition) -> None:
    text = text_of("typed", language, edition)
    assert text.count(squeeze(HOSTILE)) >= (2 if edition is Edition.STAFF else 1)


def test_a_blank_sheet_makes_a_report_without_a_score() -> None:
    assert "総合評点を計算できません" in text_of("blank")


@pytest.mark.parametrize("kind", ["whole", "personal", "gaps", "blank"])
def test_a_member_reads_eight_to_twelve_pages(kind: str) -> None:
    assert 8 <= report_of(kind).pages <= 12


def test_both_languages_have_the_same_words() -> None:
    japanese, english = words(Language.JA), words(Language.EN)
    assert {s: set(table) for s, table in japanese.items()} == {s: set(table) for s, table in english.items()}
    for section, table in japanese.items():
        for key, value in table.items():
            assert isinstance(value, str) or len(value) == len(english[section][key]), (section, key)
