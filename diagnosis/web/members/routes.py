"""The addresses of members' pages."""

from starlette.routing import Route

from diagnosis.web.members.start import show_start

ROUTES = (Route("/", show_start, name="start"),)
