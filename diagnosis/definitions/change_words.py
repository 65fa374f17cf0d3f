"""Values of definition files in words, in both languages."""

from collections.abc import Mapping

from diagnosis.definitions.build_conditions import build_condition
from diagnosis.definitions.node import Node
from diagnosis.files.places import Tree
from diagnosis.model.questionnaire import Question
from diagnosis.model.routes import Routes, parts_of
from diagnosis.model.text import Text

_CONDITION_KEYS = frozenset({"question", "score", "all", "any", "not"})


def tell_value(value: object, questions: Mapping[str, Question]) -> Text:  # noqa: PLR0911 - one return a kind of value
    """Plain data as an author would say it. questions: for the labels that a condition names."""
    match value:
        case bool():
            return Text("はい", "yes") if value else Text("いいえ", "no")
        case int():
            return Text(f"{value:,}", f"{value:,}")
        case list():
            told = [tell_value(item, questions) for item in value]
            return Text("、".join(one.ja for one in told), ", ".join(one.en for one in told))
        case dict() if value.keys() == {"ja", "en"}:
            return Text(str(value["ja"]).strip(), str(value["en"]).strip())
        case dict() if value.keys() & _CONDITION_KEYS:
            return _tell_condition(value, questions)
        case dict():
            return _tell_mapping(value, questions)
        case _:
            return Text(str(value), str(value))


def _tell_condition(value: dict[str, object], questions: Mapping[str, Question]) -> Text:
    condition = build_condition(Node(Tree(value, {})))
    return Routes({}, questions).tell(parts_of(condition)) or Text("つねに", "always")


def _tell_mapping(value: dict[str, object], questions: Mapping[str, Question]) -> Text:
    told = {name: tell_value(item, questions) for name, item in value.items()}
    return Text(
        "、".join(f"{name}：{one.ja}" for name, one in told.items()),
        ", ".join(f"{name}: {one.en}" for name, one in told.items()),
    )
