"""Why there is no way to the next tier, in words."""

from diagnosis.model.explanation import PathOutcome
from diagnosis.model.text import Text

PATHS = {
    PathOutcome.FOUND: Text("", ""),
    PathOutcome.AT_TOP: Text("すでに最も高い区分です。", "This is the highest tier already."),
    PathOutcome.NO_TIER_YET: Text(
        "区分がまだ決まらないため、近道は示せません。先に、答えていない質問にお答えください。",
        "There is no tier yet, so there is no way to the next. Answer what is missing first.",
    ),
    PathOutcome.NEEDS_EVIDENCE: Text(
        "対策を改めるだけでは、次の区分に届きません。実施している対策について書類や記録をそろえ、"
        "各質問の「裏付けになる書類や記録」にチェックを入れると、評価が上がります。",
        "Better measures alone do not reach the next tier. Gather the documents for what you already do, and tick what "
        "would prove it under those questions.",
    ),
    PathOutcome.NOT_PROVEN: Text(
        "条件の組合せが多く、最も手間の少ない方法を確かめきれませんでした。下の一覧から選んでお試しください。",
        "Too many conditions combine to prove which way is the cheapest. Try some from the list below.",
    ),
    PathOutcome.BLOCKED: Text(
        "質問にある対策だけでは、次の区分に届きません。", "No measure that is asked about reaches the next tier."
    ),
}
