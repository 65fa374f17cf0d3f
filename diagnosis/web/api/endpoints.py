"""The endpoints: check, score, report, blank sheets, submissions, rulesets."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from starlette.responses import JSONResponse, Response

from diagnosis import pipeline
from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring
from diagnosis.model.casework import Case, Origin
from diagnosis.model.diagnosis import Edition
from diagnosis.model.plain import to_plain
from diagnosis.model.problems import Problem, ProblemsError
from diagnosis.model.sheet import AnswerSheet, Member
from diagnosis.model.text import Language, Text
from diagnosis.sheets import SheetFormat, write_sheet
from diagnosis.web.api.calls import Call
from diagnosis.web.api.problems import SheetError, plain_problem
from diagnosis.web.refusals import PageError, not_found
from diagnosis.web.rendering import Print

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
MOST_SHEETS = 1000
"""Sheets that one call may bring."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One sheet of a file, checked. sheet: None where it has faults."""

    sheet: AnswerSheet | None
    problems: tuple[Problem, ...]


async def check(call: Call) -> Response:
    """Every fault of every sheet in a file."""
    looked = await _look(call)
    sheets = [
        {
            "member": _member(one.sheet),
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
    return {"member": _member(one.sheet), "scorecard": card, "problems": problems}


async def report(call: Call) -> Response:
    """The report of the one sheet in a file."""
    query = call.request.query_params
    edition = query.get("edition", Edition.MEMBER)
    if edition not in [*Edition]:
        raise _refused_parameter("edition", [*Edition])
    looked = await _look(call)
    if len(looked) != 1:
        raise PageError(
            422,
            Text("回答票は一つにしてください", "Send one sheet"),
            Text("報告書は一度に一つだけ作れます。", "One report is made at a time."),
        )
    sheet = looked[0].sheet
    if sheet is None:
        raise _faulty(looked[0].problems)
    language = _language(call)
    wanted = Print(sheet=sheet, on=call.site.today, language=language, edition=Edition(edition), mark=None)
    made = await call.site.renders.report(wanted)
    headers = {"content-disposition": f'attachment; filename="report-{language}.pdf"'}
    return Response(made.pdf, 200, headers, "application/pdf")


async def blank(call: Call) -> Response:
    """A sheet to fill in."""
    wanted, query = call.request.path_params["form"], call.request.query_params
    if wanted not in [*BLANKS]:
        raise not_found()
    form, language = SheetFormat(wanted), _language(call)
    reference = query.get("ruleset") or call.site.ruleset()
    known = pipeline.list_rulesets(call.site.settings)
    if reference not in known:
        raise _refused_parameter("ruleset", known)
    definitions = pipeline.load(reference, call.site.settings)
    filled = _for_member(reference, query.get("member", ""), query.get("name", ""))
    data = await call.site.wait_for(lambda: write_sheet(definitions, language, form, filled))
    headers = {"content-disposition": f'attachment; filename="sheet.{form.value}"'}
    return Response(data, 200, headers, BLANKS[form])


async def submit(call: Call) -> Response:
    """Take a returned file in: a case for each sheet in it, whatever its faults."""
    name = _name(call)
    file = Returned(call.body, name, Origin.API, call.key.owner)
    scoring = Scoring(call.site.settings, call.site.today)
    async with call.site.foreign:
        cases = await call.site.wait_for(lambda: receive(call.site.store, file, scoring))
    return JSONResponse({"submissions": [_status(case, call.language) for case in cases]}, 201)


async def status(call: Call) -> Response:
    """How a submission of the same caller stands; others' are as if there were none."""
    number = call.request.path_params["number"]
    case = await call.site.wait_for(lambda: call.site.store.cases.find(number))
    if case is None or case.origin is not Origin.API or case.owner != call.key.owner:
        raise not_found()
    documents = await call.site.wait_for(lambda: call.site.store.cases.documents(number))
    issued = [{"number": one.number, "digest": one.digest, "replaced_by": one.replaced_by} for one in documents]
    return JSONResponse({**_status(case, call.language), "documents": issued})


async def rulesets(call: Call) -> Response:
    """Every ruleset that sheets may be scored by, and the one that is in force today."""
    known = pipeline.list_rulesets(call.site.settings)
    return JSONResponse({"rulesets": list(known), "in_force": call.site.ruleset()})


async def _look(call: Call) -> list[Looked]:
    name = _name(call)
    async with call.site.foreign:
        return await call.site.wait_for(lambda: list(_looked(call, name)))


def _looked(call: Call, name: str) -> Iterator[Looked]:
    """The sheets of the body; raises SheetError where none can be made out, or there are too many."""
    seen = 0
    try:
        for raw in pipeline.open_sheets(call.body, name):
            seen += 1
            if seen > MOST_SHEETS:
                raise PageError(
                    422,
                    Text("回答票が多すぎます", "Too many sheets"),
                    Text(f"一度に{MOST_SHEETS:,}件までです。", f"At most {MOST_SHEETS:,} at a time."),
                )
            try:
                sheet = pipeline.check_one(raw, call.site.settings, call.site.today)
                yield Looked(sheet, ())
            except ProblemsError as error:
                yield Looked(None, error.problems)
    except ProblemsError as error:
        if not seen:
            raise _faulty(error.problems) from error
        yield Looked(None, error.problems)


def _name(call: Call) -> str:
    kind = call.request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise PageError(
            415,
            Text("この形式は受け付けられません", "This kind of content is not taken"),
            Text(f"Content-Type は次のどれかです：{'、'.join(KINDS)}。", f"Content-Type is one of {', '.join(KINDS)}."),
        )
    return KINDS[kind]


def _language(call: Call) -> Language:
    """As the query asks for, else as the header does."""
    wanted = call.request.query_params.get("lang")
    if wanted is None:
        return call.language
    if wanted not in [*Language]:
        raise _refused_parameter("lang", [*Language])
    return Language(wanted)


def _for_member(reference: str, member: str, name: str) -> AnswerSheet | None:
    if not member and not name:
        return None
    who = Member(" ".join(member.split())[:64], " ".join(name.split())[:200])
    return AnswerSheet(ruleset=reference, questionnaires={}, member=who, answered_on=None, answers={})


def _member(sheet: AnswerSheet | None) -> str | None:
    return sheet.member.id if sheet else None


def _status(case: Case, language: Language) -> dict[str, object]:
    problems = [
        {"code": one.code, "at": one.at, "message": one.message[language], "question": one.question}
        for one in case.problems
    ]
    return {"number": case.number, "state": case.state.value, "member": case.member.id, "problems": problems}


def _faulty(problems: tuple[Problem, ...]) -> SheetError:
    error = PageError(
        422,
        Text("回答票に誤りがあります", "The sheet has faults"),
        Text("problems に示した所を直してください。", "Mend what is listed under problems."),
    )
    return SheetError(error, problems)


def _refused_parameter(name: str, known: object) -> PageError:
    words = json.dumps([*known], ensure_ascii=False)  # type: ignore[misc]
    return PageError(
        400,
        Text(f"{name} の値を使えません", f"This {name} is not known"),
        Text(f"使えるもの：{words}", f"Known: {words}"),
    )
