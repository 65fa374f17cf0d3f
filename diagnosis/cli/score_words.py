"""What the closed lists of a scorecard are called on the screen."""

from diagnosis.model.explanation import PathOutcome
from diagnosis.model.scorecard import CertificateStanding, GateState, NoTier
from diagnosis.model.text import Text

GATES = {
    GateState.CLOSED: Text(ja="上限あり", en="caps the tier"),
    GateState.OPEN: Text(ja="未確定", en="undecided"),
    GateState.PASSED: Text(ja="該当なし", en="passed"),
}

CERTIFICATES = {
    CertificateStanding.COUNTED: Text(ja="算入", en="counted"),
    CertificateStanding.NOT_HELD: Text(ja="保有なし", en="not held"),
    CertificateStanding.OUT_OF_SCOPE: Text(ja="適用範囲が異なる", en="scope does not cover"),
    CertificateStanding.EXPIRED: Text(ja="有効期限切れ", en="expired"),
    CertificateStanding.UNDECIDED: Text(ja="未確定", en="undecided"),
}

NO_TIER = {
    NoTier.GATE_OPEN: Text(ja="上限条件の当否が未確定", en="a gate is undecided"),
    NoTier.SCORE_MISSING: Text(ja="得点のない質問票がある", en="a score is missing"),
    NoTier.NOT_APPLICABLE_CEILING: Text(ja="「対象外」が多すぎる", en="too much is not applicable"),
    NoTier.INCOMPLETE: Text(ja="未回答が多い", en="too much is not answered"),
}

PATHS = {
    PathOutcome.FOUND: Text(ja="次の区分への最短の道筋", en="Cheapest path to the next tier"),
    PathOutcome.AT_TOP: Text(ja="すでに最も高い区分です。", en="This is the highest tier already."),
    PathOutcome.NO_TIER_YET: Text(
        ja="割引区分がまだ決まらないため、道筋は示せません。先に未回答の質問に答えてください。",
        en="There is no tier yet, so there is no path. Answer what is missing first.",
    ),
    PathOutcome.NEEDS_EVIDENCE: Text(
        ja="回答の改善だけでは届きません。証拠となる書類の提示が必要です。",
        en="Improving answers is not enough: evidence must be shown.",
    ),
    PathOutcome.NOT_PROVEN: Text(
        ja="条件の組合せが多く、最も手間の少ない道筋を確かめきれませんでした。",
        en="Too many conditions combine to prove which path is the cheapest.",
    ),
    PathOutcome.BLOCKED: Text(
        ja="質問への対応だけでは上の区分に届きません。", en="No improvement of answers reaches a higher tier."
    ),
}
