"""What each fault of a workbook means, at more length than the fault itself says."""

from diagnosis.model.text import Text

EXPLANATIONS = {
    "xlsx.damaged": Text(
        ja="Excelブック（.xlsx）は、決まった形のファイルを束ねたものです。その形になっていないため、中身を取り出せません。",
        en="A workbook (.xlsx) is a bundle of files of a set form. This one has not that form, so nothing can be "
        "taken out.",
    ),
    "xlsx.encrypted": Text(
        ja="パスワード付きのファイルは、中身を確かめられないため診断しません。パスワードは別便でも受け取りません。",
        en="What is in a file with a password cannot be checked, so it is not diagnosed. Passwords are not taken "
        "either.",
    ),
    "xlsx.formula": Text(
        ja="計算式の結果は、開いた人や日によって変わることがあります。回答には、値そのものが必要です。",
        en="What a formula gives may depend on who opens it, and when. An answer is a value.",
    ),
    "xlsx.not-ours": Text(
        ja="配布した回答票には、質問の名前を書いた見えない行と列があります。それを目印に読み取るので、新しいブックに"
        "写し替えたものは読めません。",
        en="The sheets that are sent out carry a hidden row and column with the questions' ids, by which they are "
        "read. "
        "Answers copied into another workbook cannot be read.",
    ),
    "xlsx.old-form": Text(
        ja="古い形式（.xls）は読みません。Excelで開き、「名前を付けて保存」で「Excelブック（.xlsx）」を選びます。",
        en="The old form (.xls) is not read. Open it in Excel and save it as an Excel workbook (.xlsx).",
    ),
    "xlsx.rights": Text(
        ja="社内の機能で閲覧が制限されたファイルは、社外では開けません。送り主に、制限を外してもらってください。",
        en="A file whose reading is restricted inside a company cannot be opened outside. Ask the sender to lift that.",
    ),
    "xlsx.rows-missing": Text(
        ja="行が消えると、答えたのか答えなかったのかが分かりません。空欄とみなして診断することはしません。",
        en="Where a row is gone, nobody can tell whether it was answered. It is not taken for blank.",
    ),
    "xlsx.stamp-missing": Text(
        ja="採点規則と質問票の版は「はじめに」のシートと、ファイルのプロパティーに書かれています。両方が消えると、どの版の質問に"
        "答えたのか分からないため、診断できません。",
        en="The first tab and the properties of the file name the ruleset and the versions. Without either, nobody can "
        "tell which questions were answered.",
    ),
    "xlsx.swollen": Text(
        ja="小さく見えて、開くと何百倍にも膨らむように作られたファイルです。事故か、害を加えるためのものです。開かずに、"
        "送り主に確かめてください。",
        en="A file that looks small and unfolds to hundreds of times its size, by accident or to do harm. Do not open "
        "it; ask whoever sent it.",
    ),
    "xlsx.tab-missing": Text(
        ja="質問票ごとに一枚のシートがあります。シートが消えると、答えたのか答えなかったのかが分かりません。空欄とみなして"
        "診断することはしません。",
        en="Every questionnaire has a tab. Where one is gone, nobody can tell what was answered; it is not taken for "
        "blank.",
    ),
    "xlsx.too-many-cells": Text(
        ja="回答票は数百行です。書式だけの行が遠くまで続いていることもあります。余分な行と列を選んで削除します。",
        en="A sheet has a few hundred rows. Rows that only carry formats may reach far down: select and delete them.",
    ),
}
