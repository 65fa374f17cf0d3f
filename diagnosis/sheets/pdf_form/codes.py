"""What each fault of a returned form means, at more length than the fault itself says."""

from collections.abc import Mapping
from typing import Final

from diagnosis.model.text import Text

EXPLANATIONS: Final[Mapping[str, Text]] = {
    "pdf.encrypted": Text(
        ja="パスワードを知らなければ開けないPDFは読み取れません。パスワードは、保存する人の設定で付くことがあります。",
        en="A PDF that opens only with a password cannot be read. Some programs add one when they save.",
    ),
    "pdf.needs-review": Text(
        ja="一つの質問に印が二つある、印と記録された値が違う、選択肢にない値がある、会員番号が回答票のものと違う、"
        "ページが欠けている、などです。推測で直すと答えを取り違えるため、人が確かめます。",
        en="Two marks at one question, a mark that disagrees with the recorded value, a value that is no choice, "
        "another member's number, lost pages. Guessing might take a wrong answer for a right one, so somebody has to "
        "look.",
    ),
    "pdf.no-form": Text(
        ja="「印刷」でPDFにしたものや、紙を読み取ったものは、絵や文字だけで入力欄を持たないため、答えを確かに"
        "読み取れません。記入した元のPDFを送ってもらうか、見ながら別の回答票に書き写します。",
        en="What was printed to PDF or scanned holds pictures and words but no fields, so answers cannot be read for "
        "certain. Ask for the PDF that was filled in, or copy the answers into another sheet.",
    ),
    "pdf.other-form": Text(
        ja="回答票のPDFは、版と会員を示す見えない欄を持っています。それがないか、読めない形です。",
        en="An answer sheet's PDF has a hidden field with its versions and its member. It is missing here, or damaged.",
    ),
    "pdf.too-large": Text(
        ja="回答票のPDFは2MBほどです。10MBを超えるものは、写真や別の書類が付いていないか確かめてください。",
        en="A form is about 2 MB. Above 10 MB, see whether photographs or other papers were added.",
    ),
    "pdf.unreadable": Text(
        ja="ファイルが途中で切れているか、壊れているか、PDFではありません。もう一度お送りください。",
        en="The file broke off, is damaged, or is no PDF. Send it once more.",
    ),
}
