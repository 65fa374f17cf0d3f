"""The first hours after a leak: what the ruleset says of them, or the report's own words where it says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from diagnosis.model.first_response import FirstResponse
from diagnosis.reports.view.context import BasisTag, Context


@dataclass(frozen=True, slots=True)
class ResponseView:
    """As printed. steps, rows: words by the names that the wording uses. has_categories: of what must be reported."""

    lead: str
    steps: tuple[Mapping[str, str], ...]
    title: str
    when: str
    rows: tuple[Mapping[str, str], ...]
    note: str
    contacts: tuple[str, ...]
    bases: tuple[BasisTag, ...]
    has_categories: bool


def view_response(context: Context) -> ResponseView:
    """Gather the half of the chapter that depends on the law."""
    own = context.ruleset.first_response
    return _worded(context.words["response"]) if own is None else _own(context, own)


def _worded(words: Mapping[str, Any]) -> ResponseView:
    return ResponseView(
        lead=words["lead"],
        steps=tuple(words["steps"]),
        title=words["deadlines"],
        when=words["deadline_when"],
        rows=tuple(words["deadline_rows"]),
        note=words["count"],
        contacts=tuple(words["contact_names"]),
        bases=(),
        has_categories=True,
    )


def _own(context: Context, own: FirstResponse) -> ResponseView:
    read = context.read
    return ResponseView(
        lead=read(own.lead),
        steps=tuple({"when": read(s.when), "title": read(s.title), "text": read(s.text)} for s in own.steps),
        title=read(own.title),
        when=context.say("response.when"),
        rows=tuple({"what": read(r.what), "when": read(r.when), "basis": read(r.basis)} for r in own.rows),
        note=read(own.note),
        contacts=tuple(read(contact) for contact in own.contacts),
        bases=context.bases(own.sources),
        has_categories=False,
    )
