"""What is done to a case: each a form with its reason and the version that was seen, on the record when it returns."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.casework import deeds
from diagnosis.casework.deeds import RefusedDeedError
from diagnosis.casework.scoring import Scoring, decided_discount, decided_tier, sheet_of
from diagnosis.model.casework import OPEN, Case, Override
from diagnosis.model.diagnosis import Edition
from diagnosis.model.mark import Issued
from diagnosis.model.questionnaire import Question
from diagnosis.model.sheet import Evidence, Member
from diagnosis.model.staff import Deed, Staff
from diagnosis.model.text import Language, Text
from diagnosis.store import ChangedMeanwhileError, NewDocument
from diagnosis.store import Deed as Done
from diagnosis.web.forms.answers import read_answers, typed_of
from diagnosis.web.forms.fields import field_of
from diagnosis.web.forms.posted import Posted, read_form
from diagnosis.web.pages import page
from diagnosis.web.refusals import not_found
from diagnosis.web.rendering import Print
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.case_page import Refusal, case_page, find_case
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.telling import tell_plain
from diagnosis.web.staff.words import EVIDENCE, STEPS

_MOST_DIGITS = 9
_TRIES = 5
"""Reports that are made anew because their number was given out meanwhile."""

Work = Callable[[Case], Done]


def _accept(_: Site, __: Staff, form: Posted) -> Work:
    return lambda case: deeds.accept(case, form.text("matter"), form.text("reason"))


def _name(site: Site, _: Staff, form: Posted) -> Work:
    member = Member(" ".join(form.text("id").split())[:64], " ".join(form.text("name").split())[:200])
    return lambda case: deeds.name_member(case, member, form.text("reason"), scoring_of(site))


def _propose(site: Site, staff: Staff, form: Posted) -> Work:
    tier = _number(form.text("tier"))
    proposal = Override(tier=tier, reason=form.text("reason"), by=staff.id, at=site.clock())
    return lambda case: deeds.propose(case, proposal, site.settings)


def _confirm(_: Site, staff: Staff, form: Posted) -> Work:
    return lambda case: deeds.confirm(case, staff.id, form.text("reason"))


def _refuse(_: Site, staff: Staff, form: Posted) -> Work:
    """Whoever may confirm, and whoever proposed it."""

    def refuse(case: Case) -> Done:
        if not staff.may(Deed.CONFIRM) and (case.override is None or case.override.by != staff.id):
            raise RefusedDeedError(
                ja="ほかの人の提案は取り下げられません。", en="You cannot withdraw what others proposed."
            )
        return deeds.refuse(case, form.text("reason"))

    return refuse


def _send_on(_: Site, __: Staff, form: Posted) -> Work:
    return lambda case: deeds.send_on(case, form.text("reason"))


def _send_back(_: Site, __: Staff, form: Posted) -> Work:
    return lambda case: deeds.send_back(case, form.text("reason"))


def _close(_: Site, __: Staff, form: Posted) -> Work:
    return lambda case: deeds.close(case, form.text("reason"))


_DEEDS: Mapping[str, tuple[Deed, Callable[[Site, Staff, Posted], Work]]] = {
    "accept": (Deed.CORRECT, _accept),
    "name": (Deed.CORRECT, _name),
    "propose": (Deed.PROPOSE, _propose),
    "confirm": (Deed.CONFIRM, _confirm),
    "refuse": (Deed.READ, _refuse),
    "send-on": (Deed.SEND_ON, _send_on),
    "approve": (Deed.APPROVE, _send_on),
    "send-back": (Deed.APPROVE, _send_back),
    "close": (Deed.SEND_ON, _close),
}
"""By the last part of the address: who may do it, and how."""


async def do_deed(request: Request) -> Response:
    """One deed; afterwards the case's page, with the reason where it was refused."""
    known = _DEEDS.get(request.path_params["deed"])
    if known is None:
        await staff_of(request, Deed.READ)
        raise not_found()
    allowed, prepare = known
    staff = await staff_of(request, allowed)
    form = await read_form(request)
    site, case = site_of(request), await find_case(request)
    try:
        work = _only(request.path_params["deed"], prepare(site, staff, form))
        await _change(site, case.number, staff, form, work)
    except RefusedDeedError as error:
        return await case_page(request, staff, case, Refusal(error.message, form.text("reason")))
    except ChangedMeanwhileError as error:
        return _told(request, staff, error, form)
    return see_other(f"/staff/cases/{case.number}")


def _only(name: str, work: Work) -> Work:
    """Sending on from the clerks and from review are two rights: each address does its own."""

    def checked(case: Case) -> Done:
        if name in {"send-on", "approve"} and (case.state in OPEN) != (name == "send-on"):
            raise RefusedDeedError(ja="この段階では行えません。", en="This cannot be done at this stage.")
        return work(case)

    return checked


async def show_correction(request: Request) -> Response:
    """The form for another answer."""
    staff = await staff_of(request, Deed.CORRECT)
    case = await find_case(request)
    question = _question(request, case)
    sheet = sheet_of(case, site_of(request).settings)
    assert sheet
    before = sheet.answers.get(question.id)
    field = field_of(question, typed_of(before))
    evidence = before.evidence if before else Evidence.STATED
    return _correction(request, staff, case, {"field": field, "evidence": evidence, "reason": "", "refused": None})


