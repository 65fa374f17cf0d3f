"""Answers to take away: as a filled sheet that can be sent in, gone on with, or kept."""

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.sheets import SheetFormat, write_sheet
from diagnosis.web.members.draft import sheet_of
from diagnosis.web.members.keeping import open_draft
from diagnosis.web.pages import language_of
from diagnosis.web.refusals import not_found
from diagnosis.web.site import site_of

_TYPES = {
    SheetFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    SheetFormat.JSON: "application/json",
}


async def take_away(request: Request) -> Response:
    """The answers as a workbook or as JSON."""
    site, opened, language = site_of(request), await open_draft(request), language_of(request)
    wanted = request.path_params["form"]
    if wanted not in _TYPES:
        raise not_found()
    form = SheetFormat(wanted)
    sheet = sheet_of(opened.draft, opened.definitions)
    data = await site.wait_for(lambda: write_sheet(opened.definitions, language, form, sheet))
    name = f"diagnosis-{site.today.isoformat()}.{form.value}"
    return Response(data, media_type=_TYPES[form], headers={"content-disposition": f'attachment; filename="{name}"'})
