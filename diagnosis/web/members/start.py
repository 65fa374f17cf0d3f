"""The first page: what this is, how long it takes, what is kept."""

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.questionnaire import Questionnaire
from diagnosis.web.pages import page
from diagnosis.web.site import site_of


async def show_start(request: Request) -> Response:
    """The page that everybody sees first."""
    site = site_of(request)
    definitions = pipeline.load(site.ruleset(), site.settings)
    return page(
        request,
        "members/start",
        {
            "ruleset": definitions.ruleset,
            "questionnaires": [(one.title, _asked(one)) for one in definitions.questionnaires],
            "most": sum(_asked(one) for one in definitions.questionnaires),
            "hours": int(site.web.working.total_seconds() // 3600),
            "days": site.web.saved.days,
        },
    )


def _asked(questionnaire: Questionnaire) -> int:
    return sum(question.same_as is None for question in questionnaire.questions)
