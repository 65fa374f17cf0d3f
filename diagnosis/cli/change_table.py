"""What changed between two versions, on the screen: by kind, each with the reason why it matters."""

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text as Styled

from diagnosis.cli.screen import render
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.model.change import Change, ChangeKind, Comparison
from diagnosis.model.change_groups import TITLES, WHY, groups_of, summarise
from diagnosis.model.publication import Publication


def form_comparison(comparison: Comparison) -> str:
    """Every change."""
    return render(_parts(comparison))


def form_publication(publication: Publication) -> str:
    """What would be published, and how many changes of each kind there are since the version before."""
    comparison = publication.comparison
    head = Styled(publication.reference, style="bold")
    if comparison is None:
        return render([head, Styled(say("  最初の版です。", "  the first version"))])
    lines = [
        Styled(f"  {TITLES[kind][LANGUAGE]}{say('：', ': ')}{_names(changes)}")
        for kind, changes in groups_of(comparison)
    ]
    since = Styled(say(f"  {comparison.before} からの違い", f"  changes since {comparison.before}"))
    return render([head, since, *lines, Styled(f"  {summarise(comparison)[LANGUAGE]}", style="dim")])


_NAMED = 6


def _names(changes: tuple[Change, ...]) -> str:
    names = list(dict.fromkeys(change.subject for change in changes))
    more = len(names) - _NAMED
    shown = say("、", ", ").join(names[:_NAMED])
    return shown + (say(f" ほか{more}件", f" and {more} more") if more > 0 else "")


def _parts(comparison: Comparison) -> Iterator[RenderableType]:
    yield Styled(f"{comparison.title[LANGUAGE]}  {comparison.before} → {comparison.after}", style="bold")
    yield Styled(summarise(comparison)[LANGUAGE])
    for kind, changes in groups_of(comparison):
        yield from _group(kind, changes)


def _group(kind: ChangeKind, changes: tuple[Change, ...]) -> Iterator[RenderableType]:
    yield Styled(f"\n{TITLES[kind][LANGUAGE]} ({len(changes)})", style="bold cyan")
    yield Padding(Styled(WHY[kind][LANGUAGE], style="dim"), (0, 0, 0, 2))
    for change in changes:
        yield Padding(_change(change), (0, 0, 0, 2))


def _change(change: Change) -> Group:
    head = Styled.assemble((change.subject, "bold"), f"  {change.what[LANGUAGE]}")
    name = change.name if change.name and change.name not in {change.before, change.after} else None
    lines = [head]
    lines += [Styled(f"    {name[LANGUAGE]}", style="dim")] if name else []
    lines += [Styled(f"  − {change.before[LANGUAGE]}", style="red")] if change.before else []
    lines += [Styled(f"  + {change.after[LANGUAGE]}", style="green")] if change.after else []
    return Group(*lines)
