"""From a diagnosis to HTML: every chapter's view, put into the templates of its edition."""

from functools import cache
from pathlib import Path

from markupsafe import Markup

from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.mark import Issued, Mark
from diagnosis.model.text import Language
from diagnosis.pages.templates import Page, open_templates
from diagnosis.reports.figures import day
from diagnosis.reports.view.actions import view_actions
from diagnosis.reports.view.annex import view_annex
from diagnosis.reports.view.answers import law_sheet, view_answers, view_facts
from diagnosis.reports.view.cases import view_cases
from diagnosis.reports.view.context import Context
from diagnosis.reports.view.law import view_law
from diagnosis.reports.view.loss import view_loss
from diagnosis.reports.view.lost import view_lost
from diagnosis.reports.view.peers import view_peers
from diagnosis.reports.view.profile import view_profile
from diagnosis.reports.view.progress import view_progress
from diagnosis.reports.view.response import view_response
from diagnosis.reports.view.review import view_review
from diagnosis.reports.view.summary import view_summary
from diagnosis.reports.wording import Wording, load_wording

_FIRST = ("summary", "profile", "lost", "actions", "loss", "response")
_LAST = ("answers", "annex")


def write_pages(
    diagnosis: Diagnosis, language: Language, edition: Edition, templates: Path, mark: Mark | None = None
) -> str:
    """The whole report as HTML. Whatever was typed by people is escaped; charts are the only markup put in."""
    words = load_wording(templates, language)
    context = Context(diagnosis, language, edition, words)
    law = law_sheet(context)
    return _template(templates, edition).render(
        w=words,
        say=words.say,
        lang=language.value,
        edition=edition.value,
        edition_name=words["document"][f"{edition.value}_edition"],
        member=diagnosis.sheet.member,
        stamp=_stamp(mark, words, language),
        ruleset=context.ruleset,
        diagnosed_on=day(diagnosis.scorecard.diagnosed_on, language),
        answered_on=_answered_on(diagnosis, words["cover"]["not_stated"], language),
        summary=view_summary(context),
        profile=view_profile(context),
        lost=view_lost(context),
        actions=view_actions(context),
        law=view_law(context),
        loss=view_loss(context),
        cases=view_cases(context),
        response=view_response(context),
        progress=view_progress(context),
        peers=view_peers(context),
        review=view_review(context),
        facts=view_facts(context),
        sheets=view_answers(context),
        chapters=_chapters(diagnosis, edition, has_law=law is not None),
        law_title="" if law is None else context.read(law.title),
        annex=view_annex(context),
    )


def _chapters(diagnosis: Diagnosis, edition: Edition, *, has_law: bool) -> dict[str, int]:
    """The chapters of an edition with their numbers, in order."""
    there = {
        "law": has_law,
        "progress": diagnosis.comparison is not None,
        "peers": diagnosis.peers is not None,
        "review": edition is Edition.STAFF,
    }
    names = [*_FIRST, *(name for name, wanted in there.items() if wanted), *_LAST]
    return {name: number for number, name in enumerate(names, start=1)}


def _answered_on(diagnosis: Diagnosis, not_stated: str, language: Language) -> str:
    answered_on = diagnosis.sheet.answered_on
    return not_stated if answered_on is None else day(answered_on, language)


def _stamp(mark: Mark | None, words: Wording, language: Language) -> tuple[str, tuple[str, ...]] | None:
    """The word that every page carries, and what the cover adds to it; None where there is no mark."""
    match mark:
        case None:
            return None
        case Issued(number=number, on=on, replaces=replaces, tier=tier):
            more = [words.say("mark.issued_on", day=day(on, language))]
            more += [words.say("mark.replaces", number=replaces)] if replaces else []
            more += [words.say("mark.decided", tier=tier)] if tier is not None else []
            return words.say("mark.number", number=number), tuple(more)
        case _:
            return words["mark"]["trial"], (words["mark"]["trial_note"],)


@cache
def _template(templates: Path, edition: Edition) -> Page:
    """An edition's template, compiled once a process; it can reach its own folder tree and nothing else."""
    environment = open_templates(templates)
    environment.filters["chart"] = Markup
    return environment.get_template(f"{edition.value}/report.html.jinja")
