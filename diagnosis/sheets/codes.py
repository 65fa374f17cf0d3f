"""What each fault of an answer sheet means, at more length than the fault itself says."""

from diagnosis.model.text import Text
from diagnosis.sheets.csv_format.codes import EXPLANATIONS as OF_CSV
from diagnosis.sheets.pdf_form.codes import EXPLANATIONS as OF_PDF_FORMS
from diagnosis.sheets.xlsx.codes import EXPLANATIONS as OF_XLSX

_EXPLANATIONS = {
    **OF_CSV,
    **OF_PDF_FORMS,
    **OF_XLSX,
    "file.format": Text(
        ja="この場所では、文字で書かれた回答票（YAML・JSON・CSV）だけを読みます。",
        en="Only sheets that are plain text (YAML, JSON, CSV) are read in this place.",
    ),
    "file.one-sheet": Text(
        ja="一人分の回答票を受け取る操作に、会員が一人もいない表か、何人もいる表が渡されました。",
        en="Something that takes the sheet of one member was given a table without any, or with several.",
    ),
    "file.too-long-to-read": Text(
        ja="ふつうの回答票は0.1秒ほどで読めます。時間の上限を超えるファイルは、壊れているか、害を加えるために作られた"
        "ものです。開かずに、送り主に確かめてください。",
        en="An ordinary sheet is read in a tenth of a second. One that exceeds the limit is damaged, or was made to do "
        "harm. Do not open it; ask whoever sent it.",
    ),
    "file.too-much-memory": Text(
        ja="小さなファイルでも、広げると巨大になるように作れます。上限を超えたため、読み取りをやめました。開かずに、"
        "送り主に確かめてください。",
        en="A small file can be made to unfold into a huge one. It went beyond the limit and was given up. Do not open "
        "it; ask whoever sent it.",
    ),
    "file.unreadable-content": Text(
        ja="読み取る部品が、このファイルを読む途中で止まりました。ほかの回答票には影響しません。",
        en="The part that reads such files stopped over this one. Other sheets are not affected.",
    ),
    "sheet.answered-later": Text(
        ja="診断日は、回答日と同じか、それより後でなければなりません。診断日は、指定がなければ今日（日本時間）です。",
        en="A diagnosis is made on the day of answering or later. Unless given, its day is today in Japan.",
    ),
    "sheet.evidence": Text(
        ja="evidence（証拠の程度）は none（証拠なし）、stated（回答のみ）、document（書類あり）、"
        "verified（第三者が確認）の"
        "どれかです。書かなければ stated とみなします。",
        en="evidence is one of none, stated (the respondent's word), document and verified (by a third party). "
        "Left out, it is stated.",
    ),
    "sheet.date": Text(
        ja="日付の書き方が読み取れません。西暦（2026-11-23、2026/11/23、2026年11月23日）か和暦（令和8年11月23日、"
        "R8.11.23）で、"
        "年月日をすべて書いてください。西暦は4桁です。",
        en="The date is in no form that can be read. Give year, month and day: 2026-11-23, 2026/11/23, "
        "令和8年11月23日 or "
        "R8.11.23. Years of the Common Era have four digits.",
    ),
    "sheet.exclusive": Text(
        ja="「どれもない」のように単独でしか選べない値が、ほかの値と一緒に選ばれています。"
        "実際に合うほうだけを残してください。",
        en="A value that stands alone, such as 'none of these', was chosen together with others. Keep what is true.",
    ),
    "sheet.member-missing": Text(
        ja="誰の回答かが分からない回答票は診断できません。会員番号と名称の両方を記入してください。YAMLとJSONでは "
        "member に id（番号）と name（名称）を書きます。",
        en="A sheet must say whose it is: fill in both the member's number and its name. In YAML and JSON they are "
        "member's id and name.",
    ),
    "sheet.not-answerable-then": Text(
        ja="質問票の版には使える期間があります。answered_on（回答日）がその外にあります。",
        en="Each version of a questionnaire is open for a stated period; answered_on lies outside it.",
    ),
    "sheet.not-applicable": Text(
        ja="「対象外」と答えられるのは、質問票が認めた質問だけです。認められていない質問は、"
        "どの会社にも関係するものです。",
        en="Only some questions may be answered not-applicable. The others concern every company.",
    ),
    "sheet.not-asked": Text(
        ja="この質問は、ほかの質問の答えをそのまま使うので尋ねません。答えは元の質問にだけ書きます。",
        en="The question takes its answer from another one and is not asked. Answer that other one only.",
    ),
    "sheet.no-such-date": Text(
        ja="暦にない日付です（2月30日、令和0年、元号が始まる前の日など）。元の書類と照らし合わせてください。",
        en="No calendar has this day (30 February, year 0 of an era, a day before the era began). "
        "Compare it with the original.",
    ),
    "sheet.number": Text(
        ja="整数が必要です。75000、75,000、７５０００、75,000人 は読めます。小数、「約300」、「7万」は読めません。",
        en="A whole number is needed. 75000, 75,000, ７５０００ and 75,000人 are read; decimals, 'about 300' and 7万 "
        "are not.",
    ),
    "sheet.number-range": Text(
        ja="数が、質問票の定める下限と上限の間にありません。桁と単位（人、日、円など）を確かめてください。",
        en="The number is not between the least and the most that the questionnaire allows. Check its digits and unit.",
    ),
    "sheet.question-unknown": Text(
        ja="回答票にある質問の名前が、この採点規則の質問票にありません。書き誤りか、別の版の回答票です。"
        "`diagnosis new` で正しい回答票を作れます。",
        en="The sheet answers a question that no questionnaire of its ruleset has: a typing error, or a sheet of "
        "another "
        "version. `diagnosis new` writes a correct one.",
    ),
    "sheet.questionnaire-unknown": Text(
        ja="questionnaires に、採点規則が使わない質問票が書かれています。この欄は省略できます。",
        en="questionnaires names one that the ruleset does not use. The field may be left out.",
    ),
    "sheet.questionnaire-version": Text(
        ja="回答票と採点規則とで、質問票の版が違います。版が違えば質問も違うので、採点できません。",
        en="The sheet and the ruleset disagree on a questionnaire's version. Versions differ in their questions, so "
        "such a "
        "sheet cannot be scored.",
    ),
    "sheet.reason-missing": Text(
        ja="「対象外」とする質問は採点から外れるため、理由を必ず書きます。",
        en="What is not applicable is left out of the score, so a reason must be given.",
    ),
    "sheet.ruleset-missing": Text(
        ja="どの採点規則で診断するかを、ruleset に「名前@版」の形で書きます。",
        en="ruleset says by which rules to score, as ID@VERSION.",
    ),
    "sheet.ruleset-unknown": Text(
        ja='指定された採点規則、またはその版がありません。版は "2026.1" のような文字列です。',
        en='There is no such ruleset, or no such version of it. A version is a text such as "2026.1".',
    ),
    "sheet.shape": Text(
        ja="書かれたものの形（一つの値、値の並び、キーと値の組）が、その場所に合いません。docs/formats.md "
        "に例があります。",
        en="One value, a list or pairs of key and value: the wrong one stands here. docs/formats.md has examples.",
    ),
    "sheet.state": Text(
        ja="state に書けるのは unknown（分からない）と not-applicable（対象外）です。値と一緒には書けません。",
        en="state is unknown or not-applicable, and does not stand beside a value.",
    ),
    "sheet.text-characters": Text(
        ja="文章に、目に見えず印刷もできない文字が含まれています。ほかの文書から貼り付けたときに入ることがあります。",
        en="The text holds characters that cannot be seen or printed; they often come in by pasting.",
    ),
    "sheet.text-length": Text(
        ja="文章が、報告書に印刷できる長さを超えています。",
        en="The text is longer than a report can print.",
    ),
    "sheet.tick": Text(
        ja="○・レ・✓は選んだ、×と空欄は選んでいない、と読みます。△のようにどちらとも取れる印は読みません。",
        en="○, レ and ✓ mean chosen, × and an empty cell not chosen. Unclear marks, like △, are not read.",
    ),
    "sheet.too-many-faults": Text(
        ja="誤りがあまりに多いため、確認を途中でやめました。多くは、別の版や別の種類のファイルです。",
        en="Checking was given up after very many faults. Most often it is a file of another version or kind.",
    ),
    "sheet.two-answers": Text(
        ja="同じ質問に答えが二つあると、どちらが正しいか決められません。一つにしてください。",
        en="With two answers to one question, nobody can tell which is meant. Keep one.",
    ),
    "sheet.unknown-key": Text(
        ja="決められた名前のほかのキーは使えません。書き誤りを見逃さないためです。",
        en="Keys other than the agreed ones are refused, so that a typing error is not overlooked.",
    ),
    "sheet.value-unknown": Text(
        ja="選択肢にない値です。値そのもの（yes など）か、選択肢の表示（はい、Yes など）を書いてください。"
        "分からないときは unknown です。",
        en="The value is not among the choices. Write a value (yes) or its label (はい, Yes); unknown if you do not "
        "know.",
    ),
}


def explain_code(code: str) -> Text | None:
    """What the fault means and how to mend it; None for a code that is no sheet's."""
    return _EXPLANATIONS.get(code)


def all_codes() -> tuple[str, ...]:
    """Every code that a sheet can be found wrong with."""
    return tuple(_EXPLANATIONS)