async def keep_correction(request: Request) -> Response:
    """Put another answer in the place of one."""
    staff = await staff_of(request, Deed.CORRECT)
    form = await read_form(request)
    site, case = site_of(request), await find_case(request)
    question = _question(request, case)
    sheet = sheet_of(case, site.settings)
    assert sheet
    reading = read_answers([question], form, sheet.answers)
    level = form.text("evidence")
    evidence = Evidence(level) if level in [*Evidence] else Evidence.STATED
    shown = {"evidence": evidence, "reason": form.text("reason"), "refused": None}
    if question.id in reading.typed:
        field = field_of(question, reading.typed[question.id], is_faulty=True)
        return _correction(request, staff, case, {**shown, "field": field}, 422)
    answer = reading.answers.get(question.id)
    if answer and answer.value is not None:
        answer = replace(answer, evidence=evidence)
    try:
        await _change(
            site,
            case.number,
            staff,
            form,
            lambda one: deeds.correct(one, question.id, answer, form.text("reason"), scoring_of(site)),
        )
    except RefusedDeedError as error:
        field = field_of(question, typed_of(answer))
        return _correction(request, staff, case, {**shown, "field": field, "refused": error.message}, 422)
    except ChangedMeanwhileError as error:
        return _told(request, staff, error, form)
    return see_other(f"/staff/cases/{case.number}#q-{question.id}")


async def issue(request: Request) -> Response:
    """Issue the report: made once, numbered, and kept as it is."""
    staff = await staff_of(request, Deed.ISSUE)
    form = await read_form(request)
    site, case = site_of(request), await find_case(request)
    language = Language(form.text("language")) if form.text("language") in [*Language] else Language.JA
    try:
        deeds.issue(case, staff.id)
        for _ in range(_TRIES):
            document = await _print(site, case, language)
            if await site.wait_for(lambda: _keep(site, case, staff, form, document)):  # noqa: B023 - done at once
                return see_other(f"/staff/cases/{case.number}#documents")
    except RefusedDeedError as error:
        return await case_page(request, staff, case, Refusal(error.message))
    except ChangedMeanwhileError as error:
        return _told(request, staff, error, form)
    busy = Text("ほかの発行と重なりました。もう一度お試しください。", "Others are issuing at the same time. Try again.")
    return await case_page(request, staff, case, Refusal(busy, status=503))


async def _print(site: Site, case: Case, language: Language) -> NewDocument:
    """The report under the next number."""
    sheet = sheet_of(case, site.settings)
    assert sheet
    number = await site.wait_for(lambda: site.store.cases.next_document(site.today.year))
    earlier = await site.wait_for(lambda: site.store.cases.documents(case.number))
    replaces = next((one.number for one in earlier if one.replaced_by is None), None)
    suggested, tier = case.figures.tier if case.figures else None, decided_tier(case)
    mark = Issued(number, site.today, replaces, tier if tier != suggested else None)
    report = await site.renders.report(
        Print(sheet=sheet, on=site.today, language=language, edition=Edition.MEMBER, mark=mark)
    )
    discount = decided_discount(case, pipeline.load(case.ruleset, site.settings))
    return NewDocument(number, report.pdf, report.pages, language.value, tier, discount)


def _keep(site: Site, case: Case, staff: Staff, form: Posted, document: NewDocument) -> bool:
    seen = _number(form.text("seen"))
    return site.store.cases.issue(case.number, seen, staff.id, document, lambda one: deeds.issue(one, staff.id))


async def _change(site: Site, number: str, staff: Staff, form: Posted, work: Work) -> None:
    seen = _number(form.text("seen"))
    await site.wait_for(lambda: site.store.cases.change(number, seen, staff.id, work))


def _correction(
    request: Request, staff: Staff, case: Case, values: Mapping[str, object], status: int = 200
) -> Response:
    question = _question(request, case)
    shown = {**values, "staff": staff, "case": case, "question": question, "levels": EVIDENCE, "here": "queue"}
    return page(request, "staff/correction", shown, status)


def _told(request: Request, staff: Staff, error: ChangedMeanwhileError, form: Posted) -> Response:
    """The second of two people is told what the first did; nothing was overwritten."""
    definitions = (
        pipeline.load(error.case.ruleset, site_of(request).settings) if error.case.current is not None else None
    )
    values = {
        "staff": staff,
        "case": error.case,
        "steps": error.steps,
        "step_words": STEPS,
        "tell_step": lambda step, plain: tell_plain(definitions, step, plain),
        "reason": form.text("reason"),
        "here": "queue",
    }
    return page(request, "staff/changed", values, 409)


def _question(request: Request, case: Case) -> Question:
    if case.current is not None:
        definitions = pipeline.load(case.ruleset, site_of(request).settings)
        for questionnaire in definitions.questionnaires:
            for question in questionnaire.questions:
                if question.id == request.path_params["question"] and question.same_as is None:
                    return question
    raise not_found()


def scoring_of(site: Site) -> Scoring:
    """By what cases are scored today."""
    return Scoring(site.settings, site.today)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) <= _MOST_DIGITS else -1
