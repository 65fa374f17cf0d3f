"""`diagnosis report`: PDFs from answer sheets."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from diagnosis.cli.exits import Exit, StopError
from diagnosis.cli.inout import emit, emit_bytes, expand, name_of, read_source, write_file
from diagnosis.cli.looking_back import EarlierFiles, EarlierStore, open_all, open_past
from diagnosis.cli.options import Day, Peers, Sheets, day_of
from diagnosis.cli.score_command import for_each_sheet
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.diagnosis import Diagnosis, Edition
from diagnosis.model.explanation import Report
from diagnosis.model.problems import Problem, ProblemsError, Span
from diagnosis.peers import open_snapshot, place_among
from diagnosis.pipeline import Scored, explain
from diagnosis.pipeline import report as make_report
from diagnosis.progress import look_back
from diagnosis.settings import read_settings

_PDF = ".pdf"
STDOUT = "-"

Output = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar=say("フォルダー|ファイル", "DIR|FILE"),
        help=say(
            "出力先。.pdf で終わればファイル、そうでなければフォルダー。「-」は標準出力。",
            "A file if it ends in .pdf, else a folder; - writes to standard output.",
        ),
    ),
]


def report(  # noqa: PLR0913, PLR0917 - options
    sheets: Sheets,
    output: Output = "out",
    edition: Annotated[
        Edition,
        typer.Option(
            help=say(
                "member 会員向け、staff 担当者向け（確認事項・照会理由を含む）。", "For the member, or for the staff."
            )
        ),
    ] = Edition.MEMBER,
    day: Day = None,
    earlier: EarlierFiles = None,
    store: EarlierStore = None,
    peers: Peers = None,
) -> int:
    """Make a report of each sheet."""
    paths = list(expand(sheets))
    if len(paths) > 1 and _is_one_file(output):
        raise typer.BadParameter(
            say(
                f"回答票が{len(paths)}件あります。フォルダーを指定してください。",
                f"There are {len(paths)} sheets. Give a folder.",
            ),
            param_hint="--output",
        )
    shelf = Shelf(output)
    before, all_read = open_all(expand(earlier or []))
    snapshot = open_snapshot(read_source(peers), peers) if peers else None

    with open_past(before, store) as past:

        def issue(sheet: str, scored: Scored) -> None:
            diagnosis = explain(scored, read_settings())
            whole = look_back(diagnosis, past.of(diagnosis), read_settings())
            _, place = shelf.put(sheet, place_among(whole, snapshot) if snapshot else whole, edition)
            if place != STDOUT:
                emit(place)

        worst = for_each_sheet(paths, day_of(day), issue)
    return worst if all_read else max(worst, Exit.FAULTS)


class Shelf:
    """Where reports of one run are put: every sheet under a name of its own."""

    def __init__(self, output: str) -> None:
        self.output = output
        self.taken: dict[Path, str] = {}

    def put(self, sheet: str, diagnosis: Diagnosis, edition: Edition) -> tuple[Report, str]:
        """Make one report and write it; the report, and where it is."""
        finished = _make(sheet, diagnosis, edition)
        if self.output == STDOUT:
            emit_bytes(finished.pdf)
            return finished, STDOUT
        path = self._place(finished.name, sheet)
        write_file(path, finished.pdf)
        return finished, str(path)

    def _place(self, name: str, sheet: str) -> Path:
        """The path for a report; two sheets of the same member never overwrite each other."""
        if self.output.lower().endswith(_PDF):
            return self._only_place(Path(self.output), sheet)
        path, number = Path(self.output) / f"{name}{_PDF}", 1
        while path in self.taken:
            number += 1
            path = Path(self.output) / f"{name}-{number}{_PDF}"
        self.taken[path] = sheet
        return path

    def _only_place(self, path: Path, sheet: str) -> Path:
        """The one file that was asked for; a second report never overwrites the first."""
        if path in self.taken:
            raise StopError(
                Exit.USAGE,
                say(
                    f"{name_of(sheet)} には会員が何人もいます。--output にはフォルダーを指定してください"
                    f"（{path} には一人目の報告書があります）。",
                    f"{name_of(sheet)} holds several members. Let --output name a folder "
                    f"({path} has the first member's report).",
                ),
            )
        self.taken[path] = sheet
        return path


def _move(problem: Problem, at: Span) -> Problem:
    return replace(problem, at=at)


def _is_one_file(output: str) -> bool:
    return output == STDOUT or output.lower().endswith(_PDF)


def _make(sheet: str, diagnosis: Diagnosis, edition: Edition) -> Report:
    """The report; raises StopError where a library or a font of the system is missing."""
    try:
        return make_report(diagnosis, LANGUAGE, edition, read_settings())
    except ProblemsError as error:  # a report names a field of the sheet, not whose sheet it is
        at = [Span(f"{name_of(sheet)}#{problem.at.file}", 0, 0) for problem in error.problems]
        raise ProblemsError(tuple(map(_move, error.problems, at))) from error
    except (ImportError, OSError) as error:
        raise StopError(
            Exit.ENVIRONMENT,
            say(
                f"報告書を作るためのものが足りません（{error}）。diagnosis doctor で、"
                "足りないものと入れ方が分かります。",
                f"Something that reports need is missing ({error}). diagnosis doctor tells what, and how to install "
                "it.",
            ),
        ) from error
