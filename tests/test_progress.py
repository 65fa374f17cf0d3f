"""Looking back: like for like with the last diagnosis, true to the editions, and never with somebody else's."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from diagnosis import pipeline
from diagnosis.model.comparison import Pair
from diagnosis.model.diagnosis import Diagnosis, Earlier, Edition
from diagnosis.model.problems import ProblemsError
from diagnosis.model.text import Language
from diagnosis.progress import look_back, open_earlier
from diagnosis.settings import Settings, read_settings
from diagnosis.verification import verify
from tests.sheets.pdf_form.forms import blank_form

DEMO = Path(__file__).parents[1] / "demo"
DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def settings() -> Settings:
    return read_settings()


@pytest.fixture(scope="module")
def inn(settings: Settings) -> Diagnosis:
    path = DEMO / "sheets" / "06-yoshino-inn.yaml"
    return pipeline.diagnose(path.read_bytes(), path.name, settings, DAY)


@pytest.fixture(scope="module")
def inn_2015(settings: Settings) -> Earlier:
    path = DEMO / "earlier" / "06-yoshino-inn-2015.yaml"
    return open_earlier(path.read_bytes(), path.name, settings)


def codes(error: ProblemsError) -> set[str]:
    return {problem.code for problem in error.problems}


def test_an_earlier_sheet_stands_on_the_day_on_which_it_was_answered(inn_2015: Earlier) -> None:
    assert inn_2015.on == date(2015, 2, 10)
    assert inn_2015.sheet.ruleset == "leak-liability@2014.1"


def test_each_diagnosis_is_printed_by_its_own_edition(inn: Diagnosis, inn_2015: Earlier, settings: Settings) -> None:
    found = look_back(inn, [inn_2015], settings).comparison
    assert found
    own = pipeline.score_sheet(inn_2015.sheet, settings, inn_2015.on).scorecard
    assert [(one.on, one.ruleset) for one in found.printed] == [
        (date(2015, 2, 10), "leak-liability@2014.1"),
        (DAY, "leak-liability@2026.1"),
    ]
    assert found.printed[0].overall == own.overall.point
    assert found.printed[1].overall == inn.scorecard.overall.point


def test_the_shared_questions_are_scored_by_the_present_rules(
    inn: Diagnosis, inn_2015: Earlier, settings: Settings
) -> None:
    found = look_back(inn, [inn_2015], settings).comparison
    assert found
    points = {result.question: result.points for result in inn.scorecard.questions}
    for change in (*found.improved, *found.slipped):
        assert change.after == points[change.question]
    assert {change.question for change in found.improved}.isdisjoint(found.asked_anew)
    assert found.common + len(found.asked_anew) == sum(
        result.counts for result in inn.scorecard.questions if result.questionnaire != "corporate-data"
    )


THEN = b"""ruleset: leak-liability@2014.1
member: {id: M-0900, name: Made-up}
answered_on: 2015-03-02
answers:
  cover: personal-only
  pd-owner: partly
  pd-register: ad-hoc
  pd-phishing-awareness: "yes"
  pd-antivirus: some
"""
NOW = b"""ruleset: leak-liability@2026.1
member: {id: M-0900, name: Made-up}
answers:
  cover: personal-only
  pd-owner: "yes"
  pd-rules: improved
  pd-register: everywhere
  pd-phishing-awareness: partly
  pd-malware: edr
