"""Why calls are refused: every kind with its status, its words and the remedy. The page about the API lists them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diagnosis.model.problems import Problem
from diagnosis.model.text import Text
from diagnosis.web.refusals import PageError


class Kind(StrEnum):
    """The last part of a problem's `type`: stable, where words may change."""

    KEY_NEEDED = "key-needed"
    SCOPE_MISSING = "scope-missing"
    NOT_FOUND = "not-found"
    METHOD = "method"
    PARAMETER = "parameter"
    CONTENT_TYPE = "content-type"
    TOO_LARGE = "too-large"
    SHEET_FAULTY = "sheet-faulty"
    TOO_MANY_SHEETS = "too-many-sheets"
    ONE_SHEET = "one-sheet"
    UNPRINTABLE = "unprintable"
    IDEMPOTENCY_KEY = "idempotency-key"
    KEY_REUSED = "idempotency-key-reused"
    UNDER_WAY = "under-way"
    GONE = "gone"
    TOO_OFTEN = "too-often"
    BUSY = "busy"
    UNFORESEEN = "unforeseen"


@dataclass(frozen=True, slots=True)
class Refusal:
    """status: of HTTP. title: what happened. remedy: what the caller can do now."""

    status: int
    title: Text
    remedy: Text


class CallError(PageError):
    """A call is refused. detail: said in place of the kind's remedy. problems: faults of the sheet."""

    def __init__(
        self, kind: Kind, detail: Text | None = None, wait: int | None = None, problems: Sequence[Problem] = ()
    ) -> None:
        refusal = REFUSALS[kind]
        super().__init__(refusal.status, refusal.title, detail or refusal.remedy, wait)
        self.kind = kind
        self.problems = tuple(problems)


def kind_of(error: PageError) -> Kind:
    """The kind of any refusal, also of one that pages share."""
    if isinstance(error, CallError):
        return error.kind
    return _BY_STATUS.get(error.status, Kind.UNFORESEEN)


def detail_of(error: PageError) -> Text:
    """What to do, in words for a program's author: pages' own words speak of pages."""
    kind = kind_of(error)
    is_own = isinstance(error, CallError) or kind in {Kind.TOO_LARGE, Kind.UNPRINTABLE}
    return error.message if is_own else REFUSALS[kind].remedy


REFUSALS: Mapping[Kind, Refusal] = {
    Kind.KEY_NEEDED: Refusal(
        401,
        Text("鍵が必要です", "A key is needed"),
        Text(
            "「Authorization: Bearer 鍵」を付けてください。鍵がない、または期限が切れたときは、"
            "管理者に依頼してください。",
            "Send “Authorization: Bearer KEY”. Ask your administrator for one, or where yours has expired.",
        ),
    ),
    Kind.SCOPE_MISSING: Refusal(
        403,
        Text("この鍵では許されていません", "This key does not allow it"),
        Text("操作の権限を持つ鍵を使ってください。", "Use a key that has the operation's scope."),
    ),
    Kind.NOT_FOUND: Refusal(
        404,
        Text("見つかりません", "There is no such thing"),
        Text(
            "アドレスを確かめてください。提出の状況を見られるのは、提出したシステムだけです。",
            "Check the address. Only the system that handed a sheet in can see how it stands.",
        ),
    ),
    Kind.METHOD: Refusal(
        405,
        Text("このメソッドは使えません", "This method is not allowed"),
        Text("Allow に示すメソッドを使ってください。", "Use one that the header Allow names."),
    ),
    Kind.PARAMETER: Refusal(
        400,
        Text("パラメーターの値を使えません", "A parameter's value is not known"),
        Text("detail に示す値のどれかにしてください。", "Use one of the values that detail names."),
    ),
    Kind.CONTENT_TYPE: Refusal(
        415,
        Text("この形式は受け付けられません", "This kind of content is not taken"),
        Text("回答票の形式を Content-Type に示してください。", "Name the sheet's format as Content-Type."),
    ),
    Kind.TOO_LARGE: Refusal(
        413,
        Text("送られたデータが大きすぎます", "Too much data was sent"),
        Text("ファイルを分けて送ってください。", "Send the file in parts."),
    ),
    Kind.SHEET_FAULTY: Refusal(
        422,
        Text("回答票に誤りがあります", "The sheet has faults"),
        Text("problems に示した所を直してください。", "Mend what is listed under problems."),
    ),
    Kind.TOO_MANY_SHEETS: Refusal(
        422,
        Text("回答票が多すぎます", "Too many sheets"),
        Text("ファイルを分けて送ってください。", "Send the file in parts."),
    ),
    Kind.ONE_SHEET: Refusal(
        422,
        Text("回答票は一つにしてください", "Send one sheet"),
        Text("報告書は一度に一つだけ作れます。", "One report is made at a time."),
    ),
    Kind.UNPRINTABLE: Refusal(
        422,
        Text("報告書に印刷できない文字があります", "The report cannot print a character"),
        Text("detail に示す文字を改めてください。", "Change the character that detail names."),
    ),
    Kind.IDEMPOTENCY_KEY: Refusal(
        400,
        Text("Idempotency-Key が必要か、使えない形です", "An Idempotency-Key is needed, or has another form"),
        Text(
            "提出ごとに異なる Idempotency-Key を、英数字と記号の200文字以内で付けてください。"
            "二度受け付けることがなくなります。",
            "Send one of your own with each submission, of at most 200 visible ASCII characters: so none is received "
            "twice.",
        ),
    ),
    Kind.KEY_REUSED: Refusal(
        422,
        Text("Idempotency-Key が別の要求に使われています", "This Idempotency-Key was used for another request"),
        Text("要求が変わったときは、新しい値を付けてください。", "Use a new one where the request is another."),
    ),
    Kind.UNDER_WAY: Refusal(
        409,
        Text("同じ要求を処理しています", "The same request is being served"),
        Text(
            "Retry-After の秒数だけ待って、同じ Idempotency-Key でもう一度送ってください。",
            "Wait for the seconds of Retry-After and send it again with the same Idempotency-Key.",
        ),
    ),
    Kind.GONE: Refusal(
        410,
        Text("答えは消去されました", "The answer was deleted"),
        Text(
            "この要求は以前に処理されました。その後、会員のデータが依頼により消去されています。",
            "This request was served before; since then a member's data were deleted on request.",
        ),
    ),
    Kind.TOO_OFTEN: Refusal(
        429,
        Text("呼び出しが多すぎます", "Too many calls"),
        Text(
            "Retry-After の秒数だけ待って、もう一度送ってください。",
            "Wait for the seconds of Retry-After and send it again.",
        ),
    ),
    Kind.BUSY: Refusal(
        503,
        Text("ただいま混み合っています", "Many reports are being made"),
        Text(
            "Retry-After の秒数だけ待って、もう一度送ってください。",
            "Wait for the seconds of Retry-After and send it again.",
        ),
    ),
    Kind.UNFORESEEN: Refusal(
        500,
        Text("うまくいきませんでした", "Something went wrong"),
        Text(
            "しばらくして、同じ Idempotency-Key でもう一度送ってください。続くときは管理者に知らせてください。",
            "Send it again in a while with the same Idempotency-Key. Tell your administrator where it goes on.",
        ),
    ),
}

_BY_STATUS = {
    404: Kind.NOT_FOUND,
    405: Kind.METHOD,
    413: Kind.TOO_LARGE,
    422: Kind.UNPRINTABLE,
    429: Kind.TOO_OFTEN,
    503: Kind.BUSY,
}
"""Of the refusals that pages and calls share."""
