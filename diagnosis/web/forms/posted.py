"""A posted form, taken in only with its proof that it was ours and within its size."""

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from diagnosis.web.refusals import form_expired, too_many
from diagnosis.web.security import csrf
from diagnosis.web.settings import Rate
from diagnosis.web.site import site_of

_MOST_FIELDS = 400


async def read_form(request: Request) -> FormData:
    """The fields of a form of ours; raises PageError. Whatever changes something reads its form by this."""
    site = site_of(request)
    if not csrf.is_from_here(request, site.web.base_url):
        raise form_expired()
    form = await request.form(max_fields=_MOST_FIELDS, max_files=1, max_part_size=site.web.limits.form)
    if not csrf.is_token(site.cookies.get(request, csrf.VISIT), form.get(csrf.FIELD)):
        raise form_expired()
    return form


def text_of(form: FormData, name: str) -> str:
    """A field's text; empty where it was not sent."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


async def file_of(form: FormData, name: str) -> tuple[str, bytes] | None:
    """Name and content of a file that was sent along; None where none was."""
    value = form.get(name)
    if not isinstance(value, UploadFile) or not value.filename:
        return None
    return value.filename, await value.read()


def count(request: Request, purpose: str, rate: Rate) -> None:
    """Count what this address does; raises PageError (429) where it is too much."""
    wait = site_of(request).rates.wait(purpose, address_of(request), rate)
    if wait:
        raise too_many(wait)


def address_of(request: Request) -> str:
    """The visitor's network address; behind a trusted proxy the one that it names."""
    return request.client.host if request.client else ""
