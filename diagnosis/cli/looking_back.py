"""`--earlier` and `--store` of a report: what there is of former times, by member."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

from diagnosis.cli.inout import name_of, note, read_source
from diagnosis.cli.problem_forms import ProblemForm, form_problems
from diagnosis.cli.store_option import open_store
from diagnosis.cli.words import say
from diagnosis.model.diagnosis import Diagnosis, Earlier
from diagnosis.model.problems import ProblemsError
from diagnosis.progress import open_earlier, reopen_earlier
from diagnosis.settings import read_settings

if TYPE_CHECKING:
    from diagnosis.store import Store

EarlierFiles = Annotated[
    list[str] | None,
    typer.Option(
        "--earlier",
        metavar=say("前回", "EARLIER"),
        help=say(
            "前回の回答票か報告書（PDF）、またはそれらのフォルダー。会員番号の同じものと比べる章が加わる。何度でも書けます。",
            "Sheets or reports (PDF) of former times, or folders of them: adds a chapter that compares with those "
            "of the same member. May be repeated.",
        ),
        show_default=False,
    ),
]

EarlierStore = Annotated[
    str | None,
    typer.Option(
        "--store",
        metavar=say("場所", "PLACE"),
        help=say(
            "保管庫（batch の出力フォルダー、SQLiteのファイル、URL）。そこにある、前の日までの診断と比べる章が加わる。",
            "A store (an outbox of batch, an SQLite file, a URL): adds the chapter that compares with the member's "
            "diagnoses of earlier days in it.",
        ),
        show_default=False,
    ),
]


@dataclass(frozen=True, slots=True)
class Past:
    """What was found in files, by the member's number, and the store to look into, if any."""

    by_member: dict[str, list[Earlier]]
    store: "Store | None"

    def of(self, diagnosis: Diagnosis) -> Sequence[Earlier]:
        """What is to be compared with. A sheet that comes as a file and as a diagnosis stands once, on its later day.

        Raises ProblemsError.
        """
        sheet, on = diagnosis.sheet, diagnosis.scorecard.diagnosed_on
        found = [*self.by_member.get(sheet.member.id, [])]
        if self.store is not None:
            kept = self.store.earlier(sheet.member.id, on, sheet.digest)
            found += reopen_earlier(kept, say("保管庫", "store"), read_settings())
        return list({one.sheet.digest: one for one in sorted(found, key=lambda one: one.on)}.values())


@contextmanager
def open_past(by_member: dict[str, list[Earlier]], store: str | None) -> Iterator[Past]:
    """The past as long as it is needed; raises StopError where the store fails."""
    if store is None:
        yield Past(by_member, None)
        return
    with open_store(store) as opened:
        yield Past(by_member, opened)


def open_all(paths: Iterable[str]) -> tuple[dict[str, list[Earlier]], bool]:
    """What there is of former times, by the member's number, and whether all of it could be read; what not is told."""
    found: dict[str, list[Earlier]] = {}
    all_read = True
    for path in paths:
        try:
            one = open_earlier(read_source(path), name_of(path), read_settings())
        except ProblemsError as error:
            note(form_problems(error.problems, ProblemForm.PLAIN))
            all_read = False
        else:
            found.setdefault(one.sheet.member.id, []).append(one)
    return found, all_read
