"""Every operation of the API as data: the routes, the description and the page about it are made of this table."""

from collections.abc import Sequence
from dataclasses import dataclass

from diagnosis.model.api_key import Scope
from diagnosis.model.diagnosis import Edition
from diagnosis.model.text import Language, Text
from diagnosis.web.api import endpoints
from diagnosis.web.api.calls import Work
from diagnosis.web.api.refusals import Kind

BASE = "/api/v1"
_ALWAYS = (Kind.KEY_NEEDED, Kind.SCOPE_MISSING, Kind.TOO_OFTEN, Kind.UNFORESEEN)
_POSTED = (
    *(Kind.IDEMPOTENCY_KEY, Kind.KEY_REUSED, Kind.UNDER_WAY, Kind.GONE),
    *(Kind.CONTENT_TYPE, Kind.TOO_LARGE),
)
_UNSOUND = (Kind.SHEET_FAULTY, Kind.TOO_MANY_SHEETS)


@dataclass(frozen=True, slots=True)
class Parameter:
    """values: those that it may have; empty for any text. is_path: part of the address, and so required."""

    name: str
    words: Text
    values: tuple[str, ...] = ()
    is_path: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """answer: the name of its JSON, or the content types of its files. refusals: besides those of every operation.

    takes_sheet: the body is a returned file. needs_idempotency: an Idempotency-Key must be sent; else it may be.
    """

    name: str
    path: str
    scope: Scope
    work: Work
    summary: Text
    answer: str | tuple[str, ...]
    refusals: tuple[Kind, ...] = ()
    parameters: tuple[Parameter, ...] = ()
    takes_sheet: bool = False
    needs_idempotency: bool = False
    status: int = 200

    @property
    def method(self) -> str:
        """POST for what takes a sheet."""
        return "POST" if self.takes_sheet else "GET"

    @property
    def all_refusals(self) -> Sequence[Kind]:
        """Every kind of refusal, in the order of the table of kinds."""
        mine = {*_ALWAYS, *self.refusals, *(_POSTED if self.takes_sheet else ())}
        return [kind for kind in Kind if kind in mine]


_LANGUAGE = Parameter(
    "lang", Text("言語。なければ Accept-Language による。", "The language; else by Accept-Language."), (*Language,)
)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        name="check",
        path="/check",
        scope=Scope.CHECK,
        work=endpoints.check,
        summary=Text(
            "回答票を点検し、誤りをすべて返す（ファイル内の会員ごと）",
            "Check a returned file: every fault of every sheet in it",
        ),
        answer="Checks",
        refusals=_UNSOUND,
        takes_sheet=True,
    ),
    Operation(
        name="score",
        path="/score",
        scope=Scope.SCORE,
        work=endpoints.score,
        summary=Text("回答票を採点する（ファイル内の会員ごと）", "Score a returned file: every sheet in it"),
        answer="Scores",
        refusals=_UNSOUND,
        takes_sheet=True,
    ),
    Operation(
        name="report",
        path="/report",
        scope=Scope.REPORT,
        work=endpoints.report,
        summary=Text(
            "回答票一つの報告書（PDF）を作る。各ページに「試算」と入る",
            "Make the report (PDF) of one sheet, marked as a trial on each page",
        ),
        answer=("application/pdf",),
        refusals=(*_UNSOUND, Kind.PARAMETER, Kind.ONE_SHEET, Kind.UNPRINTABLE, Kind.BUSY),
        parameters=(
            _LANGUAGE,
            Parameter(
                "edition",
                Text("会員用（member）か担当者用（staff）。", "For the member, or for staff."),
                (*(one.value for one in Edition),),
            ),
        ),
        takes_sheet=True,
    ),
    Operation(
        name="blank",
        path="/sheets/{form}",
        scope=Scope.SHEETS,
        work=endpoints.blank,
        summary=Text("記入用の回答票を取り出す", "Get a sheet to fill in"),
        answer=tuple(kind.partition(";")[0] for kind in endpoints.BLANKS.values()),
        refusals=(Kind.NOT_FOUND, Kind.PARAMETER, Kind.BUSY),
        parameters=(
            Parameter(
                "form",
                Text("ファイルの形式。", "The format."),
                (*(one.value for one in endpoints.BLANKS),),
                is_path=True,
            ),
            _LANGUAGE,
            Parameter(
                "ruleset",
                Text("採点規則（ID@版）。なければ今日適用されるもの。", "The ruleset, ID@VERSION; else today's."),
            ),
            Parameter("member", Text("記入済みにする会員番号。", "The member's number, to be filled in.")),
            Parameter("name", Text("記入済みにする会員名。", "The member's name, to be filled in.")),
        ),
    ),
    Operation(
        name="submit",
        path="/submissions",
        scope=Scope.SUBMIT,
        work=endpoints.submit,
        summary=Text(
            "回答票を提出する。誤りのあるものも、担当者が見るものとして受け付ける",
            "Hand in a returned file; one with faults is received, too, for staff to look at",
        ),
        answer="Submissions",
        takes_sheet=True,
        needs_idempotency=True,
        status=201,
    ),
    Operation(
        name="status",
        path="/submissions/{number}",
        scope=Scope.STATUS,
        work=endpoints.status,
        summary=Text("自分が提出したものの状況", "How one of your own submissions stands"),
        answer="Status",
        refusals=(Kind.NOT_FOUND,),
        parameters=(Parameter("number", Text("受付番号。", "The number of the submission."), is_path=True),),
    ),
    Operation(
        name="rulesets",
        path="/rulesets",
        scope=Scope.SHEETS,
        work=endpoints.rulesets,
        summary=Text("使える採点規則と、今日適用されるもの", "The rulesets, and the one in force today"),
        answer="Rulesets",
    ),
)
