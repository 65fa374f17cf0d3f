"""What a change is about, by the name of what changed, and which step of the version it asks for."""

from dataclasses import dataclass

from diagnosis.definitions.outline import LABEL, RANKS, SEQUENCE, Key
from diagnosis.definitions.version_order import year_of
from diagnosis.model.change import ChangeKind, Step
from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class Aspect:
    """How a change is filed. subject: what people know it by. what: which part of it."""

    kind: ChangeKind
    step: Step
    subject: str
    what: Text


def aspect_of(kind: str, key: Key, before: Text | None, after: Text | None) -> Aspect:
    """kind: of the file, `questionnaire` or `ruleset`. before, after: None where it exists on one side only."""
    came, went = before is None, after is None
    found = _of_questionnaire(key, came=came, went=went) if kind == "questionnaire" else _of_ruleset(key)
    far = found in {ChangeKind.REMOVED, ChangeKind.MEANING} or (
        found is ChangeKind.PARTS and _is_other_year(before, after)
    )
    step = Step.YEAR if far else Step.NUMBER
    return Aspect(found, step, _subject(key), _what(key))


def _is_other_year(before: Text | None, after: Text | None) -> bool:
    """A questionnaire that is no longer asked, or asked in the version of another year."""
    if before is None or after is None:
        return after is None
    return year_of(before.en) != year_of(after.en)


def _of_questionnaire(key: Key, *, came: bool, went: bool) -> ChangeKind:
    match key:
        case ("questions", _):
            return ChangeKind.REMOVED if went else ChangeKind.ADDED
        case ("sections" | "scales" | "citations", _):
            return _OF_PARTS[key[0]]
        case (*_, "choices", _) if came or went:
            return ChangeKind.MEANING
        case _:
            return _OF_FIELDS.get(key[-1], ChangeKind.WORDING)


_OF_PARTS = {"sections": ChangeKind.WORDING, "scales": ChangeKind.WORDING, "citations": ChangeKind.LAW}
"""Questions that come and go with a section or a scale are told by themselves."""

_OF_FIELDS = {
    **dict.fromkeys(
        ("kind", "scale", "choices", "unit", "minimum", "maximum", "maximum_length", "ordered", RANKS, "exclusive"),
        ChangeKind.MEANING,
    ),
    **dict.fromkeys(("same_as", "pilot", "scored", "allows_not_applicable"), ChangeKind.MEANING),
    **dict.fromkeys(("references", "law_read_as_of", "articles"), ChangeKind.LAW),
    **dict.fromkeys(("causes", "media"), ChangeKind.EXPOSURE),
    **dict.fromkeys(("answerable", "from", "until"), ChangeKind.PERIOD),
    "applies_when": ChangeKind.ROUTE,
}


def _of_ruleset(key: Key) -> ChangeKind:
    if key[-1] in {"sources", "because"} and len(key) > 1:
        return ChangeKind.SOURCE
    if key[-1] in _WORDS:
        return ChangeKind.WORDING
    match key:
        case ("questionnaires", _) | ("questionnaires", _, "version"):
            return ChangeKind.PARTS
        case ("questions", _, "points" | "bands", *_) | ("scale_points", *_):
            return ChangeKind.POINTS
        case ("questions", _, "advice" | "effort", *_):
            return ChangeKind.WORDING
        case _:
            return _OF_RULES.get(key[0], ChangeKind.WORDING)


_WORDS = frozenset({LABEL, "title", "reason", "message", "name", "text", SEQUENCE})
_OF_RULES = {
    "questions": ChangeKind.WEIGHT,
    "questionnaires": ChangeKind.WEIGHT,
    "gates": ChangeKind.GATE,
    **dict.fromkeys(("tiers", "grades", "certifications", "caps", "group_discount"), ChangeKind.TIER),
    **dict.fromkeys(("evidence_confidence", "completeness", "not_applicable_ceiling"), ChangeKind.TIER),
    **dict.fromkeys(("causes", "media", "risk_groups"), ChangeKind.EXPOSURE),
    **dict.fromkeys(("loss", "plans", "incidents"), ChangeKind.LOSS),
    **dict.fromkeys(("findings", "referrals"), ChangeKind.REVIEW),
    **dict.fromkeys(("law_read_as_of", "first_response"), ChangeKind.LAW),
    "applies": ChangeKind.PERIOD,
    "sources": ChangeKind.SOURCE,
}


def _subject(key: Key) -> str:
    return key[1] if len(key) > 1 and key[0] in _COLLECTIONS else key[0]


_COLLECTIONS = frozenset({"questions", "sections", "scales", "citations", "scale_points", *_OF_RULES}) - {
    *("caps", "group_discount", "evidence_confidence", "loss", "applies", "first_response"),
}


