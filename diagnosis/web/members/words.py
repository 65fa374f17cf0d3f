"""How members' pages call what the engine found, and what was answered."""

from diagnosis.model.explanation import PathOutcome
from diagnosis.model.scorecard import CertificateStanding, NoTier
from diagnosis.model.text import Text

CERTIFICATES = {
    CertificateStanding.COUNTED: Text("数えます", "counts"),
    CertificateStanding.NOT_HELD: Text("取得していません", "not held"),
    CertificateStanding.OUT_OF_SCOPE: Text(
        "適用範囲が対象の業務と違うため、数えません", "its scope does not cover the work"
    ),
    CertificateStanding.EXPIRED: Text("有効期限が切れているため、数えません", "it has expired"),
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

PATHS = {
    PathOutcome.FOUND: Text("", ""),
    PathOutcome.AT_TOP: Text("すでに最も高い区分です。", "This is the highest tier already."),
    PathOutcome.NO_TIER_YET: Text(
        "区分がまだ決まらないため、近道は示せません。先に、答えていない質問にお答えください。",
        "There is no tier yet, so there is no way to the next. Answer what is missing first.",
    ),
    PathOutcome.NEEDS_EVIDENCE: Text(
        "対策を改めるだけでは届きません。裏付けとなる書類を用意する必要があります。",
        "Better measures alone are not enough: they must be shown in writing.",
    ),
    PathOutcome.NOT_PROVEN: Text(
        "条件の組合せが多く、最も手間の少ない方法を確かめきれませんでした。下の一覧から選んでお試しください。",
        "Too many conditions combine to prove which way is the cheapest. Try some from the list below.",
    ),
    PathOutcome.BLOCKED: Text(
        "質問にある対策だけでは、次の区分に届きません。", "No measure that is asked about reaches the next tier."
    ),
}
