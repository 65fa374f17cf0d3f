"""Members whose reports the tests read: invented, answered by a fixed rule, scored by the real engine."""

import functools
import json
import subprocess
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from random import Random

from diagnosis import pipeline
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Report
from diagnosis.model.questionnaire import DateQuestion, MultiQuestion, NumberQuestion, Question, SingleQuestion
from diagnosis.model.text import Language
from diagnosis.reports import render_report
from diagnosis.settings import read_settings

SETTINGS = read_settings()
DAY = date(2026, 11, 23)
ATTACHED = {"sheet.json": b'{"a": 1}\n', "diagnosis.json": "{「診断」}".encode()}


@functools.cache
def diagnose(kind: str) -> Diagnosis:
    """`kind` is one of MEMBERS."""
    return pipeline.diagnose(json.dumps(MEMBERS[kind]()).encode(), "sheet.json", SETTINGS, DAY)


@functools.cache
def report_of(kind: str, language: Language = Language.JA, edition: Edition = Edition.MEMBER) -> Report:
    """A member's report, rendered once for all tests."""
    return render_report(diagnose(kind), language, edition, SETTINGS.templates, ATTACHED)


@functools.cache
def text_of(kind: str, language: Language = Language.JA, edition: Edition = Edition.MEMBER) -> str:
    """What a reader can find and copy, with all white space taken out."""
    return squeeze(extract(report_of(kind, language, edition).pdf))


def extract(pdf: bytes) -> str:
    """The text of a PDF by poppler."""
    return subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True).stdout.decode()


def squeeze(text: str) -> str:
    """Without white space, so that line breaks do not matter."""
    return "".join(text.split())


def _sheet(answers: Mapping[str, object], name: str = "見本商店") -> dict[str, object]:
    reference = pipeline.list_rulesets(SETTINGS)[-1]
    return {"ruleset": reference, "member": {"id": "M-0001", "name": name}, "answers": answers}


def _questions() -> list[Question]:
    definitions = pipeline.load(pipeline.list_rulesets(SETTINGS)[-1], SETTINGS)
    return [q for owner in definitions.questionnaires for q in owner.questions if q.same_as is None]


def _value(question: Question, random: Random) -> object:
    match question:
        case SingleQuestion():
            return random.choice([choice.value for choice in question.scale.choices])
        case MultiQuestion():
            return [random.choice([choice.value for choice in question.choices if not choice.exclusive])]
        case NumberQuestion():
            return random.randint(question.minimum, min(question.maximum, question.minimum + 5000))
        case DateQuestion():
            return "2027-05-31"
        case _:
            return "見本"


def _answered(seed: int) -> dict[str, object]:
    random = Random(seed)
    return {question.id: _value(question, random) for question in _questions()}


def _whole() -> dict[str, object]:
    """Every question answered; a leak known beforehand, so that there is a referral."""
    return _sheet({**_answered(1), "known-leak": "yes", "cover": "personal-and-corporate", "industry": "retail"})


def _personal() -> dict[str, object]:
    """Corporate data out of scope; a name with characters that many fonts lack."""
    return _sheet({**_answered(2), "cover": "personal-only"}, name="髙﨑𠮷野①商店")


def _gaps() -> dict[str, object]:
    """A third unanswered, some unknown, some not applicable with a reason."""
    random, answers = Random(3), _answered(3)
    for question in _questions():
        turn = random.random()
        if turn < 0.3:
            del answers[question.id]
        elif turn < 0.4:
            answers[question.id] = "unknown"
        elif question.allows_not_applicable:
            answers[question.id] = {"state": "not-applicable", "reason": "紙を使わないため"}
    return _sheet({**answers, "cover": "personal-and-corporate"})


def _typed() -> dict[str, object]:
    """Words that mean something to HTML, CSS, Jinja or a URL fetcher, at every place where words may be typed."""
    answers = _answered(4)
    first = next(q.id for q in _questions() if isinstance(q, SingleQuestion) and q.id.startswith("pd-"))
    answers[first] = {"value": answers[first], "note": HOSTILE}
    return _sheet(answers, name=HOSTILE)


HOSTILE = '<b>{{7*7}}</b>{% x %}&amp;<img src="file:///etc/passwd">{grade}'
MEMBERS = {
    "whole": _whole,
    "personal": _personal,
    "gaps": _gaps,
    "typed": _typed,
    "blank": lambda: _sheet({}),
}


TEMPLATES: Path = SETTINGS.templates
