"""Every code that a problem can have, and what it means: the stations' own, and those of reports and of the road."""

from diagnosis import definitions
from diagnosis.definitions import CodeExplanation
from diagnosis.model.text import Text
from diagnosis.sheets.codes import all_codes as all_sheet_codes
from diagnosis.sheets.codes import explain_code as explain_sheet_code

_EXPLANATIONS = {
    "batch.link-out": Text(
        ja="受付フォルダーの外のファイルを、うっかり（または故意に）読ませないためです。",
        en="A link could make the batch read a file that is not meant for it, by accident or on purpose.",
    ),
    "batch.machine": Text(
        ja="この機械で作業用のプロセスが動きません。回答票のせいではないので、記録せず、次の実行でやり直します。"
        "diagnosis doctor で足りないものを確かめてください。",
        en="No worker runs on this machine. No sheet is blamed; the next run tries again. See diagnosis doctor.",
    ),
    "batch.not-a-file": Text(
        ja="パイプやソケットなど、中身を読み終えられないものが受付フォルダーにあります。取り除いてください。",
        en="A pipe, a socket or the like lies in the inbox; it has no content to read. Take it away.",
    ),
    "batch.out-of-time": Text(
        ja="機械が混んでいると起こります。回答票のせいとはせず、次の実行でやり直します。"
        "同じファイルで何度も起こるときは、そのファイルを受付フォルダーから外してください。",
        en="This happens on a busy machine. No sheet is blamed; the next run tries again. If one file does it each "
        "time, take it out of the inbox.",
    ),
    "batch.reading-crash": Text(
        ja="ファイルは別のプロセスで読むので、ほかの回答票に影響はありません。新しいプロセスでも同じ結果でした。",
        en="Files are read in a process of their own, so no other sheet was touched. A new process fared no better.",
    ),
    "batch.reading-memory": Text(
        ja="小さなファイルが、開くと巨大になることがあります（圧縮爆弾など）。ほかの回答票に影響はありません。",
        en="A small file may unfold to a huge one. No other sheet was touched.",
    ),
    "batch.reading-time": Text(
        ja="読み取りには上限時間があります。ふつうの回答票は1秒もかかりません。ほかの回答票に影響はありません。",
        en="Reading has a limit; an ordinary sheet takes less than a second. No other sheet was touched.",
    ),
    "batch.rendering-crash": Text(
        ja="報告書を作るプロセスが、新しく始めても終わってしまいます。回答票を添えて担当者に連絡してください。",
        en="The process that makes the report dies, even a new one. Send the sheet to the maintainers.",
    ),
    "batch.rendering-memory": Text(
        ja="報告書を作るプロセスには、メモリーの上限があります。長い記述を短くすると、作れることがあります。",
        en="Making a report has a limit on memory. Shorter remarks may help.",
    ),
    "batch.rendering-time": Text(
        ja="報告書を作るプロセスには、時間の上限があります。長い記述を短くすると、作れることがあります。",
        en="Making a report has a limit on time. Shorter remarks may help.",
    ),
    "batch.report-not-written": Text(
        ja="報告書は、全体を書き終えてから本来の名前になります。書けなかったものは記録せず、次の実行でやり直します。",
        en="A report gets its name when all of it is written. What could not be written is not on record; "
        "the next run tries again.",
    ),
    "batch.too-large": Text(
        ja="回答票がこれほど大きくなることはありません。動画や保管用の圧縮ファイルではないか確かめてください。",
        en="No answer sheet is that large. It may be a film or an archive.",
    ),
    "batch.unreadable": Text(
        ja="ファイルやフォルダーを開けません。ほかの人が開いたままにしていないか、権限があるかを確かめてください。",
        en="The file or folder cannot be opened. Somebody may have it open, or you lack the permission.",
    ),
    "batch.worker-ended": Text(
        ja="メモリーが足りないとき、システムがプロセスを止めることがあります。回答票のせいとはせず、"
        "次の実行でやり直します。--workers を減らすと必要なメモリーも減ります。",
        en="A system short of memory ends processes. No sheet is blamed; the next run tries again. "
        "Fewer --workers need less memory.",
    ),
    "definitions.none": Text(
        ja="指定されたフォルダーに採点規則がありません。questionnaires/ と scoring/ を含むフォルダーを、"
        "環境変数 DIAGNOSIS_HOME に指定してください。指定しなければ、付属の質問票と採点規則を使います。",
        en="The folder holds no rulesets. Let DIAGNOSIS_HOME name a folder with questionnaires/ and scoring/; "
        "without it "
        "those that come with the program are used.",
    ),
    "impact.nothing-before": Text(
        ja="影響は、前の版と比べて分かるものです。最初の版には比べる相手がありません。",
        en="An impact is a difference from the version before; the first version has none.",
    ),
    "impact.other-questions": Text(
        ja="合成した会員の答えは、両方の版で同じ選択肢を持つ質問にしか当てはまりません。",
        en="Answers of made-up members fit only questions that have the same choices in both versions.",
    ),
    "peers.unreadable": Text(
        ja="同業比較のファイルは、diagnosis peers が書いたそのままの形で使います。作り直してください。",
        en="A file of peers is used exactly as diagnosis peers wrote it. Make it anew.",
    ),
    "progress.no-day": Text(
        ja="前回と比べるには、前回がいつだったかが必要です。報告書（PDF）には診断日が記録されています。",
        en="To look back, one must know to when. A report (PDF) carries the day of its diagnosis.",
    ),
    "progress.not-before": Text(
        ja="比べる相手は、今回より前の日の診断でなければなりません。ファイルの取り違えがないか確かめてください。",
        en="What is compared with must have been diagnosed before. See that the files were not mixed up.",
    ),
    "progress.other-member": Text(
        ja="ほかの会員の結果と比べることはありません。ファイルの取り違えか、会員番号の書き誤りです。",
        en="A member is never compared with another one. The files were mixed up, or a number was mistyped.",
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
    return definitions.explain_code(code) or explain_sheet_code(code) or _EXPLANATIONS.get(code)


def all_codes() -> tuple[str, ...]:
    """Every code, by name."""
    return tuple(sorted({*definitions.all_codes(), *all_sheet_codes(), *_EXPLANATIONS}))
