"""What a member does in the first hours after noticing a leak, as the law of an edition has it."""

from dataclasses import dataclass

from diagnosis.model.text import Text


@dataclass(frozen=True, slots=True)
class ResponseStep:
    """One of the first things to do."""

    when: Text
    title: Text
    text: Text


@dataclass(frozen=True, slots=True)
class ResponseRow:
    """A report or a notice: by when it is due, and who says so."""

    what: Text
    when: Text
    basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstResponse:
    """The chapter's words that depend on the law. title: of the table of rows. note: below it.

    sources: ids of the ruleset's `source_catalogue`.
    """

    lead: Text
    steps: tuple[ResponseStep, ...]
    title: Text
    rows: tuple[ResponseRow, ...]
    note: Text
    contacts: tuple[Text, ...]
    sources: tuple[str, ...]
