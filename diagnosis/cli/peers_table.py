"""Figures of peers on the screen."""

from collections.abc import Iterator, Mapping

from rich.console import RenderableType
from rich.text import Text as Styled

from diagnosis.cli.screen import new_table, render
from diagnosis.cli.words import say
from diagnosis.groups import names_of_groups
from diagnosis.model.peers import PeerKind, PeerSnapshot
from diagnosis.model.ruleset import Definitions
from diagnosis.model.text import Language, Text

_KINDS = {
    PeerKind.ALL: Text("全体", "All"),
    PeerKind.TRADE: Text("業種", "Trade"),
    PeerKind.SIZE: Text("規模", "Size"),
    PeerKind.RISK_GROUP: Text("リスク群", "Risk group"),
}


def form_peers(snapshot: PeerSnapshot, definitions: Definitions, language: Language) -> str:
    """Every group that may be shown, and the names of those that may not."""
    return render(_parts(snapshot, names_of_groups(definitions), language))


def _parts(
    snapshot: PeerSnapshot, names: Mapping[str, Mapping[str, Text]], language: Language
) -> Iterator[RenderableType]:
    yield Styled(f"{snapshot.ruleset}  {snapshot.since} – {snapshot.until}  n = {snapshot.members:,}", style="bold")

    def named(kind: str, label: str) -> str:
        return names[kind][label][language] if kind in names else _KINDS[PeerKind.ALL][language]

    table = new_table(
        say("総合評点の分布", "Distribution of the overall score"),
        say("区分", "Kind"),
        say("グループ", "Group"),
        right=("n", "25%", say("中央値", "Median"), "75%", say("平均", "Mean"), say("標準偏差", "Std. dev.")),
    )
    for one in snapshot.groups:
        figures = (one.members, one.lower, one.median, one.upper, one.mean, one.deviation)
        table.add_row(_KINDS[one.kind][language], named(one.kind, one.label), *map(str, figures))
    yield table
    for kind, labels in snapshot.withheld.items():
        listed = say("、", ", ").join(named(kind, label) for label in labels)
        yield Styled(
            say(
                f"表示しないグループ（{_KINDS[PeerKind(kind)].ja}）：{listed}",
                f"Withheld ({_KINDS[PeerKind(kind)].en}): {listed}",
            )
        )
    yield Styled(
        say(
            "10件に満たないグループと、一部の会員の評点が分かってしまうグループは表示しません。",
            "Groups of fewer than 10, and those that would give single members away, are withheld.",
        ),
        style="dim",
    )
