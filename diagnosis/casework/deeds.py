"""What may be done to a case: each function gives the case as it is then, and what is written down of it.

They run inside the store's transaction (`Cases.change`), on the case as it is there. Reasons are mandatory where a
person decides something. Each raises RefusedDeedError where the case does not allow it now.
"""

from dataclasses import replace
from datetime import date

from diagnosis import pipeline
from diagnosis.casework.scoring import Scoring, decided_tier, settle, sheet_of, state_of
from diagnosis.model.casework import OPEN, Case, CaseState, Override, StepKind
from diagnosis.model.conditions import State
from diagnosis.model.sheet import Answer, AnswerSheet, Member
from diagnosis.model.text import Text
from diagnosis.settings import Settings
from diagnosis.store import Deed

_LONGEST_REASON = 1000


class RefusedDeedError(Exception):
    """The case does not allow this now. message: why, and what to do."""

    def __init__(self, *, ja: str, en: str) -> None:
        super().__init__(en)
        self.message = Text(ja=ja, en=en)


def correct(case: Case, question: str, answer: Answer | None, reason: str, scoring: Scoring) -> Deed:
    """Put another answer in the place of one; None takes it away. A confirmed tier must be confirmed again."""
    why = _reason(reason)
    sheet = _expect_sheet(case, scoring.settings)
    before = sheet.answers.get(question)
    if before == answer:
        raise RefusedDeedError(ja="答えが変わっていません。", en="The answer has not changed.")
    answers = {name: one for name, one in sheet.answers.items() if name != question}
    changed = replace(sheet, answers=answers | ({question: answer} if answer else {}))
    problems = tuple(one for one in case.problems if one.question != question)
    override = replace(case.override, confirmed_by=None) if case.override else None
    settled = settle(replace(case, problems=problems, override=override), changed, scoring)
    return Deed(settled, StepKind.CORRECTED, why, question, _plain(before), _plain(answer))


def name_member(case: Case, member: Member, reason: str, scoring: Scoring) -> Deed:
    """Say whose sheet it is."""
    why = _reason(reason)
    sheet = _expect_sheet(case, scoring.settings)
    problems = tuple(one for one in case.problems if not one.code.startswith("sheet.member"))
    settled = settle(replace(case, problems=problems), replace(sheet, member=member), scoring)
    before, after = ([one.id, one.name] for one in (case.member, member))
    return Deed(settled, StepKind.NAMED, why, "member", before, after)


def accept(case: Case, matter: str, reason: str) -> Deed:
    """Take a problem, a serious finding or a referral as it is."""
    why = _reason(reason)
    if matter not in case.open_matters:
        raise RefusedDeedError(ja="この事項は残っていません。", en="There is no such open matter.")
    accepted = replace(case, accepted=case.accepted | {matter})
    return Deed(replace(accepted, state=state_of(accepted)), StepKind.ACCEPTED, why, matter)


def propose(case: Case, proposal: Override, settings: Settings) -> Deed:
    """Propose another tier than the suggested one; it holds when somebody else confirms it."""
    why = _reason(proposal.reason)
    rules = pipeline.load(_expect_sheet(case, settings).ruleset, settings).ruleset
    if proposal.tier not in {one.percent for one in rules.tiers}:
        raise RefusedDeedError(ja="この区分は制度にありません。", en="The scheme has no such tier.")
    before = case.figures.tier if case.figures else None
    changed = replace(case, override=replace(proposal, reason=why, confirmed_by=None))
    return Deed(replace(changed, state=state_of(changed)), StepKind.PROPOSED, why, "tier", before, proposal.tier)


def confirm(case: Case, who: str, reason: str) -> Deed:
    """Confirm the proposed tier: by another person than the one who proposed it."""
    why = _reason(reason)
    override = _expect_proposal(case)
    if override.by == who:
        raise RefusedDeedError(
            ja="ご自分が提案した区分は、ほかの人が確認します。", en="Somebody else must confirm what you proposed."
        )
    changed = replace(case, override=replace(override, confirmed_by=who))
    return Deed(changed, StepKind.CONFIRMED, why, "tier", None, override.tier)


def refuse(case: Case, reason: str) -> Deed:
    """Refuse the proposed tier, or take it back: the suggested one holds again."""
    why = _reason(reason)
    if case.override is None:
        raise RefusedDeedError(ja="提案された区分はありません。", en="No tier has been proposed.")
    changed = replace(case, override=None)
    return Deed(replace(changed, state=state_of(changed)), StepKind.REFUSED, why, "tier", case.override.tier)


