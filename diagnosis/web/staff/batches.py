"""Batches: what ran, how far it is, what it put into quarantine; and their files taken into the queue."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from diagnosis.casework.receiving import Returned, receive
from diagnosis.casework.scoring import Scoring
from diagnosis.model.casework import Origin
from diagnosis.model.problems import Span
from diagnosis.model.staff import Deed
from diagnosis.model.text import Language
from diagnosis.store import StoredBatch
from diagnosis.web.forms.posted import read_form
from diagnosis.web.pages import language_of, page
from diagnosis.web.refusals import not_found
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.words import COUNTS

_AT_ONCE = 100
"""Files that one press of the button takes in."""
_MOST_QUARANTINED = 500
_MOST_DIGITS = 9


async def show_batches(request: Request) -> Response:
    """Every run, newest first."""
    staff = await staff_of(request, Deed.READ)
    batches = await site_of(request).wait_for(site_of(request).store.batches)
    return page(request, "staff/batches", {"staff": staff, "batches": batches, "words": COUNTS, "here": "batches"})


async def show_batch(request: Request) -> Response:
    """One run: its counts, its quarantine with the reasons, and what of it is in the queue."""
    staff = await staff_of(request, Deed.READ)
    site = site_of(request)
    batch = await _find(request)
    quarantined = await site.wait_for(lambda: list(site.store.quarantined(batch=batch.id)))
    files = await site.wait_for(lambda: site.store.files_of(batch.id))
    taken = await site.wait_for(lambda: site.store.cases.digests_of(_owner(batch.id)))
    values = {
        "staff": staff,
        "batch": batch,
        "quarantined": quarantined[:_MOST_QUARANTINED],
        "quarantined_count": len(quarantined),
        "files": len(files),
        "done": len(site_keys(site, batch.id)) if batch.finished_at is None else None,
        "left": sum(digest not in taken for digest, _ in files),
        "at_once": _AT_ONCE,
        "words": COUNTS,
        "problem_words": lambda problem: _words(problem, language_of(request)),
        "here": "batches",
    }
    return page(request, "staff/batch", values)


async def give_quarantined(request: Request) -> Response:
    """A file that a batch put into quarantine, as it came."""
    await staff_of(request, Deed.READ)
    site, batch, digest = site_of(request), await _find(request), request.path_params["digest"]
    known = await site.wait_for(lambda: {one for _, one, _ in site.store.quarantined(batch=batch.id)})
    data = await site.wait_for(lambda: site.store.file(digest)) if digest in known else None
    if data is None:
        raise not_found()
    headers = {"content-disposition": f'attachment; filename="{digest[:12]}"'}
    return Response(data, media_type="application/octet-stream", headers=headers)


async def take_in(request: Request) -> Response:
    """Take the next files of a batch into the queue; those that are there already stay as they are."""
    await staff_of(request, Deed.RECEIVE)
    await read_form(request)
    site, batch = site_of(request), await _find(request)
    async with site.foreign:
        await site.wait_for(lambda: _take(site, batch.id))
    return see_other(f"/staff/batches/{batch.id}")


def _take(site: Site, batch: int) -> None:
    taken = site.store.cases.digests_of(_owner(batch))
    left = [(digest, name) for digest, name in site.store.files_of(batch) if digest not in taken]
    for digest, name in left[:_AT_ONCE]:
        data = site.store.file(digest)
        if data is not None:
            file = Returned(data, name, Origin.BATCH, _owner(batch))
            receive(site.store, file, Scoring(site.settings, site.today))


def site_keys(site: Site, batch: int) -> set[str]:
    """What a batch that is under way has on record so far."""
    return {result.key for _, _, result in site.store.results_of(batch)}


def _words(problem: Mapping[str, object], language: Language) -> str:
    """What was wrong, as the batch wrote it down."""
    at = problem.get("at")
    file, line, column, spot = at if isinstance(at, list) else ("", 0, 0, "")
    return f"{Span(str(file), line, column, str(spot))} {problem.get(language.value, '')}".strip()


def _owner(batch: int) -> str:
    return f"batch-{batch}"


async def _find(request: Request) -> StoredBatch:
    site, number = site_of(request), request.path_params["batch"]
    if number.isdecimal() and len(number) <= _MOST_DIGITS:
        for batch in await site.wait_for(site.store.batches):
            if batch.id == int(number):
                return batch
    raise not_found()
