"""The way since last time: the scores as printed, like for like on common ground, what improved and what slipped."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from diagnosis.model.comparison import Change, Comparison, Printed
from diagnosis.model.conditions import State
from diagnosis.model.questionnaire import Questionnaire
from diagnosis.model.sheet import Value
from diagnosis.reports.charts.changes import ChangesChart, Way, WayGroup, change_text, draw_changes
from diagnosis.reports.charts.trend import MOST, Moment, TrendChart, draw_trend
from diagnosis.reports.figures import day, percent, tenths
from diagnosis.reports.view.answers import answer_text
from diagnosis.reports.view.context import Context

_MOST = 6
"""Rows of what improved and of what slipped; the rest is named by number."""
_PAIR = 2
"""Numbers in a row that are still written one by one."""
_COLUMNS = 4
"""Of the chart of causes."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """One diagnosis as its own report printed it; a dash for what there was not."""

    on: str
    ruleset: str
    overall: str
    grade: str
    tier: str
    discount: str


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """One shared question whose points changed."""

    number: str
    question: str
    before: str
    after: str
    points: str


@dataclass(frozen=True, slots=True)
class AnewRow:
    """Questions of one questionnaire that count now and did not then. numbers: `1-04〜1-09、1-12`."""

    questionnaire: str
    count: int
    numbers: str


@dataclass(frozen=True, slots=True)
class Progress:
    """The chapter. more_improved, more_slipped: the rows that are left out; no_longer: what counted only then."""

    lead: str
    short: str
    trend: str
    changes: str
    causes: str
    printed: tuple[PrintedRow, ...]
    editions_differ: bool
    improved: tuple[ChangedRow, ...]
    slipped: tuple[ChangedRow, ...]
    more_improved: str
    more_slipped: str
    anew: tuple[AnewRow, ...]
    no_longer: str


def view_progress(context: Context) -> Progress | None:
    """Gather the chapter; None where the diagnosis looks back to nothing."""
    comparison = context.diagnosis.comparison
    if comparison is None:
        return None
    return Progress(
        lead=_lead(context, comparison),
        short=_short(context, comparison),
        trend=draw_trend(trend_chart(context, comparison)),
        changes=draw_changes(changes_chart(context, comparison)) if comparison.sections else "",
        causes=draw_changes(causes_chart(context, comparison)) if comparison.causes else "",
        printed=tuple(_printed(context, one) for one in comparison.printed),
        editions_differ=len({one.ruleset for one in comparison.printed}) > 1,
        improved=_rows(context, comparison.improved),
        slipped=_rows(context, comparison.slipped),
        more_improved=_more(context, comparison.improved),
        more_slipped=_more(context, comparison.slipped),
        anew=tuple(_anew(context, comparison.asked_anew)),
        no_longer=_counted(context, "progress.no_longer", comparison.no_longer),
    )


def _lead(context: Context, comparison: Comparison) -> str:
    before, after = comparison.overall.before, comparison.overall.after
    if before is None or after is None:
        return context.say("progress.lead_none")
    direction = "up" if tenths(after) > tenths(before) else "down" if tenths(after) < tenths(before) else "same"
    return context.say(
        f"progress.lead_{direction}",
        day=day(comparison.printed[-2].on, context.language),
        common=comparison.common,
        share=percent(comparison.share),
        before=percent(before),
        after=percent(after),
        change=change_text(before, after),
        improved=len(comparison.improved),
        slipped=len(comparison.slipped),
    )


def _short(context: Context, comparison: Comparison) -> str:
    """One line for the summary."""
    before, after = comparison.overall.before, comparison.overall.after
    if before is None or after is None:
        return ""
    on = day(comparison.printed[-2].on, context.language)
    return context.say("progress.short", day=on, change=change_text(before, after), common=comparison.common)


def trend_chart(context: Context, comparison: Comparison) -> TrendChart:
    """A mark a diagnosis, and the pair that may be compared."""
    empty = context.say("states.no_answers")
    moments = tuple(
        Moment(one.on, day(one.on, context.language), one.ruleset, one.overall, empty)
        for one in comparison.printed[-MOST:]
    )
    before, after = comparison.overall.before, comparison.overall.after
    pair = None if before is None or after is None else (before, after)
    rows = [f"{m.label} {m.edition} {empty if m.score is None else percent(m.score)}" for m in moments]
    alike = "" if pair is None else f"{percent(pair[0])} → {percent(pair[1])}"
    description = context.say("progress.trend_alt", rows="; ".join(rows), alike=alike)
    legends = context.say("progress.legend_printed"), context.say("progress.legend_alike")
    return TrendChart(moments, pair, *legends, description)


def changes_chart(context: Context, comparison: Comparison) -> ChangesChart:
    """A column a questionnaire that shares questions, a way a section that does."""
    groups = [group for owner in context.scored if (group := _way_group(context, comparison, owner)).ways]
    rows = [
        _told(*one)
        for group in groups
        for one in (
            (group.title, group.before, group.after),
            *((way.title, way.before, way.after) for way in group.ways),
        )
    ]
    then = day(comparison.printed[-2].on, context.language)
    legend = context.say("progress.then", day=then), context.say("progress.now")
    return ChangesChart(tuple(groups), context.say("progress.changes_alt", rows="; ".join(rows)), legend)


def causes_chart(context: Context, comparison: Comparison) -> ChangesChart:
    """A way a cause, in the ruleset's order, down one column after another."""
    ways = [
        Way(context.read(cause.title), pair.before, pair.after)
        for cause in context.ruleset.causes
        if (pair := comparison.causes.get(cause.id)) and pair.before is not None and pair.after is not None
    ]
    height = -(-len(ways) // _COLUMNS)
    groups = tuple(WayGroup(tuple(ways[height * column : height * (column + 1)])) for column in range(_COLUMNS))
    rows = [_told(way.title, way.before, way.after) for way in ways]
    return ChangesChart(groups, context.say("progress.causes_alt", rows="; ".join(rows)))


def _told(title: str, before: int | None, after: int | None) -> str:
    return f"{title} —" if before is None or after is None else f"{title} {percent(before)} → {percent(after)}"


def _way_group(context: Context, comparison: Comparison, owner: Questionnaire) -> WayGroup:
    pairs = {section.id: comparison.sections.get(section.id) for section in owner.sections}
    ways = tuple(
        Way(context.read(context.section[name].title), pair.before, pair.after)
        for name, pair in pairs.items()
        if pair is not None and pair.before is not None and pair.after is not None
    )
    whole = comparison.questionnaires.get(owner.id)
    before, after = (None, None) if whole is None else (whole.before, whole.after)
    return WayGroup(ways, context.read(owner.title), before, after)


def _printed(context: Context, one: Printed) -> PrintedRow:
    return PrintedRow(
        on=day(one.on, context.language),
        ruleset=one.ruleset,
        overall="—" if one.overall is None else f"{percent(one.overall)}%",
        grade=one.grade or "—",
        tier="—" if one.tier is None else f"{one.tier}%",
        discount="—" if one.discount is None else f"{one.discount}%",
    )


def _anew(context: Context, questions: Sequence[str]) -> Iterator[AnewRow]:
    for owner in context.scored:
        own = {question.id for question in owner.questions}
        found = [question for question in questions if question in own]
        if found:
            yield AnewRow(context.read(owner.title), len(found), _numbers(context, found))


def _more(context: Context, changes: Sequence[Change]) -> str:
    return _counted(context, "progress.more", [change.question for change in changes[_MOST:]])


def _counted(context: Context, place: str, questions: Sequence[str]) -> str:
    """How many, and which; nothing for none."""
    return context.say(place, count=len(questions), numbers=_numbers(context, questions)) if questions else ""


def _numbers(context: Context, questions: Sequence[str]) -> str:
    """The questions' numbers in the report's order, three or more in a row as a range: `1-04〜1-09、1-12`."""
    wanted = set(questions)
    runs = [list(run) for asked, run in groupby(context.number, key=wanted.__contains__) if asked]
    parts = [part for run in runs for part in _by_questionnaire(context, run)]
    to = context.say("progress.to")
    return context.joined(
        piece for part in parts for piece in ([f"{part[0]}{to}{part[-1]}"] if len(part) > _PAIR else part)
    )


def _by_questionnaire(context: Context, run: Sequence[str]) -> Iterator[list[str]]:
    """Numbers of a run that goes from one questionnaire into the next, parted."""
    numbers = [context.number[question] for question in run]
    for _, part in groupby(numbers, key=lambda number: number.partition("-")[0]):
        yield list(part)


def _rows(context: Context, changes: Sequence[Change]) -> tuple[ChangedRow, ...]:
    return tuple(_row(context, change) for change in changes[:_MOST])


def _row(context: Context, change: Change) -> ChangedRow:
    question, now = context.question[change.question], context.result[change.question]

    def told(state: State, value: Value | None) -> str:
        if state is State.ANSWERED and value is not None:
            return answer_text(context, question, value)
        return str(context.words["states"][state.value])

    return ChangedRow(
        number=context.number.get(question.id, ""),
        question=context.read(question.text),
        before=told(change.state, change.value),
        after=told(now.state, now.value),
        points=f"{change.before} → {change.after}",
    )
