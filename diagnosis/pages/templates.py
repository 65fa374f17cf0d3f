"""Opening a folder of templates: strict about names, escaping everything, reaching nothing outside the folder."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment

from diagnosis.model.text import Language

Page = Template
"""A template that has been read and can be filled in."""

_OWN = Path(__file__).parent / "templates"


def open_templates(folder: Path) -> Environment:
    """The templates of `folder`: a name that does not exist is an error, never an empty place."""
    return ImmutableSandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def render_page(name: str, language: Language, values: Mapping[str, object]) -> str:
    """A page of this package. language: shown first; a page carries both and fetches nothing."""
    return _templates().get_template(f"{name}.html.jinja").render(language=language.value, **values)


@cache
def _templates() -> Environment:
    return open_templates(_OWN)
