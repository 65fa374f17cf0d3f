"""The words for departures from a schema: what stands there, what may stand there, and what to do."""

from collections.abc import Iterable

from jsonschema.exceptions import ValidationError

from diagnosis.definitions.node import Node
from diagnosis.definitions.report import error
from diagnosis.files.suggest import did_you_mean
from diagnosis.model.problems import Problem, Span

_TYPES = {
    "object": ("キーと値の組", "a mapping of keys to values"),
    "array": ("一覧（[ ] または - の並び）", "a list"),
    "string": ("文字列", "text"),
    "integer": ("整数", "a whole number"),
    "boolean": ("true か false", "true or false"),
    "null": ("空", "nothing"),
    "number": ("小数", "a decimal number"),
}


def unknown_key(child: Node, key: str, known: Iterable[str]) -> Problem:
    """A key that nobody reads."""
    names = sorted(known)
    hint_ja, hint_en = did_you_mean(key, names)
    listed = ", ".join(names)
    return error(
        child.key,
        "shape.unknown-key",
        ja=f"「{key}」というキーはここには書けません。{hint_ja}書けるのは {listed} です。",
        en=f"There is no key '{key}' here.{hint_en} Allowed: {listed}.",
    )


def wrong_enum(node: Node, allowed: Iterable[object]) -> Problem:
    """A word that is not among those allowed."""
    names = [str(name) for name in allowed]
    hint_ja, hint_en = did_you_mean(node.value, names)
    listed = ", ".join(names)
    return error(
        node.at,
        "shape.enum",
        ja=f"「{node.value}」は使えません。{hint_ja}{listed} のどれかにしてください。",
        en=f"'{node.value}' is not one of {listed}.{hint_en} Choose one of them.",
    )


def describe_type(node: Node, wanted: object) -> Problem:
    """A value of another type; an unquoted version or choice value gets the remedy of its own."""
    wanted_names = [str(wanted)] if isinstance(wanted, str) else [str(name) for name in _as_list(wanted)]
    written = node.tree.written.get(node.path)
    if written and "string" in wanted_names and node.value is not None:
        return _quote_it(node, written)
    ja = "または".join(_TYPES[name][0] for name in wanted_names)
    en = " or ".join(_TYPES[name][1] for name in wanted_names)
    found_ja, found_en = _TYPES[_type_of(node.value)]
    return error(
        node.at,
        "shape.type",
        ja=f"ここには{ja}が必要ですが、{found_ja}があります。書き改めてください。",
        en=f"Expected {en} here, found {found_en}. Write {en}.",
    )


def describe_pattern(node: Node, fault: ValidationError) -> Problem:
    """A string that is not written in the form of an id, a version or a date."""
    pattern = str(fault.validator_value)
    if "{4}-" in pattern:
        return error(
            node.at,
            "shape.date",
            ja=f"「{fault.instance}」は日付ではありません。2026-11-01 の形で書いてください。",
            en=f"'{fault.instance}' is no date. Write it as 2026-11-01.",
        )
    if r"\." in pattern:
        return error(
            node.at,
            "id.version",
            ja=f'「{fault.instance}」は版の形ではありません。"2026.1" のように年と番号で書いてください。',
            en=f"'{fault.instance}' is no version. Write year and number, as \"2026.1\".",
        )
    return error(
        _place_of_name(node, fault),
        "id.form",
        ja=f"識別子「{fault.instance}」は使えません。英小文字で始め、英小文字・数字・ハイフンだけで書いてください。",
        en=f"The id '{fault.instance}' is not allowed. Begin with a lower-case letter; use a-z, 0-9 and hyphens only.",
    )


def describe_range(node: Node, fault: ValidationError) -> Problem:
    """A number that is too small or too large."""
    bound = f"{fault.validator_value:,}"
    ja, en = ("以上", "or more") if fault.validator == "minimum" else ("以下", "or less")
    return error(
        node.at,
        "shape.range",
        ja=f"{node.value} は範囲の外です。{bound}{ja}にしてください。",
        en=f"{node.value} is out of range. Write {bound} {en}.",
    )


def describe_length(node: Node, fault: ValidationError) -> Problem:
    """Too short, too long, or the same item twice."""
    match fault.validator:
        case "minLength" | "minItems" | "minProperties":
            return _too_short(node, fault)
        case "uniqueItems":
            return error(
                node.at,
                "shape.repeated",
                ja="一覧に同じものが二度あります。一つにしてください。",
                en="The list holds the same item twice. Keep one.",
            )
        case _:
            return error(
                _place_of_name(node, fault),
                "shape.too-long",
                ja=f"長すぎます。{fault.validator_value}までにしてください。",
                en=f"This is too long. Keep it within {fault.validator_value}.",
            )


def _too_short(node: Node, fault: ValidationError) -> Problem:
    if node.path and node.path[-1] == "sources":
        return error(
            node.at,
            "source.missing",
            ja="根拠（sources）が空です。sources の識別子を一つ以上書いてください。",
            en="The sources are empty. Name at least one id of 'sources'.",
        )
    if fault.instance == "" and node.path and node.path[-1] in {"ja", "en"}:
        return error(
            node.at,
            "text.empty",
            ja="文が空です。日本語と英語の両方を書いてください。",
            en="The text is empty. Write it in both Japanese and English.",
        )
    return error(
        node.at,
        "shape.too-short",
        ja=f"少なすぎます。{fault.validator_value}つ以上書いてください。",
        en=f"This is too short. Write at least {fault.validator_value}.",
    )


def _quote_it(node: Node, written: str) -> Problem:
    return error(
        node.at,
        "shape.unquoted",
        ja=f'{written} は引用符がないと数や真偽値として読まれ、元の書き方が失われます。"{written}" と書いてください。',
        en=f'Without quotes {written} is read as a number or a truth value, not as text. Write "{written}".',
    )


def _place_of_name(node: Node, fault: ValidationError) -> Span:
    """A fault in the name of a key is told at that key."""
    if isinstance(node.value, dict) and isinstance(fault.instance, str):
        return node.child(fault.instance).key
    return node.at


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _type_of(value: object) -> str:
    names = {type(None): "null", bool: "boolean", int: "integer", float: "number", str: "string", dict: "object"}
    return names.get(type(value), "array")
