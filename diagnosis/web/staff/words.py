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
ACTIONS = {
    **{f"case-{kind}": words for kind, words in STEPS.items()},
    "signed-in": Text("サインイン", "Signed in"),
    "signed-out": Text("サインアウト", "Signed out"),
    "sign-in-refused": Text("サインインの拒否", "Sign-in refused"),
    "sessions-ended": Text("ほかのサインインを終了", "Other sessions ended"),
    "user-added": Text("利用者を登録", "User added"),
    "user-changed": Text("利用者を変更", "User changed"),
    "key-made": Text("鍵を作成", "Key made"),
    "key-revoked": Text("鍵を取消し", "Key revoked"),
    "member-erased": Text("会員のデータを消去", "Member’s data deleted"),
    "batch-began": Text("一括処理を開始", "Batch began"),
    "batch-finished": Text("一括処理を終了", "Batch ended"),
    "batch-interrupted": Text("一括処理を中断", "Batch interrupted"),
    "diagnosed": Text("診断", "Diagnosed"),
    "quarantined": Text("隔離", "Quarantined"),
    "peers-made": Text("比較の基準を作成", "Peers made"),
}
"""What the log calls by a short name."""
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
    "quarantined": Text("隔離", "quarantined"),
    "failed": Text("失敗", "failed"),
    "twins": Text("重複", "duplicates"),
}
"""What a batch counts."""
ROLES = {
    Role.CLERK: Text("受付担当", "clerk"),
    Role.REVIEWER: Text("審査担当", "reviewer"),
    Role.APPROVER: Text("承認者", "approver"),
    Role.ADMIN: Text("管理者", "administrator"),
}