"""


def test_a_case_by_hand_from_one_edition_to_the_next(settings: Settings) -> None:
    """Printed then: governance (4*50+5*25)/9, people 100, defence 40, by 13, 10 and 12. Now: 12, 7 and 18.

    Under the present rules anti-virus on some machines is no protection of all of them: defence was 0.
    """
    found = look_back(
        pipeline.diagnose(NOW, "now.yaml", settings, DAY), [open_earlier(THEN, "then.yaml", settings)], settings
    ).comparison
    assert found
    assert [one.overall for one in found.printed] == [5570, 8075]
    assert found.sections == {
        "pd-governance": Pair(3611, 8889),
        "pd-people": Pair(10_000, 5000),
        "pd-defence": Pair(0, 8500),
    }
    assert found.overall == Pair(3063, 7964)
    assert found.causes["external-attack"] == Pair(3906, 8063)
    assert (found.common, found.share) == (4, 8000)
    assert [(one.question, one.moved) for one in found.improved] == [
        ("pd-malware", 340),
        ("pd-register", 275),
        ("pd-owner", 200),
    ]
    assert [(one.question, one.moved) for one in found.slipped] == [("pd-phishing-awareness", -150)]
    assert (found.asked_anew, found.no_longer) == (("pd-rules",), ())


def test_the_same_answers_a_year_later_have_changed_nothing(inn: Diagnosis, settings: Settings) -> None:
    found = look_back(inn, [Earlier(date(2026, 3, 1), inn.sheet)], settings).comparison
    assert found
    assert found.overall.before == found.overall.after == inn.scorecard.overall.point
    assert (found.improved, found.slipped, found.asked_anew, found.share) == ((), (), (), 10_000)


def test_without_anything_earlier_a_diagnosis_stays_as_it_is(inn: Diagnosis, settings: Settings) -> None:
    assert look_back(inn, [], settings) is inn


def test_another_member_is_never_compared_with(inn: Diagnosis, inn_2015: Earlier, settings: Settings) -> None:
    other = replace(inn_2015, sheet=replace(inn_2015.sheet, member=replace(inn_2015.sheet.member, id="M-9999")))
    with pytest.raises(ProblemsError) as caught:
        look_back(inn, [other], settings)
    assert codes(caught.value) == {"progress.other-member"}


def test_what_is_not_before_is_refused(inn: Diagnosis, inn_2015: Earlier, settings: Settings) -> None:
    with pytest.raises(ProblemsError) as caught:
        look_back(inn, [replace(inn_2015, on=DAY)], settings)
    assert codes(caught.value) == {"progress.not-before"}


def test_a_sheet_without_a_day_has_no_place_in_time(settings: Settings) -> None:
    path = DEMO / "earlier" / "06-yoshino-inn-2015.yaml"
    text = "\n".join(line for line in path.read_text("utf-8").splitlines() if not line.startswith("answered_on"))
    with pytest.raises(ProblemsError) as caught:
        open_earlier(text.encode(), "sheet.yaml", settings)
    assert codes(caught.value) == {"progress.no-day"}


def test_a_report_carries_what_it_looks_back_to_and_is_an_earlier_one_itself(
    inn: Diagnosis, inn_2015: Earlier, settings: Settings, tmp_path: Path
) -> None:
    looking = look_back(inn, [inn_2015], settings)
    pdf = pipeline.report(looking, Language.EN, Edition.MEMBER, settings).pdf
    assert pdf == pipeline.report(looking, Language.EN, Edition.MEMBER, settings).pdf
    assert verify(pdf, "report.pdf", settings).agrees
    again = open_earlier(pdf, "report.pdf", settings)
    assert (again.on, again.sheet.digest) == (DAY, inn.sheet.digest)
    tampered = tmp_path / "tampered.pdf"
    with pikepdf.open(io.BytesIO(pdf)) as document:
        kept = document.attachments["earlier-1.json"].get_file().read_bytes()
        changed = kept.replace(b'"value":"no"', b'"value":"yes"')
        assert changed != kept
        document.attachments["earlier-1.json"] = pikepdf.AttachedFileSpec(document, changed, filename="earlier-1.json")
        document.save(tampered)
    found = verify(tampered.read_bytes(), "tampered.pdf", settings)
    assert any(difference.path.startswith("comparison.") for difference in found.differences)


def test_a_form_that_is_no_report_is_read_as_a_form(settings: Settings) -> None:
    with pytest.raises(ProblemsError) as caught:
        open_earlier(blank_form(), "form.pdf", settings)
    assert "sheet.member-missing" in codes(caught.value)
