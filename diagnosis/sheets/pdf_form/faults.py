"""What can be wrong with a returned form, in words."""

from typing import Final

from diagnosis.model.text import Text

REVIEW: Final = "pdf.needs-review"

_ASK_AGAIN: Final = Text(
    "元のPDFを、印刷や変換をせずにそのまま送ってもらうか、紙の回答としてxlsxの回答票に書き写してください。",
    "Ask for the PDF itself, neither printed nor converted, or copy the answers into a sheet as from paper.",
)
_LOOK: Final = Text(
    "会員に確かめ、PDF閲覧ソフトで選び直して保存してください。",
    "Ask the member, then choose anew in a PDF reader and save.",
)

TOO_LARGE: Final = (
    "pdf.too-large",
    Text(
        f"PDFが大きすぎます（10MBまで）。{_ASK_AGAIN.ja}",
        f"The PDF is too large (10 MB at most). {_ASK_AGAIN.en}",
    ),
)
UNREADABLE: Final = (
    "pdf.unreadable",
    Text(
        f"PDFとして読めません。壊れているか、PDFではありません。{_ASK_AGAIN.ja}",
        f"This cannot be read as a PDF: it is damaged, or something else. {_ASK_AGAIN.en}",
    ),
)
ENCRYPTED: Final = (
    "pdf.encrypted",
    Text(
        "PDFにパスワードがかかっています。パスワードを外して保存し直してください。",
        "The PDF is protected by a password. Save a copy without one, and send that.",
    ),
)
NO_FORM: Final = (
    "pdf.no-form",
    Text(
        f"PDFに入力欄がありません。印刷し直したもの、統合・変換したもの、紙を読み取ったものです。{_ASK_AGAIN.ja}",
        f"The PDF has no fields: it was printed to PDF, converted, or scanned from paper. {_ASK_AGAIN.en}",
    ),
)
OTHER_FORM: Final = (
    "pdf.other-form",
    Text(
        "入力欄はありますが、この診断の回答票ではありません。`diagnosis sheet --format pdf` "
        "で作った回答票かどうか確かめてください。",
        "There are fields, but not those of an answer sheet of this diagnosis. See that it is a form made by "
        "`diagnosis sheet --format pdf`.",
    ),
)


def contradiction(name: str, said: tuple[str, str], shown: tuple[str, str], states: tuple[str, str]) -> Text:
    """A group whose value and whose buttons say different things, or something that is no choice."""
    return Text(
        f"欄「{name}」の記録が食い違い、どれが選ばれたのか分かりません（値：{said[0]}、印：{shown[0]}、"
        f"選択肢：{states[0]}）。{_LOOK.ja}",
        f"Field '{name}' contradicts itself, so the choice is not clear (value: {said[1]}; marked: {shown[1]}; "
        f"choices: {states[1]}). {_LOOK.en}",
    )


def two_states(question: str) -> Text:
    """Both boxes for no answer are ticked."""
    return Text(
        f"質問「{question}」で「わからない」と「対象外」の両方に印があります。{_LOOK.ja}",
        f"Question '{question}' is marked both “Don’t know” and “Not applicable”. {_LOOK.en}",
    )


def odd_kind(name: str) -> Text:
    """A field that is a button here and a text there."""
    return Text(
        f"欄「{name}」が別の種類の欄に書き換えられています。{_ASK_AGAIN.ja}",
        f"Field '{name}' has been changed into one of another kind. {_ASK_AGAIN.en}",
    )


def odd_text(name: str) -> Text:
    """A text that is none, or several."""
    return Text(
        f"欄「{name}」の文字を読み取れないか、違う文字が二つ入っています。PDF閲覧ソフトで打ち直して保存してください。",
        f"The text in field '{name}' cannot be read, or there are two. Type it anew in a PDF reader and save.",
    )


def other_member(typed: str, bound: str) -> Text:
    """A form made for one member came back as another's."""
    return Text(
        f"会員番号が「{typed}」になっていますが、この回答票は会員「{bound}」のために作られたものです。"
        "どちらの回答か確かめ、違っていればその会員の回答票に書き写してください。",
        f"The member number is '{typed}', but this form was made for member '{bound}'. Find out whose answers these "
        "are; if need be, copy them into that member's own form.",
    )


def pages_lost(found: int, asked: int) -> Text:
    """Fields are missing."""
    return Text(
        f"回答票の一部がありません（質問{asked}問のうち{found}問）。{_ASK_AGAIN.ja}",
        f"Part of the form is missing ({found} of {asked} questions). {_ASK_AGAIN.en}",
    )
