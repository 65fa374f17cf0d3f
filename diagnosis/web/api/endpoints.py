"""The endpoints: check, score, report, blank sheets, submissions, rulesets."""

import contextlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from diagnosis import pipeline
from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring
from diagnosis.model.casework import Case, Origin
from diagnosis.model.diagnosis import Edition
from diagnosis.model.mark import Trial
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import AnswerSheet, Member, RawSheet
from diagnosis.model.text import Language, Text
from diagnosis.sheets import SheetFormat, write_sheet
from diagnosis.web.api.calls import Call, count_call
from diagnosis.web.api.problems import plain_problem
from diagnosis.web.api.refusals import CallError, Kind
from diagnosis.web.rendering import Blank, Print

KINDS = {
    "application/json": "sheet.json",
    "application/yaml": "sheet.yaml",
    "text/csv": "sheet.csv",
    "application/pdf": "sheet.pdf",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "sheet.xlsx",
}
"""Content types of sheets, and what their bytes are called in messages."""
BLANKS = {
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetFormat.PDF: "application/pdf",
    SheetFormat.CSV: "text/csv; charset=utf-8",
    SheetFormat.JSON: "application/json",
    SheetFormat.YAML: "application/yaml",
}
FOREIGN = frozenset({"sheet.pdf", "sheet.xlsx"})
"""Parsed in the child process, which serves one at a time."""
MOST_SHEETS = 1000
"""Sheets that one call may bring."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One sheet of a file, checked. member: as far as it can be told. sheet: None where it has faults."""

    member: str | None
    sheet: AnswerSheet | None
    problems: tuple[Problem, ...]


async def check(call: Call) -> Response:
    """Every fault of every sheet in a file."""
    looked = await _look(call)
    sheets = [
        {
            "member": one.member,
            "is_sound": one.sheet is not None,
            "problems": [plain_problem(problem, call.language) for problem in one.problems],
            "normalised": list(one.sheet.normalised) if one.sheet else [],
        }
        for one in looked
    ]
    return JSONResponse({"sheets": sheets})


async def score(call: Call) -> Response:
    """The scorecard of every sheet in a file; for one with faults, these."""
    looked = await _look(call)
    return JSONResponse({"sheets": await call.site.wait_for(lambda: [_scored(call, one) for one in looked])})


def _scored(call: Call, one: Looked) -> dict[str, object]:
    card = None
    if one.sheet:
        card = to_plain(pipeline.score_sheet(one.sheet, call.site.settings, call.site.today).scorecard)
    problems = [plain_problem(problem, call.language) for problem in one.problems]
    return {"member": one.member, "scorecard": card, "problems": problems}


async def report(call: Call) -> Response:
    """The report of the one sheet in a file, marked as a trial: only staff issue reports."""
    query = call.request.query_params
    language, edition = _language(call), query.get("edition", Edition.MEMBER)
    if edition not in [*Edition]:
        raise _refused_parameter("edition", [*Edition])
    looked = await _look(call)
    if len(looked) != 1:
        raise CallError(Kind.ONE_SHEET)
    sheet = looked[0].sheet
    if sheet is None:
        raise CallError(Kind.SHEET_FAULTY, problems=looked[0].problems)
    count_call(call.site, call.key, "api-renders", call.site.web.limits.api_renders)
    wanted = Print(sheet=sheet, on=call.site.today, language=language, edition=Edition(edition), mark=Trial())
    made = await call.site.renders.report(wanted)
    headers = {"content-disposition": f'attachment; filename="report-{language}.pdf"'}
    return Response(made.pdf, 200, headers, "application/pdf")


async def blank(call: Call) -> Response:
    """A sheet to fill in."""
    wanted, query = call.request.path_params["form"], call.request.query_params
    if wanted not in [*BLANKS]:
        raise CallError(Kind.NOT_FOUND)
    form, language = SheetFormat(wanted), _language(call)
    reference = query.get("ruleset") or call.site.ruleset()
    known = pipeline.list_rulesets(call.site.settings)
    if reference not in known:
        raise _refused_parameter("ruleset", known)
    filled = _for_member(reference, query.get("member", ""), query.get("name", ""))
    if form is SheetFormat.PDF:
        count_call(call.site, call.key, "api-renders", call.site.web.limits.api_renders)
        data = await call.site.renders.blank(Blank(reference, language, filled.member if filled else None))
    else:
        definitions = pipeline.load(reference, call.site.settings)
        data = await call.site.wait_for(lambda: write_sheet(definitions, language, form, filled))
    headers = {"content-disposition": f'attachment; filename="sheet.{form.value}"'}
    return Response(data, 200, headers, BLANKS[form])