def _what(key: Key) -> Text:
    """Which part, in words; deeper parts are named one behind the other."""
    parts = key[2:] if len(key) > 2 and key[0] in _COLLECTIONS else key if key[0] not in _COLLECTIONS else key[:1]  # noqa: PLR2004 - collection, id
    told = [part_words(part) for part in parts if part != LABEL or len(parts) == 1]
    return Text(" ".join(part.ja for part in told), " ".join(part.en for part in told))


def part_words(part: str) -> Text:
    """A key of a file, as people say it; by itself where it has no word."""
    return _PARTS.get(part, Text(part, part))


_PARTS = {
    "questions": Text("質問", "question"),
    "sections": Text("区分", "section"),
    "section": Text("置かれた区分", "section"),
    "scales": Text("尺度", "scale"),
    "citations": Text("引用する法令・基準", "citation"),
    "title": Text("題名", "title"),
    "introduction": Text("はじめの説明", "introduction"),
    "text": Text("文", "wording"),
    "help": Text("説明", "help"),
    "evidence": Text("証拠になるもの", "evidence"),
    LABEL: Text("文言", "words"),
    SEQUENCE: Text("並び", "order"),
    RANKS: Text("高低の順", "ranks"),
    "choices": Text("選択肢", "choice"),
    "kind": Text("種類", "kind"),
    "scale": Text("使う尺度", "scale"),
    "unit": Text("単位", "unit"),
    "minimum": Text("下限", "minimum"),
    "maximum": Text("上限", "maximum"),
    "maximum_length": Text("長さの上限", "maximum length"),
    "ordered": Text("高低の有無", "ordered"),
    "exclusive": Text("単独で選ぶか", "exclusive"),
    "same_as": Text("同じ答えを使う質問", "same as"),
    "pilot": Text("試行", "pilot"),
    "scored": Text("採点の有無", "scored"),
    "allows_not_applicable": Text("「対象外」の可否", "may be not applicable"),
    "applies_when": Text("尋ねる相手", "who is asked"),
    "out_of_scope_when": Text("対象から外れる条件", "out of scope when"),
    "references": Text("根拠となる条項", "references"),
    "articles": Text("条文の有無", "articles"),
    "law_read_as_of": Text("法令の基準日", "law read as of"),
    "causes": Text("原因", "causes"),
    "media": Text("媒体", "media"),
    "answerable": Text("回答できる期間", "answerable"),
    "applies": Text("適用期間", "applies"),
    "from": Text("開始", "from"),
    "until": Text("終了", "until"),
    "questionnaires": Text("質問票", "questionnaire"),
    "version": Text("版", "version"),
    "weight": Text("重み", "weight"),
    "because": Text("重みの理由", "reason for the weight"),
    "sources": Text("根拠", "sources"),
    "effort": Text("手間", "effort"),
    "points": Text("点数", "points"),
    "bands": Text("点数の段階", "bands"),
    "scale_points": Text("尺度の点数", "points of the scale"),
    "advice": Text("助言", "advice"),
    "evidence_confidence": Text("証拠の確かさ", "confidence of evidence"),
    "completeness": Text("必要な回答の割合", "completeness"),
    "not_applicable_ceiling": Text("「対象外」の上限", "ceiling of not applicable"),
    "grades": Text("評価", "grade"),
    "gates": Text("上限条件", "gate"),
    "cap": Text("上限", "cap"),
    "when": Text("条件", "condition"),
    "reason": Text("理由", "reason"),
    "tiers": Text("割引区分", "tier"),
    "overall": Text("総合得点", "overall"),
    "each_questionnaire": Text("質問票ごとの得点", "each questionnaire"),
    "confidence": Text("証拠の確かさ", "confidence"),
    "at_least": Text("下限", "at least"),
    "certifications": Text("認証", "certification"),
    "certification": Text("認証の割引", "certification"),
    "combined": Text("合わせた割引", "combined"),
    "caps": Text("割引の上限", "caps"),
    "percent": Text("割引率", "percent"),
    "held": Text("取得の条件", "held when"),
    "covers": Text("対象範囲の条件", "covers when"),
    "expires": Text("有効期限の質問", "expiry"),
    "group_discount": Text("団体割引", "group discount"),
    "risk_groups": Text("リスク群", "risk group"),
    "desired": Text("望ましい水準", "desired level"),
    "share": Text("割合", "share"),
    "findings": Text("所見", "finding"),
    "severity": Text("重さ", "severity"),
    "referrals": Text("照会事項", "referral"),
    "plans": Text("プラン", "plan"),
    "loss": Text("損害額の見積り", "loss model"),
    "incidents": Text("事故例", "incident"),
    "first_response": Text("漏えい直後の対応", "first response"),
}
