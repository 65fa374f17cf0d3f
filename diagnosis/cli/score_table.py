"""A scorecard as tables for a terminal."""

from collections.abc import Iterator

from rich.console import RenderableType
from rich.text import Text as Styled

from diagnosis.cli.numbers import NONE, bounds, percent, percents
from diagnosis.cli.score_words import CERTIFICATES, GATES, NO_TIER
from diagnosis.cli.screen import list_questions, new_grid, new_table, questions_of, render
from diagnosis.cli.words import say
from diagnosis.model.scorecard import CertificateStanding, GateState
from diagnosis.model.text import Language
from diagnosis.pipeline import Scored

_MOST_LISTED = 12


def form_scores(scored: Scored, language: Language) -> str:
    """What a clerk asks first: grade, score, the discount and its sum, sections, gates, and what is missing."""
    return render(_Screen(scored, language).parts())


class _Screen:
    """One scored sheet in one language."""

    def __init__(self, scored: Scored, language: Language) -> None:
        self.scored = scored
        self.card = scored.scorecard
        self.rules = scored.definitions.ruleset
        self.language = language

    def parts(self) -> Iterator[RenderableType]:
        yield from self._head()
        yield from self._referrals()
        yield self._summary()
        yield self._sections()
        yield from self._gates()
        yield from self._list(say("未回答", "Not answered"), self.card.blank)
        yield from self._list(say("「分からない」という回答", "Answered 'unknown'"), self.card.unknown)

    def _head(self) -> Iterator[RenderableType]:
        member = self.scored.sheet.member
        day, sheet = self.card.diagnosed_on, self.card.sheet_digest[:12]
        yield Styled(f"{member.name} ({member.id})", style="bold")
        yield Styled(
            say(
                f"採点規則 {self.card.ruleset}  診断日 {day}  回答票 {sheet}",
                f"ruleset {self.card.ruleset}  diagnosed on {day}  sheet {sheet}",
            ),
            style="dim",
        )

    def _referrals(self) -> Iterator[RenderableType]:
        messages = {referral.id: referral.message[self.language] for referral in self.rules.referrals}
        for referral in self.card.referrals:
            yield Styled(say("引受担当者へ照会：", "Refer to an underwriter: ") + messages[referral], style="bold red")

    def _summary(self) -> RenderableType:
        card = self.card
        grid = new_grid()
        grid.add_row("", "")
        grid.add_row(say("評価", "Grade"), self._grade())
        grid.add_row(say("総合得点", "Overall score"), _with(percent(card.overall.point), bounds(card.overall)))
        grid.add_row(say("確からしさ", "Confidence"), _with(percent(card.confidence.point), bounds(card.confidence)))
        grid.add_row(say("回答の充足", "Completeness"), percent(card.completeness))
        grid.add_row(say("管理状況の区分", "Control tier"), self._tier())
        grid.add_row(say("認証による割引", "Certificates"), self._certificates())
        grid.add_row(say("割引の目安", "Suggested discount"), self._discount())
        grid.add_row(say("団体割引", "Group discount"), self._group())
        if self.rules.risk_groups:
            grid.add_row(say("リスク区分", "Risk group"), self._risk_group())
        return grid

    def _grade(self) -> str:
        meanings = {grade.id: grade.meaning[self.language] for grade in self.rules.grades}
        return f"{self.card.grade}  {meanings[self.card.grade]}" if self.card.grade else NONE

    def _tier(self) -> str:
        tier = self.card.tier
        if tier.suggested is not None:
            return _with(f"{tier.suggested} %", _unless_one(tier.lower, tier.upper))
        reasons = " / ".join(NO_TIER[reason.reason][self.language] for reason in tier.withheld)
        return _with(say(f"まだ示せません：{reasons}", f"none yet: {reasons}"), percents(tier.lower, tier.upper))

    def _certificates(self) -> str:
        names = {certificate.id: certificate.name[self.language] for certificate in self.rules.certifications}
        found = [
            f"{names[result.certification]} {result.percent} % ({CERTIFICATES[result.standing][self.language]})"
            for result in self.card.discount.certifications
            if result.standing is not CertificateStanding.NOT_HELD
        ]
        return "  ".join((f"{self.card.discount.certification} %", *found))

    def _discount(self) -> str:
        discount = self.card.discount
        if discount.suggested is None:
            return _with(say("まだ示せません", "none yet"), percents(discount.lower, discount.upper))
        cap = say(f"上限 {self.rules.combined_cap} %", f"at most {self.rules.combined_cap} %")
        total = f"{discount.suggested} % = {self.card.tier.suggested} % + {discount.certification} %, {cap}"
        return _with(total, _unless_one(discount.lower, discount.upper))

    def _group(self) -> str:
        group = self.card.discount.group
        return say(f"{group} %（上の割引とは別枠）", f"{group} % (beside the above, never inside)")

    def _risk_group(self) -> str:
        titles = {group.id: group.title[self.language] for group in self.rules.risk_groups}
        undecided = say("未回答があるため決められません", "undecided while answers are missing")
        return titles[self.card.risk_group] if self.card.risk_group else undecided

    def _sections(self) -> RenderableType:
        table = new_table(
            say("質問票・区分ごとの得点", "Scores by questionnaire and section"),
            say("質問票・区分", "Questionnaire, section"),
            right=(say("得点", "Score"), say("取り得る幅", "Bounds"), say("重み", "Weight")),
        )
        questionnaires = self.scored.definitions.questionnaires
        titles = {questionnaire.id: questionnaire.title[self.language] for questionnaire in questionnaires}
        sections = {section.id: section.title[self.language] for each in questionnaires for section in each.sections}
        for result in self.card.questionnaires:
            point = percent(result.score.point) if result.in_scope else say("対象外", "out of scope")
            row = (titles[result.questionnaire], point, bounds(result.score), str(result.rule_weight))
            table.add_row(*row, style="bold")
            for section in self.card.sections:
                if section.questionnaire == result.questionnaire:
                    cells = (percent(section.score.point), bounds(section.score), str(section.rule_weight))
                    table.add_row(f"  {sections[section.section]}", *cells)
        return table

    def _gates(self) -> Iterator[RenderableType]:
        gates = {gate.id: gate for gate in self.rules.gates}
        shown = [result for result in self.card.gates if result.state is not GateState.PASSED]
        if not shown:
            yield Styled(say("\n区分に上限をかける条件：該当なし", "\nGates: none"), style="bold")
            return
        names = (say("条件", "Gate"), say("状態", "State"), say("上限", "Cap"), say("理由", "Reason"))
        table = new_table(say("区分に上限をかける条件", "Gates"), *names)
        for result in shown:
            gate = gates[result.gate]
            state = GATES[result.state][self.language]
            table.add_row(gate.title[self.language], state, f"{result.cap} %", gate.reason[self.language])
        yield table

    def _list(self, title: str, ids: tuple[str, ...]) -> Iterator[RenderableType]:
        if not ids:
            return
        yield Styled(f"\n{title}: {len(ids)}", style="bold")
        yield list_questions(questions_of(self.scored.definitions), ids[:_MOST_LISTED], self.language)
        rest = len(ids) - _MOST_LISTED
        if rest > 0:
            yield Styled(say(f"  ほか {rest} 問（--json ですべて表示）", f"  and {rest} more (all with --json)"))


def _with(value: str, span: str) -> str:
    return f"{value}  ({span})" if span else value


def _unless_one(lower: int, upper: int) -> str:
    return "" if lower == upper else percents(lower, upper)