def send_on(case: Case, reason: str = "") -> Deed:
    """To review, where nothing is open any more; from there to approval."""
    if case.current is None or not (case.member.id and case.member.name):
        raise RefusedDeedError(
            ja="会員番号と名称のある、読み取れた回答票だけを先へ進められます。",
            en="Only a sheet that could be read, with the member's number and name, can go on.",
        )
    if case.open_matters:
        raise RefusedDeedError(
            ja=f"未処理の事項が{len(case.open_matters)}件あります。答えを訂正するか、理由を付けて了承してください。",
            en=f"{len(case.open_matters)} matters are open. Correct the answers, or accept them with a reason.",
        )
    return Deed(replace(case, state=_next(case)), StepKind.SENT_ON, reason.strip(), "state", case.state, _next(case))


def send_back(case: Case, reason: str) -> Deed:
    """Back to the clerks."""
    why = _reason(reason)
    if case.state not in {CaseState.REVIEW, CaseState.APPROVE}:
        raise RefusedDeedError(ja="差し戻せる段階ではありません。", en="It cannot be sent back from here.")
    changed = replace(case, state=CaseState.ATTENTION)
    return Deed(changed, StepKind.SENT_BACK, why, "state", case.state, CaseState.ATTENTION)


def close(case: Case, reason: str) -> Deed:
    """Put a case away: it was sent twice, cannot be read, or is not wanted any more."""
    why = _reason(reason)
    if case.state not in OPEN:
        raise RefusedDeedError(ja="先に差し戻してください。", en="Send it back first.")
    return Deed(replace(case, state=CaseState.CLOSED), StepKind.CLOSED, why, "state", case.state, CaseState.CLOSED)


def issue(case: Case, who: str) -> Deed:
    """What issuing makes of a case; raises RefusedDeedError where it may not be issued, or not by this person."""
    if case.state is not CaseState.APPROVE:
        raise RefusedDeedError(ja="承認待ちではありません。", en="It is not waiting for approval.")
    if case.override and case.override.by == who:
        raise RefusedDeedError(
            ja="ご自分が区分を提案した診断は、ほかの人が発行します。",
            en="Somebody else must issue what you proposed a tier for.",
        )
    return Deed(replace(case, state=CaseState.ISSUED), StepKind.ISSUED)


def _next(case: Case) -> CaseState:
    match case.state:
        case CaseState.RECEIVED | CaseState.ATTENTION:
            return CaseState.REVIEW
        case CaseState.REVIEW:
            if case.override and not case.override.confirmed_by:
                raise RefusedDeedError(
                    ja="提案された区分を、まず別の人が確認してください。",
                    en="The proposed tier must first be confirmed by somebody else.",
                )
            if decided_tier(case) is None:
                raise RefusedDeedError(
                    ja="割引区分が決まっていません。答えを補うか、区分を提案してください。",
                    en="There is no tier yet. Complete the answers, or propose one.",
                )
            return CaseState.APPROVE
        case _:
            raise RefusedDeedError(ja="これ以上先へは進められません。", en="It cannot go on from here.")


def _reason(text: str) -> str:
    reason = text.strip()
    if not reason:
        raise RefusedDeedError(ja="理由を入力してください。", en="Give the reason.")
    if len(reason) > _LONGEST_REASON:
        raise RefusedDeedError(
            ja=f"理由は{_LONGEST_REASON:,}文字以内にしてください。",
            en=f"Keep the reason within {_LONGEST_REASON:,} characters.",
        )
    return reason


def _expect_sheet(case: Case, settings: Settings) -> AnswerSheet:
    sheet = sheet_of(case, settings)
    if sheet is None or case.state is CaseState.CLOSED:
        raise RefusedDeedError(
            ja="読み取れた回答票がありません。正しいファイルを受け付けてください。",
            en="There is no sheet that could be read. Receive a sound file.",
        )
    return sheet


def _expect_proposal(case: Case) -> Override:
    if case.override is None or case.override.confirmed_by:
        raise RefusedDeedError(ja="確認待ちの区分はありません。", en="No tier is waiting to be confirmed.")
    return case.override


def _plain(answer: Answer | None) -> object:
    """An answer for the record of steps."""
    if answer is None:
        return None
    if answer.state is not State.ANSWERED:
        return [answer.state.value, answer.reason]
    value = answer.value
    plain = sorted(value) if isinstance(value, frozenset) else value.isoformat() if isinstance(value, date) else value
    return [answer.state.value, plain, answer.evidence.value]
