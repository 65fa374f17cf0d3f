"""The summary as a workbook: counts, every diagnosed member, and everything in quarantine.

Texts are written as texts, whatever they begin with: nothing that a member typed becomes a formula or a link.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from types import TracebackType
from typing import IO, Any, Final, Self

import xlsxwriter

from diagnosis.batch.reasons import place_words
from diagnosis.batch.summary import Bad, Member, Summary
from diagnosis.batch.summary_words import Counted, Words
from diagnosis.model.text import Language, Text

_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "constant_memory": True}
_MOST_ROWS: Final = 1_048_575
_CREATED: Final = dt.datetime(2000, 1, 1)  # noqa: DTZ001 - a fixed moment, so that the same batch gives the same bytes
_LONGEST: Final = 32_767
MOST_MEMBERS: Final = 10_000
"""Diagnosed sheets in the workbook. A row takes longer than scoring a sheet; `diagnosis export` lists any number."""

Row = Sequence[str | int | float | None]


class Workbook:
    """A workbook that is filled while the batch is read off the store; the sheets with counts are written last."""

    def __init__(self, file: IO[bytes], summary: Summary, language: Language) -> None:
        self._summary = summary
        self._language = language
        self._book: Any = xlsxwriter.Workbook(file, _SAFE)
        self._book.set_properties({"created": _CREATED})
        self._bold = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._wrap = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._counts = self._add_sheet(Text(ja="まとめ", en="Summary"), (30, 60, 12, 12))
        self._members = self._add_sheet(
            Text(ja="診断した会員", en="Diagnosed"), (34, 8, 16, 30, 8, 10, 10, 10, 40, 40, 44)
        )
        self._bad = self._add_sheet(Text(ja="要対応", en="Quarantine"), (34, 8, 24, 28, 90))
        self._next = dict.fromkeys((self._counts, self._members, self._bad), 0)
        self._head(self._members, _MEMBER_HEAD)
        self._head(self._bad, _BAD_HEAD)

    def add(self, member: Member) -> None:
        """A row for a diagnosed sheet, if it is not one of very many."""
        if self._summary.diagnosed <= MOST_MEMBERS:
            self._write(self._members, _member_row(member))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            self._finish()
        self._book.close()

    def _finish(self) -> None:
        if (more := self._summary.diagnosed - MOST_MEMBERS) > 0:
            self._write(self._members, (_more(more)[self._language],))
        for each in (*self._summary.bad, *self._summary.failed):
            for row in _bad_rows(each, self._language):
                self._write(self._bad, row)
        self._write_counts()

    def _write_counts(self) -> None:
        words, language = Words(self._summary, self._language), self._language
        self._head(
            self._counts,
            (
                Text(ja="項目", en="What"),
                Text(ja="内容", en="In words"),
                Text(ja="件数", en="Count"),
                Text(ja="割合（%）", en="Share (%)"),
            ),
        )
        totals = (
            (Text(ja="回答票", en="Sheets"), self._summary.sheets),
            (Text(ja="診断した回答票", en="Diagnosed"), self._summary.diagnosed),
            (Text(ja="誤りのある回答票", en="In quarantine"), self._summary.quarantined),
            (Text(ja="今回できなかったファイル", en="Not done this time"), len(self._summary.failed)),
            (Text(ja="同じ内容のファイル", en="Files with the same bytes"), len(self._summary.twins)),
        )
        for name, count in totals:
            self._write(self._counts, (name[language], "", count, None))
        for title, found in (
            (Text(ja="割引の区分", en="Tier"), words.tiers()),
            (Text(ja="評価", en="Grade"), words.grades()),
            (Text(ja="区分に上限をかけた条件", en="Gate that capped the tier"), words.gates()),
            (Text(ja="確認事項", en="Finding"), words.findings()),
            (Text(ja="照会理由", en="Referral"), words.referrals()),
        ):
            self._write_counted(title[language], found)

    def _write_counted(self, title: str, found: Iterable[Counted]) -> None:
        for each in found:
            self._write(self._counts, (f"{title}: {each.id}", each.words, each.count, round(each.share, 1)))

    def _add_sheet(self, name: Text, widths: Sequence[int]) -> Any:  # noqa: ANN401 - XlsxWriter ships no types
        sheet = self._book.add_worksheet(name[self._language])
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        return sheet

    def _head(self, sheet: Any, titles: Sequence[Text]) -> None:  # noqa: ANN401
        for column, title in enumerate(titles):
            sheet.write_string(0, column, title[self._language], self._bold)
        self._next[sheet] = 1

    def _write(self, sheet: Any, row: Row) -> None:  # noqa: ANN401
        number = self._next[sheet]
        if number > _MOST_ROWS:
            return
        for column, value in enumerate(row):
            match value:
                case None:
                    continue
                case str():
                    sheet.write_string(number, column, value[:_LONGEST], self._wrap)
                case _:
                    sheet.write_number(number, column, value, self._wrap)
        self._next[sheet] = number + 1


def _more(count: int) -> Text:
    return Text(
        ja=f"ほか {count:,} 件は diagnoses.jsonl にあります。表にするには diagnosis export を使ってください。",
        en=f"{count:,} more are in diagnoses.jsonl. For a table of all, use diagnosis export.",
    )


_MEMBER_HEAD = (
    Text(ja="ファイル", en="File"),
    Text(ja="何人目", en="Place"),
    Text(ja="会員番号", en="Member"),
    Text(ja="名称", en="Name"),
    Text(ja="評価", en="Grade"),
    Text(ja="総合得点（%）", en="Overall (%)"),
    Text(ja="区分（%）", en="Tier (%)"),
    Text(ja="割引の目安（%）", en="Suggested discount (%)"),
    Text(ja="確認事項", en="Findings"),
    Text(ja="照会理由", en="Referrals"),
    Text(ja="報告書", en="Report"),
)
_BAD_HEAD = (
    Text(ja="ファイル", en="File"),
    Text(ja="何人目", en="Place"),
    Text(ja="場所", en="Where"),
    Text(ja="コード", en="Code"),
    Text(ja="内容とすること", en="What is wrong and what to do"),
)


def _member_row(member: Member) -> Row:
    overall = None if member.overall is None else member.overall / 100
    return (
        member.file,
        member.place or None,
        member.id,
        member.name,
        member.grade or "",
        overall,
        member.tier,
        member.discount,
        ", ".join(member.findings),
        ", ".join(member.referrals),
        member.report,
    )


def _bad_rows(bad: Bad, language: Language) -> Iterable[Row]:
    for problem in bad.problems:
        where = place_words(problem.at, language)
        yield (bad.file, bad.place or None, where, problem.code, problem.message[language])
