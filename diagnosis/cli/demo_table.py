"""The summary of a demonstration: one line a member."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from rich.table import Table

from diagnosis.cli.numbers import NONE, percent, percents
from diagnosis.cli.screen import new_table, render
from diagnosis.cli.words import say
from diagnosis.model.diagnosis import Diagnosis
from diagnosis.model.scorecard import GateState

if TYPE_CHECKING:
    from diagnosis.cli.demo_command import Issued


def form_summary(issued: Sequence["Issued"], made_up: Mapping[str, int]) -> str:
    """A table of what was diagnosed, in the order of issue. made_up: how many made-up members get which tier."""
    numbers = (
        say("評価", "Grade"),
        say("総合得点", "Overall"),
        say("区分", "Tier"),
        say("認証", "Certificates"),
        say("割引の目安", "Discount"),
        say("上限条件", "Gates"),
        say("未回答", "Blank"),
        say("ページ", "Pages"),
    )
    table = new_table(say("診断結果の一覧", "Diagnoses"), say("会員", "Member"), right=numbers)
    for one in issued:
        table.add_row(one.diagnosis.sheet.member.name, *_numbers(one.diagnosis), str(one.pages))
    return render([table, _made_up(made_up)])


def _made_up(tiers: Mapping[str, int]) -> Table:
    whole = sum(tiers.values())
    names = sorted(tiers, key=lambda tier: -1 if tier == NONE else int(tier))
    title = say(f"合成した会員{whole:,}件の区分（見本）", f"Tiers of {whole:,} made-up members")
    table = new_table(title, right=[name if name == NONE else f"{name} %" for name in names])
    table.add_row(*(f"{100 * tiers[name] / whole:.1f} %" for name in names))
    return table


def _numbers(diagnosis: Diagnosis) -> tuple[str, ...]:
    card = diagnosis.scorecard
    tier = card.tier.suggested
    discount = card.discount.suggested
    return (
        card.grade or NONE,
        percent(card.overall.point),
        f"{tier} %" if tier is not None else f"{NONE} ({percents(card.tier.lower, card.tier.upper)})",
        f"{card.discount.certification} %",
        f"{discount} %" if discount is not None else f"{NONE} ({percents(card.discount.lower, card.discount.upper)})",
        str(sum(gate.state is GateState.CLOSED for gate in card.gates)),
        str(len(card.blank)),
    )
