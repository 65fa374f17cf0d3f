"""How the site calls what the engine found, to members and staff alike."""

from diagnosis.model.scorecard import CertificateStanding, NoTier
from diagnosis.model.text import Text

CERTIFICATES = {
    CertificateStanding.COUNTED: Text("割引の対象です", "counted"),
    CertificateStanding.NOT_HELD: Text("取得していません", "not held"),
    CertificateStanding.OUT_OF_SCOPE: Text(
        "適用範囲が対象の業務と違うため、対象になりません", "not counted: its scope does not cover the work"
    ),
    CertificateStanding.EXPIRED: Text("有効期限が切れているため、対象になりません", "not counted: expired"),
    CertificateStanding.UNDECIDED: Text("答えが足りないため、まだ決まりません", "undecided while answers are missing"),
}

NO_TIER = {
    NoTier.GATE_OPEN: Text(
        "割引に上限をかける条件に当てはまるかどうか、まだ決まらないものがあります。",
        "It is not decided yet whether a condition limits the discount.",
    ),
    NoTier.SCORE_MISSING: Text(
        "答えがまったくなく、得点を出せない質問票があります。", "A questionnaire has no answers, so it has no score."
    ),
    NoTier.NOT_APPLICABLE_CEILING: Text(
        "「当てはまらない」という答えが多すぎます。", "Too many answers say that the question does not apply."
    ),
    NoTier.INCOMPLETE: Text("まだ答えていない質問が多くあります。", "Too many questions have no answer yet."),
}
