"""An impact as tables, the same on the screen, on a page and in a workbook."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from diagnosis.model.impact import GroupImpact, Impact, Moves, Percent
from diagnosis.model.text import Text

Cell = str | int | Text
Names = Mapping[str, Mapping[str, Text]]


@dataclass(frozen=True, slots=True)
class ImpactTable:
    """name: short, for a tab. words: how many columns at the left hold words, the others hold numbers."""

    name: Text
    title: Text
    note: Text
    columns: tuple[Text, ...]
    words: int
    rows: tuple[tuple[Cell, ...], ...]


_KINDS = {
    "trade": Text("業種", "Trade"),
    "size": Text("規模", "Size"),
    "risk_group": Text("リスク群", "Risk group"),
}
_RULES = {
    "question": Text("質問の重み・点数", "Weight or points of a question"),
    "section": Text("分野の重み", "Weight of a section"),
    "questionnaire": Text("質問票", "Questionnaire"),
    "gate": Text("上限のかかる条件", "Gate"),
    "tiers": Text("割引区分の条件", "Conditions of the tiers"),
    "grades": Text("評価の基準", "Thresholds of the grades"),
    "certification": Text("認証", "Certificate"),
    "limit": Text("上限・基準値", "Limit"),
}
_SHEETS = Text("会員数", "Members")
_BEFORE, _AFTER = Text("今", "Now"), Text("案", "Draft")


def impact_tables(impact: Impact, groups: Names, rules: Mapping[str, Text]) -> tuple[ImpactTable, ...]:
    """Every table. groups: names of the labels, by kind; rules: names of rules, by id."""
    return (
        _overview(impact),
        _moves(
            impact,
            Text("区分の移動", "Tiers"),
            Text("管理体制の割引区分（%）", "Control-quality tier (%)"),
            impact.tiers,
        ),
        _moves(impact, Text("評価の移動", "Grades"), Text("評価", "Grade"), impact.grades),
        _moves(
            impact,
            Text("割引の移動", "Discounts"),
            Text("提案する割引（%）", "Suggested discount (%)"),
            impact.discounts,
        ),
        *(_groups(kind, impact.groups.get(kind, ()), groups[kind]) for kind in _KINDS),
        _rules(impact, rules),
        _movers(impact),
        *([_left_out(impact)] if impact.left_out else []),
    )


def summarise_impact(impact: Impact) -> Text:
    """The whole in two sentences."""
    changed = impact.discounts.up + impact.discounts.down
    share = f"{100 * changed / impact.sheets:.1f}" if impact.sheets else "0.0"
    return Text(
        f"会員{impact.sheets:,}件のうち{changed:,}件（{share}%）で提案する割引が変わります：上がる{impact.discounts.up:,}件、"
        f"下がる{impact.discounts.down:,}件。管理体制の区分は、上がる{impact.tiers.up:,}件、下がる{impact.tiers.down:,}件です。",
        f"The suggested discount changes for {changed:,} of {impact.sheets:,} members ({share}%): "
        f"{impact.discounts.up:,} rise, {impact.discounts.down:,} fall. "
        f"The tier rises for {impact.tiers.up:,} and falls for {impact.tiers.down:,}.",
    )


def _overview(impact: Impact) -> ImpactTable:
    named = (
        (Text("管理体制の区分", "Tier"), impact.tiers),
        (Text("評価", "Grade"), impact.grades),
        (Text("提案する割引", "Suggested discount"), impact.discounts),
    )
    rows = tuple((name, moves.up, moves.down, impact.sheets - moves.up - moves.down) for name, moves in named)
    return ImpactTable(
        Text("概要", "Overview"),
        Text(f"{impact.before} から {impact.after} へ", f"From {impact.before} to {impact.after}"),
        Text(
            "「—」（提案なし）は、どの値よりも下とみなします。",
            "A dash (none suggested) counts as lower than any value.",
        ),
        (Text("項目", "What"), Text("上がる", "Rise"), Text("下がる", "Fall"), Text("変わらない", "Stay")),
        1,
        rows,
    )


def _moves(impact: Impact, name: Text, title: Text, moves: Moves) -> ImpactTable:
    changed = sorted(((n, pair) for pair, n in moves.counts.items() if pair[0] != pair[1]), key=lambda one: -one[0])
    return ImpactTable(
        name,
        Text(f"{title.ja}の移動", f"Moves of the {title.en[0].lower()}{title.en[1:]}"),
        Text(
            f"上がる{moves.up:,}件、下がる{moves.down:,}件、変わらない{impact.sheets - moves.up - moves.down:,}件。",
            f"{moves.up:,} rise, {moves.down:,} fall, {impact.sheets - moves.up - moves.down:,} stay.",
        ),
        (_BEFORE, _AFTER, _SHEETS),
        2,
        tuple((before, after, n) for n, (before, after) in changed),
    )


def _groups(kind: str, groups: Iterable[GroupImpact], names: Mapping[str, Text]) -> ImpactTable:
    return ImpactTable(
        _KINDS[kind],
        Text(f"{_KINDS[kind].ja}別", f"By {_KINDS[kind].en.lower()}"),
        Text(
            "平均の変化は、総合評点の変化の平均（ポイント）です。",
            "The mean change is that of the overall score, in points.",
        ),
        (
            _KINDS[kind],
            _SHEETS,
            Text("区分↑", "Tier up"),
            Text("区分↓", "Tier down"),
            Text("割引↑", "Discount up"),
            Text("割引↓", "Discount down"),
            Text("平均の変化", "Mean change"),
        ),
        1,
        tuple(_group_row(group, names) for group in groups),
    )


def _group_row(group: GroupImpact, names: Mapping[str, Text]) -> tuple[Cell, ...]:
    mean = f"{group.change / group.compared / 100:+.2f}" if group.compared else "—"
    moves = (group.tier_up, group.tier_down, group.discount_up, group.discount_down)
    return (names.get(group.label, group.label), group.sheets, *moves, mean)


def _rules(impact: Impact, names: Mapping[str, Text]) -> ImpactTable:
    return ImpactTable(
        Text("動かす規則", "Rules"),
        Text("どの規則が動かすか", "Which rule moves them"),
        Text(
            f"今の規則に、その変更だけを加えて{impact.tried:,}件を採点し直した結果です。変更は互いに影響し合うため、合計は全体と一致しません。",
            f"Each change alone, added to the rules of now, on {impact.tried:,} members. Changes act on each other, so "
            "the parts do not add up to the whole.",
        )
        if impact.tried
        else Text(
            "変更がないか、多すぎるため、一つずつは試していません。",
            "There are no changes, or too many to try one by one.",
        ),
        (
            Text("種類", "Kind"),
            Text("規則", "Rule"),
            Text("識別子", "Id"),
            Text("割引が変わる", "Discounts"),
            Text("区分が変わる", "Tiers"),
            Text("評価が変わる", "Grades"),
            Text("総合評点が変わる", "Overall scores"),
        ),
        3,
        tuple(
            (_RULES[one.kind], names.get(one.rule, "—"), one.rule, one.discounts, one.tiers, one.grades, one.overall)
            for one in impact.rules
        ),
    )


def _movers(impact: Impact) -> ImpactTable:
    return ImpactTable(
        Text("動きの大きい会員", "Movers"),
        Text("総合評点が最も動く会員", "Members whose overall score moves most"),
        Text("総合評点は%、区分は管理体制の割引（%）です。", "Overall score in %, tier in %."),
        (
            Text("会員", "Member"),
            Text("評点（今）", "Score now"),
            Text("評点（案）", "Score, draft"),
            Text("変化", "Change"),
            Text("区分（今）", "Tier now"),
            Text("区分（案）", "Tier, draft"),
        ),
        1,
        tuple(
            (
                mover.member,
                f"{mover.overall_before / 100:.1f}",
                f"{mover.overall_after / 100:.1f}",
                f"{(mover.overall_after - mover.overall_before) / 100:+.1f}",
                _tier(mover.tier_before),
                _tier(mover.tier_after),
            )
            for mover in impact.movers
        ),
    )


def _tier(percent: Percent) -> str:
    return "—" if percent is None else str(percent)


def _left_out(impact: Impact) -> ImpactTable:
    return ImpactTable(
        Text("除いた回答票", "Left out"),
        Text("採点できず、数えなかった回答票", "Sheets that could not be scored and are not counted"),
        Text(
            "今の版へ引き継げない版の回答票と、今は誤りのある回答票（faulty）です。",
            "Sheets of editions from which no way leads here, and sheets that have faults by now (faulty).",
        ),
        (Text("回答票の版", "Edition"), _SHEETS),
        1,
        tuple(impact.left_out.items()),
    )
