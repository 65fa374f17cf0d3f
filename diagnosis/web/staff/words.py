"""How staff's pages call states, origins, deeds and what the engine found."""

from diagnosis.model.casework import CaseState, Origin, StepKind
from diagnosis.model.scorecard import GateState
from diagnosis.model.sheet import Evidence
from diagnosis.model.staff import Role
from diagnosis.model.text import Text

STATES = {
    CaseState.RECEIVED: Text("受付済み", "Received"),
    CaseState.ATTENTION: Text("要対応", "Needs attention"),
    CaseState.REVIEW: Text("審査待ち", "To review"),
    CaseState.APPROVE: Text("承認待ち", "To approve"),
    CaseState.ISSUED: Text("発行済み", "Issued"),
    CaseState.CLOSED: Text("終了", "Closed"),
}
ORIGINS = {
    Origin.UPLOAD: Text("担当者が受付", "Uploaded"),
    Origin.MEMBER: Text("会員がサイトから提出", "Handed in by the member"),
    Origin.API: Text("システム連携", "Other system"),
    Origin.BATCH: Text("一括処理", "Batch"),
}
STEPS = {
    StepKind.RECEIVED: Text("受付", "Received"),
    StepKind.CORRECTED: Text("答えを訂正", "Answer corrected"),
    StepKind.NAMED: Text("会員を訂正", "Member corrected"),
    StepKind.ACCEPTED: Text("事項を了承", "Matter accepted"),
    StepKind.PROPOSED: Text("別の区分を提案", "Another tier proposed"),
    StepKind.CONFIRMED: Text("提案された区分を確認", "Proposed tier confirmed"),
    StepKind.REFUSED: Text("提案された区分を取下げ", "Proposed tier withdrawn"),
    StepKind.SENT_ON: Text("次の段階へ", "Sent on"),
    StepKind.SENT_BACK: Text("差戻し", "Sent back"),
    StepKind.ISSUED: Text("報告書を発行", "Report issued"),
    StepKind.CLOSED: Text("終了", "Closed"),
}
GATES = {
    GateState.CLOSED: Text("上限あり", "caps the tier"),
    GateState.OPEN: Text("未確定", "undecided"),
    GateState.PASSED: Text("該当なし", "passed"),
}
EVIDENCE = {
    Evidence.NONE: Text("証拠なし", "no evidence"),
    Evidence.STATED: Text("回答のみ", "stated"),
    Evidence.DOCUMENT: Text("書類あり", "document"),
    Evidence.VERIFIED: Text("第三者が確認", "verified"),
}
COUNTS = {
    "sheets": Text("回答票", "sheets"),
    "diagnosed": Text("診断済み", "diagnosed"),
    "quarantined": Text("要対応", "quarantined"),
    "failed": Text("今回できなかったもの", "failed"),
    "twins": Text("同じ内容", "duplicates"),
}
"""What a batch counts."""
ROLES = {
    Role.CLERK: Text("受付担当", "clerk"),
    Role.REVIEWER: Text("審査担当", "reviewer"),
    Role.APPROVER: Text("承認者", "approver"),
    Role.ADMIN: Text("管理者", "administrator"),
}
