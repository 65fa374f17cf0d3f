"""Every code that a problem can have, and what it means: the stations' own, and those of reports and of the road."""

from diagnosis import definitions, sheets
from diagnosis.definitions import CodeExplanation
from diagnosis.model.text import Text

_EXPLANATIONS = {
    "definitions.none": Text(
        ja="指定されたフォルダーに採点規則がありません。questionnaires/ と scoring/ を含むフォルダーを、"
        "環境変数 DIAGNOSIS_HOME に指定してください。指定しなければ、付属の質問票と採点規則を使います。",
        en="The folder holds no rulesets. Let DIAGNOSIS_HOME name a folder with questionnaires/ and scoring/; "
        "without it "
        "those that come with the program are used.",
    ),
    "report.missing-glyph": Text(
        ja="印刷できない文字を空の四角で出さないよう、発行を止めました。その文字を持つフォントを入れるか、"
        "文字を改めます。",
        en="A character that no font has would print as an empty box, so no report was made. Install a font that has "
        "it, or "
        "change the character.",
    ),
    "report.too-much-attached": Text(
        ja="報告書が持つのは回答票と診断の記録だけです。ほかの添付が加えられたPDFは読みません。",
        en="A report carries its sheet and its diagnosis and nothing else. A PDF with more is not read.",
    ),
    "report.unreadable": Text(
        ja="ファイルが壊れているか、PDFではありません。発行されたファイルをそのまま使ってください。",
        en="The file is damaged, or is no PDF. Use it exactly as it was issued.",
    ),
    "verify.not-ours": Text(
        ja="検証できるのは、このプログラムが発行したPDFだけです。印刷し直したPDFや、保護・圧縮を加えたPDFからは、"
        "添付の回答票が失われていることがあります。",
        en="Only PDFs issued by this program can be verified. Printing a PDF anew, or shrinking it, often drops the "
        "sheet "
        "that it carries.",
    ),
    "verify.unreadable": Text(
        ja="報告書に添付された診断の記録が壊れているか、より新しい版の形式です。",
        en="The record of the diagnosis in the report is damaged, or has the form of a newer version.",
    ),
}


def explain_code(code: str) -> CodeExplanation | Text | None:
    """What the code means, with samples where definitions have them; None where there is no such code."""
    return definitions.explain_code(code) or sheets.explain_code(code) or _EXPLANATIONS.get(code)


def all_codes() -> tuple[str, ...]:
    """Every code, by name."""
    return tuple(sorted({*definitions.all_codes(), *sheets.all_codes(), *_EXPLANATIONS}))
