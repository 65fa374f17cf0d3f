"""The page of a case, the file that came, and the reports that were issued."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.casework.scoring import questions_of
from diagnosis.model.casework import Case, CaseState
from diagnosis.model.staff import Deed, Staff
from diagnosis.model.text import Text
from diagnosis.store import ERASED
from diagnosis.web.pages import page
from diagnosis.web.refusals import PageError, not_found
from diagnosis.web.site import site_of
from diagnosis.web.staff.case_view import certificates_of, findings_of, gates_of, referrals_of, view_case
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.telling import tell_plain
from diagnosis.web.staff.words import ORIGINS, STATES, STEPS
from diagnosis.web.words import NO_TIER


async def show_case(request: Request) -> Response:
    """The page of a case."""
    staff = await staff_of(request, Deed.READ)
    return await case_page(request, staff, await find_case(request))


async def find_case(request: Request) -> Case:
    """The case of the address; raises PageError where there is none."""
    site, number = site_of(request), request.path_params["number"]
    case = await site.wait_for(lambda: site.store.cases.find(number))
    if case is None:
        raise not_found()
    return case


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why the last deed was not done. typed: the reason that was given for it, not to be lost."""

    message: Text
    typed: str = ""
    status: int = 422


async def case_page(request: Request, staff: Staff, case: Case, refusal: Refusal | None = None) -> Response:
    """The page, perhaps with why the last deed was refused."""
    site = site_of(request)
    view = await site.wait_for(lambda: view_case(site, case))
    values = {
        "staff": staff,
        "view": view,
        "case": case,
        "refusal": refusal,
        "can": _can(staff, case),
        "states": STATES,
        "origins": ORIGINS,
        "step_words": STEPS,
        "questions": questions_of(view.definitions) if view.definitions else {},
        "gates": tuple(gates_of(view)),
        "referrals": tuple(referrals_of(view)),
        "findings": tuple(findings_of(view)),
        "withheld": [NO_TIER[one.reason] for one in view.card.tier.withheld] if view.card else [],
        "certificates": tuple(certificates_of(view)),
        "tiers": sorted(one.percent for one in view.definitions.ruleset.tiers) if view.definitions else [],
        "tell_step": lambda step, plain: tell_plain(view.definitions, step, plain),
        "here": "queue",
    }
    return page(request, "staff/case", values, refusal.status if refusal else 200)


async def give_file(request: Request) -> Response:
    """The file as it came."""
    await staff_of(request, Deed.READ)
    site, case = site_of(request), await find_case(request)
    data = await site.wait_for(lambda: site.store.file(case.file_digest))
    if data is None or data == ERASED:
        raise PageError(
            410,
            Text("元のファイルは消去されています", "The file was erased"),
            Text(
                "同じファイルに回答票があった別の会員のデータが、依頼により消去されたためです。",
                "Another member, whose sheet was in the same file, had its data erased.",
            ),
        )
    return _download(data, f"{case.number}{_ending(case.file_name)}", "application/octet-stream")


async def give_document(request: Request) -> Response:
    """A report as it was issued."""
    await staff_of(request, Deed.READ)
    site, number = site_of(request), request.path_params["number"]
    data = await site.wait_for(lambda: site.store.cases.document(number))
    if data is None:
        raise not_found()
    return _download(data, f"{number}.pdf", "application/pdf")


def _download(data: bytes, name: str, kind: str) -> Response:
    return Response(data, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'})


def _ending(name: str) -> str:
    """A file's ending as far as it is a plain one: names of files are others' words."""
    ending = name.rpartition(".")[2].lower()
    return f".{ending}" if ending.isascii() and ending.isalnum() and len(ending) <= len("jsonx") else ""


def _can(staff: Staff, case: Case) -> Mapping[str, bool]:
    """Which deeds the page offers: what the role allows and the state may take. The deeds themselves look again."""
    state, proposal = case.state, case.override
    with_clerks = state in {CaseState.RECEIVED, CaseState.ATTENTION}
    waits = proposal is not None and proposal.confirmed_by is None
    return {
        "correct": staff.may(Deed.CORRECT) and case.current is not None and state is not CaseState.CLOSED,
        "accept": staff.may(Deed.CORRECT) and state is not CaseState.CLOSED,
        "propose": staff.may(Deed.PROPOSE) and case.current is not None and state is not CaseState.CLOSED,
        "confirm": staff.may(Deed.CONFIRM) and waits and proposal is not None and proposal.by != staff.id,
        "refuse": proposal is not None and (staff.may(Deed.CONFIRM) or proposal.by == staff.id),
        "send-on": staff.may(Deed.SEND_ON if with_clerks else Deed.APPROVE)
        and (with_clerks or state is CaseState.REVIEW),
        "send-back": staff.may(Deed.APPROVE) and state in {CaseState.REVIEW, CaseState.APPROVE},
        "close": staff.may(Deed.SEND_ON) and with_clerks,
        "issue": staff.may(Deed.ISSUE) and state is CaseState.APPROVE,
    }
