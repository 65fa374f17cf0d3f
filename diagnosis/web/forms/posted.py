"""A posted form, taken in only with its proof that it was ours and within its size."""

from dataclasses import dataclass

from starlette.datastructures import UploadFile
from starlette.requests import Request

from diagnosis.web.refusals import form_expired, too_many
from diagnosis.web.security import csrf
from diagnosis.web.settings import Rate
from diagnosis.web.site import site_of

_MOST_FIELDS = 400


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that came along with a form. name: as the browser gives it."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Posted:
    """The fields of a form, in their order."""

    fields: tuple[tuple[str, str | Sent], ...]

    def text(self, name: str) -> str:
        """A field's text; empty where it was not sent."""
        return next(iter(self.texts(name)), "")

    def texts(self, name: str) -> tuple[str, ...]:
        """Every text of a field that may come several times."""
        return tuple(value for field, value in self.fields if field == name and isinstance(value, str))

    def file(self, name: str) -> Sent | None:
        """A file; None where none was chosen."""
        return next((value for field, value in self.fields if field == name and isinstance(value, Sent)), None)


async def read_form(request: Request) -> Posted:
    """The fields of a form of ours; raises PageError. Whatever changes something reads its form by this."""
    site = site_of(request)
    if not csrf.is_from_here(request, site.web.base_url):
        raise form_expired()
    async with request.form(max_fields=_MOST_FIELDS, max_files=1, max_part_size=site.web.limits.form) as form:
        fields = [(name, await _taken(value)) for name, value in form.multi_items()]
    posted = Posted(tuple((name, value) for name, value in fields if value is not None))
    if not csrf.is_token(site.cookies.get(request, csrf.VISIT), posted.text(csrf.FIELD)):
        raise form_expired()
    return posted


async def _taken(value: str | UploadFile) -> str | Sent | None:
    """A field's value; None for a file that nobody chose."""
    if isinstance(value, str):
        return value
    return Sent(value.filename, await value.read()) if value.filename else None


def count(request: Request, purpose: str, rate: Rate) -> None:
    """Count what this address does; raises PageError (429) where it is too much."""
    wait = site_of(request).rates.wait(purpose, address_of(request), rate)
    if wait:
        raise too_many(wait)


def address_of(request: Request) -> str:
    """The visitor's network address; behind a trusted proxy the one that it names."""
    return request.client.host if request.client else ""
