"""Why a change matters, in words: one title and one reason for each kind."""

from collections.abc import Iterator

from diagnosis.model.change import Change, ChangeKind, Comparison, Step
from diagnosis.model.text import Text

TITLES = {
    ChangeKind.REMOVED: Text("なくなった質問", "Questions that are gone"),
    ChangeKind.MEANING: Text("答えの意味が変わった質問", "Questions whose answers mean something else"),
    ChangeKind.ADDED: Text("新しい質問", "New questions"),
    ChangeKind.ROUTE: Text("尋ねる相手", "Who is asked"),
    ChangeKind.LAW: Text("法令・基準", "Law and standards"),
    ChangeKind.GATE: Text("上限条件", "Gates"),
    ChangeKind.TIER: Text("割引の区分と評価", "Tiers, grades and discounts"),
    ChangeKind.WEIGHT: Text("重み", "Weights"),
    ChangeKind.POINTS: Text("点数", "Points"),
    ChangeKind.EXPOSURE: Text("原因・媒体・リスク群", "Causes, media and risk groups"),
    ChangeKind.LOSS: Text("損害額とプラン", "Loss and plans"),
    ChangeKind.REVIEW: Text("所見と照会事項", "Findings and referrals"),
    ChangeKind.PARTS: Text("使う質問票", "Questionnaires used"),
    ChangeKind.PERIOD: Text("期間", "Period"),
    ChangeKind.SOURCE: Text("根拠", "Sources"),
    ChangeKind.WORDING: Text("文言", "Wording"),
}
WHY = {
    ChangeKind.REMOVED: Text(
        "前の版の答えは、新しい版では使われません。移行表に、なくした理由か引き継ぎ先を書きます。",
        "Earlier answers are no longer used. The migration says why they are gone, or where they go.",
    ),
    ChangeKind.MEANING: Text(
        "同じ答えが、前とは違うことを意味します。移行表に値の対応を書くか、答え直してもらいます。",
        "The same answer says something else than before. The migration maps its values, or it is asked again.",
    ),
    ChangeKind.ADDED: Text(
        "前の版から引き継いだ回答票では未回答になります。答えるまで、得点の幅が広がります。",
        "Blank on sheets that are carried over, so their scores have wider bounds until it is answered.",
    ),
    ChangeKind.ROUTE: Text(
        "尋ねる会員が変わります。新しく尋ねられる会員は未回答になり、尋ねられなくなった答えは採点されません。",
        "Other members are asked: those newly asked are blank, and answers no longer asked for are not scored.",
    ),
    ChangeKind.LAW: Text(
        "報告書に印刷する根拠が変わります。求められることが変わった質問は、答え直しが要らないか確かめます。",
        "The report cites something else. Where the law asks for more, see whether answers must be given again.",
    ),
    ChangeKind.GATE: Text(
        "割引の区分が下がる会員、上がる会員が出ます。", "Some members’ tiers go down, or up, whatever their scores."
    ),
    ChangeKind.TIER: Text(
        "得点が同じでも、評価や割引の目安が変わる会員が出ます。",
        "With the same scores, some members get another grade or discount.",
    ),
    ChangeKind.WEIGHT: Text(
        "答えが同じでも、区分・質問票・総合の得点が動きます。",
        "With the same answers, the scores of section, questionnaire and whole move.",
    ),
    ChangeKind.POINTS: Text(
        "同じ答えの点数が変わり、得点が動きます。", "The same answer earns other points, so scores move."
    ),
    ChangeKind.EXPOSURE: Text(
        "原因別・媒体別の得点や、望ましい水準との差が動きます。総合得点は変わりません。",
        "Scores by cause and medium, and the distance to the desired level, move; the overall score does not.",
    ),
    ChangeKind.LOSS: Text(
        "損害額の試算とプランの比較が変わります。", "The estimate of loss and the plans compared change."
    ),
    ChangeKind.REVIEW: Text(
        "担当者向けの所見・照会事項が変わります。得点は変わりません。",
        "What the staff edition points out changes; no score does.",
    ),
    ChangeKind.PARTS: Text(
        "会員が答える質問票が変わります。中身の違いは、その質問票どうしを比べてください。",
        "Members answer other questionnaires. Compare those to see what differs.",
    ),
    ChangeKind.PERIOD: Text("使える期間が変わります。", "The period in which it is used changes."),
    ChangeKind.SOURCE: Text(
        "数値の根拠の説明が変わります。数値そのものはほかの項目をご覧ください。",
        "What figures rest on is told otherwise. For the figures themselves see the other groups.",
    ),
    ChangeKind.WORDING: Text(
        "言い回しの変更として扱います。答えが変わるような変更なら、新しい識別子の質問にしてください。",
        "Taken as a change of words. If it could change an answer, make it a question under a new id.",
    ),
}


def groups_of(comparison: Comparison) -> Iterator[tuple[ChangeKind, tuple[Change, ...]]]:
    """The kinds that occur, the weightiest first, each with its changes."""
    for kind in ChangeKind:
        changes = tuple(change for change in comparison.changes if change.kind is kind)
        if changes:
            yield kind, changes


def summarise(comparison: Comparison) -> Text:
    """What the changes ask of the version, in one sentence."""
    match comparison.step:
        case None:
            return Text("違いはありません。", "Nothing differs.")
        case Step.NUMBER:
            return Text(
                "前の版の答えはそのまま引き継げます。版の番号を一つ上げます（同じ年のままでよい）。",
                "Earlier answers carry over as they are: raise the number of the version; the year may stay.",
            )
        case Step.YEAR:
            return Text(
                "なくなった質問か、意味の変わった答えがあります。新しい年の版にし、移行表を書きます。",
                "A question is gone or an answer means something else: the version of a new year, with a migration.",
            )
