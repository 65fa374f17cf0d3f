"""What a form says of itself, in both languages."""

from collections.abc import Mapping
from typing import Final

from diagnosis.model.sheet import Evidence
from diagnosis.model.text import Text

SCHEME: Final = Text(
    "日本商工会議所 情報漏えい賠償責任保険制度",
    "Japan Chamber of Commerce and Industry: information-leak liability insurance scheme",
)
TITLE: Final = Text("リスク診断 回答票", "Risk diagnosis: answer sheet")
HOW: Final = Text("記入のしかた", "How to fill it in")
HINTS: Final = (
    Text(
        "画面で：PDF閲覧ソフト（Adobe Acrobat Reader、ブラウザーなど）でこのファイルを開き、丸や四角を押し、"
        "欄に文字を打ち込んでから、「保存」してご返送ください。「印刷してPDFにする」では答えを読み取れません。",
        "On screen: open this file in a PDF reader (Adobe Acrobat Reader, a browser), click circles and squares, type "
        "into the fields, then save it and send it back. Do not “print to PDF”: the answers could not be read.",
    ),
    Text(
        "紙で：印刷し、丸や四角にペンで印（✓）を付け、線の上に文字を書いてください。",
        "On paper: print it, mark circles and squares with a pen (✓), and write on the lines.",
    ),
    Text(
        "丸（○）は一つだけ、四角（□）はいくつでも選べます。空欄は「未回答」になります。",
        "Choose one circle, or any number of squares. What is left empty counts as not answered.",
    ),
    Text(
        "分からないときは「わからない」を選んでください。「対象外」を選べる質問では、理由も書いてください。",
        "If you do not know, choose “Don’t know”. Where you may choose “Not applicable”, give the reason, too.",
    ),
    Text(
        "日付は 2026-11-23 や 令和8年11月23日 のように、数は数字だけを書いてください。",
        "Write dates like 2026-11-23, and numbers in digits.",
    ),
    Text(
        "「証拠」には、答えを何で示せるかを選んでください。空欄は「回答のみ」になります。なし：示せるものがない。"
        "回答のみ：説明できる。書類あり：規程や記録がある。第三者が確認：監査や認証で確かめられている。",
        "“Evidence” says how the answer could be shown; left empty it is “My word”. None: nothing to show. My word: "
        "you can explain it. Document: there is a rule or record. Third party: an audit or a certificate confirms it.",
    ),
)
MEMBER_ID: Final = Text("会員番号", "Member number")
MEMBER_NAME: Final = Text("会員名（会社・団体の名称）", "Member’s name (company or body)")
ANSWERED_ON: Final = Text("回答日", "Day of answering")
UNKNOWN: Final = Text("わからない", "Don’t know")
NOT_APPLICABLE: Final = Text("対象外", "Not applicable")
EVIDENCE: Final = Text("証拠", "Evidence")
REASON: Final = Text("理由", "Reason")
NOTE: Final = Text("メモ", "Note")
SHOWN_BY: Final = Text("証拠の例：", "Shown by: ")
ONLY_FOR: Final = Text("回答する方：", "")
DATE: Final = Text("年月日", "date")
ALONE: Final = Text("（ほかと一緒に選べません）", " (not beside another)")
LEVELS: Final[Mapping[Evidence, Text]] = {
    Evidence.NONE: Text("なし", "None"),
    Evidence.STATED: Text("回答のみ", "My word"),
    Evidence.DOCUMENT: Text("書類あり", "Document"),
    Evidence.VERIFIED: Text("第三者が確認", "Third party"),
}
EDITION: Final = Text("版", "edition")
PARTS: Final = Text("この回答票の構成", "What this sheet holds")
QUESTIONS: Final = Text("質問の数", "Questions")
FROM_PAGE: Final = Text("ページ", "From page")
END: Final = Text(
    "質問は以上です。ご記入ありがとうございました。", "That was the last question. Thank you for filling this in."
)


def range_hint(minimum: int, maximum: int, unit: Text) -> Text:
    """What numbers a question takes."""
    return Text(f"{unit.ja}（{minimum:,}～{maximum:,}）", f"{unit.en} ({minimum:,} to {maximum:,})")


def length_hint(longest: int) -> Text:
    """How long a text may be."""
    return Text(f"{longest}文字まで", f"up to {longest} characters")
