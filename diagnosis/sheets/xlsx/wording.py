"""What stands in a workbook besides the questions."""

from diagnosis.model.sheet import Evidence
from diagnosis.model.text import Text

START = Text(ja="はじめに", en="Start")
UNKNOWN = Text(ja="わからない", en="Don't know")
NOT_APPLICABLE = Text(ja="対象外", en="Not applicable")
MARK = "○"
LEVELS = {
    Evidence.NONE: Text(ja="証拠なし", en="None"),
    Evidence.STATED: Text(ja="回答のみ", en="Stated"),
    Evidence.DOCUMENT: Text(ja="書類あり", en="Document"),
    Evidence.VERIFIED: Text(ja="第三者が確認", en="Verified"),
}

HOW = (
    Text(
        ja="色の付いたセルに記入してください。ほかのセルは変更できません。",
        en="Fill in the coloured cells; the others are locked.",
    ),
    Text(
        ja="答えはリストから選びます。分からないときは「わからない」、その業務がないときは「対象外」を選び、理由を書いてください。",
        en="Choose from the lists. Choose “Don't know” if you do not, “Not applicable” with a reason where it is not "
        "your business.",
    ),
    Text(
        ja="当てはまるものをすべて選ぶ質問では、各行に○を付けます。",
        en="Where several choices may hold, put ○ in each line that does.",
    ),
    Text(
        ja="灰色になった質問は、これまでの答えからお答えいただく必要のない質問です。",
        en="Questions that turn grey need no answer, as follows from the answers so far.",
    ),
    Text(
        ja="途中まででも診断できます。保存して、このファイルをそのまま返送してください。",
        en="A sheet half filled in will do. Save it and send back this file.",
    ),
)
MEMBER_ID = Text(ja="会員番号", en="Member number")
MEMBER_NAME = Text(ja="名称", en="Name")
ANSWERED_ON = Text(ja="回答日", en="Answered on")
DAY_HINT = Text(ja="2026-11-23、令和8年11月23日 など", en="for example 2026-11-23")
PROGRESS = Text(ja="記入の進み具合", en="Progress")
TAB = Text(ja="質問票", en="Questionnaire")
DONE = Text(ja="回答済み", en="Answered")
TO_ASK = Text(ja="お答えいただく質問", en="To answer")
STAMP = Text(ja="版（変更しないでください）", en="Versions (do not change)")

NUMBER = Text(ja="番号", en="No.")
QUESTION = Text(ja="質問", en="Question")
ANSWER = Text(ja="回答", en="Answer")
EVIDENCE = Text(ja="証拠", en="Proof")
REASON = Text(ja="対象外の理由", en="Why not applicable")
NOTE = Text(ja="メモ", en="Note")
HELP = Text(ja="説明", en="Help")
PROOF = Text(ja="証拠になるもの", en="What would prove it")
EACH = Text(ja="（当てはまるものすべてに○）", en=" (○ at each that holds)")

WHOLE = Text(
    ja="{low:,}から{high:,}までの整数（{unit}）を入れてください。",
    en="A whole number from {low:,} to {high:,} ({unit}).",
)
DAY = Text(ja="日付（2026-11-23、令和8年11月23日 など）を入れてください。", en="A date, for example 2026-11-23.")
LENGTH = Text(ja="{most}文字以内で書いてください。", en="At most {most} characters.")
FROM_LIST = Text(ja="リストから選んでください。", en="Choose from the list.")
FONT = Text(ja="BIZ UDPゴシック", en="Calibri")
