"""What binds a returned form to its versions and its member: a hidden field, and a QR code for those on paper."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from diagnosis.model.questionnaire import Questionnaire
from diagnosis.model.ruleset import Definitions

FORM: int = 1
"""The version of the naming of fields."""

_LONGEST = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """ruleset: `ID@VERSION`. definitions: digest of ruleset and questionnaires. member: empty on a form for anybody.

    asked: how many questions the form has, so that lost pages are noticed.
    """

    ruleset: str
    questionnaires: Mapping[str, str] = field(default_factory=dict)
    definitions: str
    member: str
    asked: int
    form: int = FORM


def make_stamp(definitions: Definitions, member: str, asked: int) -> Stamp:
    """The stamp of a form that is about to be written."""
    digests = [definitions.ruleset.digest, *(one.digest for one in definitions.questionnaires)]
    return Stamp(
        ruleset=definitions.ruleset.reference,
        questionnaires={one.id: one.version for one in definitions.questionnaires},
        definitions=hashlib.sha256("".join(digests).encode()).hexdigest(),
        member=member,
        asked=asked,
    )


def stamp_text(stamp: Stamp) -> str:
    """The stamp as it stands in its field: JSON on one line."""
    return json.dumps(asdict(stamp), ensure_ascii=False, sort_keys=True)


def qr_text(stamp: Stamp, questionnaire: Questionnaire) -> str:
    """What the QR code on a questionnaire's pages says: questionnaire, ruleset, definitions and member."""
    return f"{questionnaire.reference} {stamp.ruleset} {stamp.definitions[:8]} {stamp.member}".strip()


def read_stamp(text: str) -> Stamp | None:
    """The stamp that a form came back with; None for what this version did not write."""
    try:
        found = json.loads(text) if len(text) <= _LONGEST else None
        stamp = Stamp(**found) if isinstance(found, dict) else None
    except (ValueError, TypeError, RecursionError):
        return None
    return stamp if stamp and _is_sound(stamp) else None


def _is_sound(stamp: Stamp) -> bool:
    words = (stamp.ruleset, stamp.definitions, stamp.member)
    versions = stamp.questionnaires
    return (
        stamp.form == FORM
        and all(isinstance(word, str) for word in words)
        and type(stamp.asked) is int
        and isinstance(versions, dict)
        and all(isinstance(version, str) for version in versions.values())
    )
