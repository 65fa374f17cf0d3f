"""Checking again and again while an author writes, with the demo sheets as a gauge: whose scores move."""

import contextlib
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from watchfiles import watch

from diagnosis.cli.inout import emit, note
from diagnosis.cli.numbers import NONE, percent
from diagnosis.cli.options import JAPAN, day_of
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.editions import move_sheet, open_sheet
from diagnosis.model.problems import ProblemsError
from diagnosis.model.scorecard import Scorecard
from diagnosis.pipeline import forget, list_rulesets, score_sheet
from diagnosis.settings import Settings, read_settings
from diagnosis.sheets import SheetFormat

_FOLDERS = ("questionnaires", "scoring")
_ENDINGS = frozenset({".yaml", ".yml", ".json"})

_PATIENCE = 500
"""Milliseconds after which the watcher says that nothing changed."""

Gauge = dict[str, Scorecard]
"""Scores of the demo sheets, by the member's name."""


def watch_definitions(paths: list[str], check: Callable[[], int]) -> int:
    """Check now and after every change until interrupted; the exit code is that of the last check."""
    settings = read_settings()
    changes = _changes(_places(paths, settings))
    next(changes)  # what changes during the first check is not missed
    code, gauge = check(), _measure(settings)
    note(_tell_start(settings))
    _tell_scores({}, gauge)
    with contextlib.suppress(KeyboardInterrupt):
        for names in filter(None, changes):
            note(f"\n{datetime.now(JAPAN):%H:%M:%S}  {', '.join(names)}")
            code = check()
            measured = _measure(settings)
            _tell_scores(gauge, measured)
            gauge = measured or gauge  # what moves is told against the last scores that there were
    return code


def _changes(places: list[Path]) -> Iterator[list[str]]:
    """The names of files that changed; now and then none, the first time as soon as all is being watched."""
    for changes in watch(*places, raise_interrupt=True, yield_on_timeout=True, rust_timeout=_PATIENCE):
        yield sorted({Path(path).name for _, path in changes if _is_ours(path)})


def _is_ours(path: str) -> bool:
    """Not the files that editors keep beside the one that is written."""
    place = Path(path)
    return place.suffix.lower() in _ENDINGS and not place.name.startswith((".", "#", "~"))


def _places(paths: list[str], settings: Settings) -> list[Path]:
    """What is checked, and the definitions that it is checked with."""
    in_use = [settings.questionnaires, settings.scoring]
    given = [Path(path) for path in paths]
    inside = [place / name for place in given if place.is_dir() for name in _FOLDERS if (place / name).is_dir()]
    return [place for place in dict.fromkeys((*in_use, *given, *inside)) if place.exists()]


def _latest(settings: Settings) -> str:
    return list_rulesets(settings)[-1]


def _measure(settings: Settings) -> Gauge:
    """The demo sheets on the latest ruleset, a draft too; none where there are faults."""
    gauge: Gauge = {}
    forget()
    for path in sorted((settings.demo / "sheets").glob("*.yaml")):
        try:
            name, card = _score(path, settings)
        except ProblemsError:
            return {}
        gauge[name] = card
    return gauge


def _score(path: Path, settings: Settings) -> tuple[str, Scorecard]:
    """A sheet that names an earlier version is carried over first, for this gauge only."""
    sheet = open_sheet(path.read_bytes(), str(path), settings)
    latest = _latest(settings)
    if sheet.ruleset != latest:
        sheet = move_sheet(sheet, latest, LANGUAGE, settings, SheetFormat.JSON).sheet
    return sheet.member.name, score_sheet(sheet, settings, day_of(None)).scorecard


def _tell_start(settings: Settings) -> str:
    return say(
        f"変更を待っています。見本の回答票は {_latest(settings)} で採点します。Ctrl-C で終わります。",
        f"Waiting for changes. The demo sheets are scored by {_latest(settings)}. Ctrl-C ends this.",
    )


def _tell_scores(before: Gauge, after: Gauge) -> None:
    from diagnosis.cli.screen import new_table, render  # noqa: PLC0415 - loads rich

    if not after:
        note(
            say(
                "誤りがあるため、見本の得点は計算していません。",
                "The demo sheets are not scored while there are faults.",
            )
        )
        return
    if before and all(_figures(before.get(name)) == _figures(card) for name, card in after.items()):
        note(say("見本の得点は動いていません。", "No score of the demo sheets moved."))
        return
    columns = (say("評価", "Grade"), say("総合得点", "Overall"), say("区分", "Tier"))
    title = f"{say('見本の得点', 'Demo sheets')} ({_latest(read_settings())})"
    table = new_table(title, say("会員", "Member"), right=columns)
    for name, card in after.items():
        was = _figures(before.get(name)) or _figures(card)
        table.add_row(
            name, *(now if now == old else f"{old} → {now}" for old, now in zip(was, _figures(card), strict=True))
        )
    emit(render([table]))


def _figures(card: Scorecard | None) -> tuple[str, ...]:
    if card is None:
        return ()
    tier = card.tier.suggested
    return card.grade or NONE, percent(card.overall.point), f"{tier} %" if tier is not None else NONE
