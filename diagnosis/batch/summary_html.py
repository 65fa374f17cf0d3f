"""The summary as one page that needs nothing else, for screen and paper; whatever people typed is escaped."""

from functools import cache
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, StrictUndefined, Template

from diagnosis.batch.inbox import REASON
from diagnosis.batch.outbox import QUARANTINE
from diagnosis.batch.reasons import place_words
from diagnosis.batch.summary import MOST_LISTED, Summary
from diagnosis.batch.summary_words import Words
from diagnosis.model.text import Language, Text

_MOST_PROBLEMS = 8
"""Of one sheet on the page; the file beside it has all."""


def write_html(summary: Summary, language: Language) -> bytes:
    """The page in UTF-8."""
    words = Words(summary, language)
    page = _template().render(
        lang=language.value,
        t=lambda ja, en: Text(ja=ja, en=en)[language],
        summary=summary,
        rulesets=sorted(summary.rulesets),
        tiers=words.tiers(),
        grades=words.grades(),
        gates=words.gates(),
        findings=words.findings(),
        referrals=words.referrals(),
        place=lambda at: place_words(at, language),
        percent=_percent,
        link=quote,
        quarantine=QUARANTINE,
        reason=REASON,
        most=MOST_LISTED,
        most_problems=_MOST_PROBLEMS,
    )
    return page.encode()


def _percent(score: int | None) -> str:
    """Basis points as a percentage with one decimal, rounded half up."""
    if score is None:
        return "–"
    tenths = (score + 5) // 10
    return f"{tenths // 10}.{tenths % 10}"


@cache
def _template() -> Template:
    text = resources.files("diagnosis.batch").joinpath("summary.html.jinja").read_text("utf-8")
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True).from_string(
        text
    )
