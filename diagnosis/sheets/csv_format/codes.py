"""What each fault of a CSV file means, at more length than the fault itself says."""

from diagnosis.model.text import Text

EXPLANATIONS = {
    "csv.broken": Text(
        ja='開いた引用符（"）が閉じられていないと、そこから後のどこまでが一つのセルかが分かりません。'
        "その行より前の会員は診断されます。",
        en="Behind a quotation mark that is not closed nobody can tell where a cell ends. Members above that row are "
        "diagnosed.",
    ),
    "csv.column-twice": Text(
        ja="同じ見出しの列が二つあると、どちらが正しいか決められません。",
        en="With two columns under one heading, nobody can tell which is meant.",
    ),
    "csv.encoding": Text(
        ja="読める文字コードは、UTF-8、Shift_JIS（CP932）、先頭に印（BOM）のあるUTF-16です。推測はしません。",
        en="UTF-8, Shift_JIS (CP932) and UTF-16 with a byte order mark are read. Nothing is guessed.",
    ),
    "csv.encoding-unclear": Text(
        ja="半角カナと西欧の記号だけのファイルは、UTF-8ともShift_JISとも読めます。「CSV UTF-8」で保存すると、"
        "先頭に印（BOM）が付いて決まります。",
        en="A file whose only unusual characters are half-width kana or Western signs is sound in both encodings. "
        '"CSV UTF-8" puts a byte order mark in front, which settles it.',
    ),
    "csv.header-missing": Text(
        ja="1行目には列の名前（member-id、member-name、ruleset など）が必要です。"
        "`diagnosis sheet --format csv` で正しい見出しの入った表を作れます。",
        en="The first row names the columns (member-id, member-name, ruleset, …). `diagnosis sheet --format csv` "
        "writes a table with the right ones.",
    ),
    "csv.member-scattered": Text(
        ja="一人の会員の行は続けて書きます。離れた所にもあると、書き足しなのか書き直しなのか分かりません。",
        en="The rows of one member stand together. Where more of them follow later, nobody can tell whether they add "
        "to the first or replace them.",
    ),
    "csv.member-twice": Text(
        ja="同じ会員番号の行が二つ以上あると、どれが正しい回答か決められません。",
        en="With two rows under one member number, nobody can tell which holds the answers that are meant.",
    ),
    "csv.question-missing": Text(
        ja="縦長の表では、どの行にも question（質問の名前）が必要です。",
        en="In the long form each row names its question.",
    ),
    "csv.rows-disagree": Text(
        ja="一人の会員の行は、名称・採点規則・回答日がどれも同じでなければなりません。空欄はかまいません。",
        en="All rows of a member agree on its name, ruleset and day of answering. They may be left empty.",
    ),
    "csv.too-many-answers": Text(
        ja="一人の会員の行が、どの質問票の質問数よりもはるかに多くあります。",
        en="There are far more rows for one member than any questionnaire has questions.",
    ),
    "csv.too-many-rows": Text(
        ja="一つのファイルに書ける行と列には限りがあります。ファイルを分けてください。",
        en="A file has only so many rows and columns. Split it.",
    ),
    "csv.unknown-column": Text(
        ja="見出しのない列や、決められた名前でない列に、何か書かれています。書き誤りを見逃さないため、読み飛ばしません。",
        en="Something stands in a column without a heading, or under one that is not known. It is not passed over, so "
        "that a typing error is not overlooked.",
    ),
}
