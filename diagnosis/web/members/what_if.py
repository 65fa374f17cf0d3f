"""What if: improvements switched on and off, and the score and the tier as they would then be."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.explanation import Action, Path, PathOutcome
from diagnosis.pipeline import Scored
from diagnosis.web.forms.posted import read_form
from diagnosis.web.members.diagnosing import Sum, score_draft, sum_of
from diagnosis.web.members.draft import Draft
from diagnosis.web.members.keeping import Open, change_draft, hand_key, open_draft
from diagnosis.web.members.result import Step, steps_of
from diagnosis.web.members.standing import stand
from diagnosis.web.members.way import Way
from diagnosis.web.members.words import PATHS
from diagnosis.web.pages import page
from diagnosis.web.responses import is_part, see_other
from diagnosis.web.site import Site, site_of

CHEAPEST, NOTHING = "cheapest", "nothing"
_AHEAD = 12
"""Measures that are not folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A draft as it is and as it would be. steps: what can be switched; chosen: what is."""

    now: Scored
    then: Scored
    steps: tuple[Step, ...]
    chosen: frozenset[str]
    path: Path

    @property
    def ahead(self) -> tuple[Step, ...]:
        """What is chosen, and what brings most."""
        return tuple(step for place, step in enumerate(self.steps) if place < _AHEAD or self._is_chosen(step))

    @property
    def others(self) -> tuple[Step, ...]:
        """The rest."""
        return tuple(step for place, step in enumerate(self.steps) if place >= _AHEAD and not self._is_chosen(step))

    @property
    def effort(self) -> int:
        """The effort of all that is chosen."""
        return sum(step.action.effort for step in self.steps if self._is_chosen(step))

    @property
    def before(self) -> Sum:
        """The discount as it is."""
        return sum_of(self.now)

    @property
    def after(self) -> Sum:
        """The discount as it would be."""
        return sum_of(self.then)

    def _is_chosen(self, step: Step) -> bool:
        return step.action.question in self.chosen


async def show_what_if(request: Request) -> Response:
    """The improvements, and what the chosen ones would bring."""
    return await _show(request, await open_draft(request))


async def choose(request: Request) -> Response:
    """Keep what is switched on; or take the cheapest way to the next tier; or nothing."""
    form = await read_form(request)
    site = site_of(request)
    opened = await open_draft(request)
    wanted = form.text("go")
    chosen = await site.wait_for(lambda: _choice(site, opened, wanted, form.texts("step")))
    opened = await change_draft(request, lambda draft: replace(draft, chosen=chosen))
    response = await _show(request, opened) if is_part(request) else see_other("/what-if#outcome")
    return hand_key(request, response, opened.lock, opened.draft)


async def _show(request: Request, opened: Open) -> Response:
    site = site_of(request)
    standing = await stand(site, opened)
    if not standing.answered:
        return page(request, "members/no-result", {"standing": standing})
    trial = await site.wait_for(lambda: _try(site, opened, standing.way))
    grades = {grade.id: grade for grade in opened.definitions.ruleset.grades}
    template = "members/part-trial" if is_part(request) else "members/what-if"
    values = {"standing": standing, "trial": trial, "grades": grades, "no_path": _no_path(trial)}
    return page(request, template, values)


def _no_path(trial: Trial) -> object:
    """Why there is no way to a higher tier; None where there is one."""
    outcome = trial.path.outcome
    return None if outcome is PathOutcome.FOUND else PATHS[outcome]


def _choice(site: Site, opened: Open, wanted: str, picked: tuple[str, ...]) -> tuple[str, ...]:
    scored = score_draft(site, opened)
    if wanted == CHEAPEST:
        return pipeline.find_path(scored, site.settings).questions
    if wanted == NOTHING:
        return ()
    known = {action.question for action in pipeline.find_actions(scored, site.settings)}
    return tuple(question for question in picked if question in known)


def _try(site: Site, opened: Open, way: Way) -> Trial:
    now = score_draft(site, opened)
    actions = pipeline.find_actions(now, site.settings)
    chosen = frozenset(_still(opened.draft, actions))
    return Trial(
        now=now,
        then=pipeline.try_out(now, chosen, site.settings),
        steps=steps_of(actions, now, way),
        chosen=chosen,
        path=pipeline.find_path(now, site.settings),
    )


def _still(draft: Draft, actions: tuple[Action, ...]) -> Iterator[str]:
    """What was chosen and can still be improved: answers may have changed since."""
    possible = {action.question for action in actions}
    return (question for question in draft.chosen if question in possible)
