"""The one door to the templates: a page in the visitor's language, with what every page needs."""

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from diagnosis.model.text import Language, Text
from diagnosis.web.security import csrf
from diagnosis.web.site import JAPAN, site_of

STATIC = Path(__file__).parent / "static"
_TEMPLATES = Path(__file__).parent / "templates"
_LANGUAGE = "lang"
_YEAR = timedelta(days=365)

Values = Mapping[str, object]


def page(request: Request, template: str, values: Values, status: int = 200) -> HTMLResponse:
    """The page as a response. template: its name without `.html.jinja`.

    Every template has: `lang`; `say(ja, en)`; `tell(TEXT)`; `asset(FILE)`; `local(MOMENT)`, the time in Japan;
    `csrf`, the token for its forms; `path`; `other`, the address of the same page in the other language.
    """
    site = site_of(request)
    language = language_of(request)
    visit = site.cookies.get(request, csrf.VISIT)
    shown = visit or csrf.new_visit()
    html = (
        _environment()
        .get_template(f"{template}.html.jinja")
        .render(
            lang=language.value,
            say=_JAPANESE if language is Language.JA else _ENGLISH,
            tell=_tellers()[language],
            asset=asset,
            local=_local,
            csrf=csrf.token_of(shown),
            path=request.url.path,
            other=f"{request.url.path}?{_LANGUAGE}={'en' if language is Language.JA else 'ja'}",
            **values,
        )
    )
    response = HTMLResponse(html, status)
    if visit is None:
        site.cookies.put(response, csrf.VISIT, shown)
    if request.query_params.get(_LANGUAGE) == language:
        site.cookies.put(response, _LANGUAGE, language.value, _YEAR)
    return response


def language_of(request: Request) -> Language:
    """The language that is asked for in the address, else chosen before, else the browser's, else Japanese."""
    for wish in (request.query_params.get(_LANGUAGE), site_of(request).cookies.get(request, _LANGUAGE)):
        if wish is not None and wish in [*Language]:
            return Language(wish)
    return language_of_header(request.headers.get("accept-language", ""))


def language_of_header(header: str) -> Language:
    """The first language of ours in a list of Accept-Language; Japanese where it names neither."""
    for part in header.split(","):
        word = part.partition(";")[0].partition("-")[0].strip().lower()
        if word in [*Language]:
            return Language(word)
    return Language.JA


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(JAPAN):%Y-%m-%d %H:%M}"


def _japanese(ja: str, _en: str) -> str:
    return ja


def _english(_ja: str, en: str) -> str:
    return en


_JAPANESE, _ENGLISH = _japanese, _english


@cache
def _tellers() -> Mapping[Language, object]:
    def teller(language: Language) -> object:
        def tell(text: Text) -> str:
            return text[language]

        return tell

    return {language: teller(language) for language in Language}


@cache
def asset(name: str) -> str:
    """The address of a file in `static/`; it changes with the file, so browsers may keep it for good."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


@cache
def _environment() -> Environment:
    """Our own templates, read once: strict about names, escaping everything."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.do"],
    )