async def submit(call: Call) -> Response:
    """Take a returned file in: a case for each sheet in it, whatever its faults."""
    name = _name(call)
    file = Returned(call.body, name, Origin.API, call.key.owner)
    scoring = Scoring(call.site.settings, call.site.today)
    async with _turn(call, name):
        cases = await call.site.wait_for(lambda: receive(call.site.store, file, scoring))
    call.members.update(case.member.id for case in cases)
    return JSONResponse({"submissions": [_status(case, call.language) for case in cases]}, 201)


async def status(call: Call) -> Response:
    """How a submission of the same caller stands; others' are as if there were none."""
    number = call.request.path_params["number"]
    case = await call.site.wait_for(lambda: call.site.store.cases.find(number))
    if case is None or case.origin is not Origin.API or case.owner != call.key.owner:
        raise CallError(Kind.NOT_FOUND)
    documents = await call.site.wait_for(lambda: call.site.store.cases.documents(number))
    issued = [{"number": one.number, "digest": one.digest, "replaced_by": one.replaced_by} for one in documents]
    return JSONResponse({**_status(case, call.language), "documents": issued})


async def rulesets(call: Call) -> Response:
    """Every ruleset that sheets may be scored by, and the one that is in force today."""
    known = pipeline.list_rulesets(call.site.settings)
    return JSONResponse({"rulesets": list(known), "in_force": call.site.ruleset()})


async def _look(call: Call) -> list[Looked]:
    name = _name(call)
    async with _turn(call, name):
        looked = await call.site.wait_for(lambda: list(_looked(call, name)))
    call.members.update(one.member for one in looked if one.member)
    return looked


def _turn(call: Call, name: str) -> contextlib.AbstractAsyncContextManager[None]:
    """Workbooks and forms wait for the child that parses them; text does not."""
    return call.site.foreign if name in FOREIGN else contextlib.nullcontext()


def _looked(call: Call, name: str) -> Iterator[Looked]:
    """The sheets of the body; raises CallError where none can be made out, or there are too many."""
    seen = 0
    try:
        for raw in pipeline.open_sheets(call.body, name):
            seen += 1
            if seen > MOST_SHEETS:
                most = Text(f"一度に{MOST_SHEETS:,}件までです。", f"At most {MOST_SHEETS:,} at a time.")
                raise CallError(Kind.TOO_MANY_SHEETS, most)
            yield _checked(call, raw)
    except ProblemsError as error:
        if not seen:
            raise CallError(Kind.SHEET_FAULTY, problems=error.problems) from error
        yield Looked(None, None, error.problems)


def _checked(call: Call, raw: RawSheet) -> Looked:
    member = raw.member_id if isinstance(raw.member_id, str) and raw.member_id else None
    try:
        sheet = pipeline.check_one(raw, call.site.settings, call.site.today)
    except ProblemsError as error:
        return Looked(member, None, error.problems)
    return Looked(sheet.member.id, sheet, ())


def _name(call: Call) -> str:
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        known = Text(
            f"Content-Type は次のどれかです：{'、'.join(KINDS)}。", f"Content-Type is one of {', '.join(KINDS)}."
        )
        raise CallError(Kind.CONTENT_TYPE, known)
    return KINDS[kind]


def _language(call: Call) -> Language:
    """As the query asks for, which must be known, else as the header does."""
    if call.request.query_params.get("lang", Language.JA) not in [*Language]:
        raise _refused_parameter("lang", [*Language])
    return call.language


def _for_member(reference: str, member: str, name: str) -> AnswerSheet | None:
    if not member and not name:
        return None
    who = Member(" ".join(member.split())[:64], " ".join(name.split())[:200])
    return AnswerSheet(ruleset=reference, questionnaires={}, member=who, answered_on=None, answers={})


def _status(case: Case, language: Language) -> dict[str, object]:
    problems = [
        {"code": one.code, "at": one.at, "message": one.message[language], "question": one.question}
        for one in case.problems
    ]
    return {"number": case.number, "state": case.state.value, "member": case.member.id, "problems": problems}


def _refused_parameter(name: str, known: Iterable[str]) -> CallError:
    words = ", ".join(known)
    return CallError(Kind.PARAMETER, Text(f"{name} に使えるものは {words} です。", f"Values of {name} are {words}."))
