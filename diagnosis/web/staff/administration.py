"""Administration: editions, users, keys, how long things are kept, and a member's data deleted on request."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import Response

from diagnosis import pipeline
from diagnosis.model.staff import Deed
from diagnosis.model.text import Text
from diagnosis.web.forms.posted import read_form
from diagnosis.web.pages import page
from diagnosis.web.refusals import not_found
from diagnosis.web.responses import see_other
from diagnosis.web.site import Site, site_of
from diagnosis.web.staff.signed_in import staff_of
from diagnosis.web.staff.words import ROLES


async def show_administration(request: Request) -> Response:
    """All of it on one page."""
    return await _show(request)


async def switch_user(request: Request) -> Response:
    """Disable a user, who is out at once, or let them in again. Nobody does that to themselves."""
    staff = await staff_of(request, Deed.ADMINISTER)
    form = await read_form(request)
    site, user_id = site_of(request), form.text("user")
    user = await site.wait_for(lambda: site.store.people.find(user_id))
    if user is None:
        raise not_found()
    if user.id == staff.id:
        return await _show(request, Text("ご自分は停止できません。", "You cannot disable yourself."), status=422)
    changed = replace(user, is_active=not user.is_active)
    await site.wait_for(lambda: site.store.people.put(changed, staff.id))
    return see_other("/staff/administration#users")


async def revoke_key(request: Request) -> Response:
    """A key of another system opens nothing any more."""
    staff = await staff_of(request, Deed.ADMINISTER)
    form = await read_form(request)
    site, key = site_of(request), form.text("key")
    if not await site.wait_for(lambda: site.store.api_keys.revoke(key, staff.id)):
        raise not_found()
    return see_other("/staff/administration#keys")


async def erase_member(request: Request) -> Response:
    """Delete a member's data wholly: its number is typed twice, for nothing brings them back."""
    staff = await staff_of(request, Deed.ADMINISTER)
    form = await read_form(request)
    site, member = site_of(request), form.text("member").strip()
    if not member or member != form.text("again").strip():
        refusal = Text("会員番号を二度、同じように入力してください。", "Type the member's number twice, alike.")
        return await _show(request, refusal, status=422)
    counts = await site.wait_for(lambda: site.store.erase_member(member, staff.id))
    if not any(counts.values()):
        return await _show(
            request, Text("この会員のデータはありません。", "There are no data of this member."), status=422
        )
    done = Text(
        f"会員 {member} のデータを消去しました（案件{counts['cases']}件、診断{counts['diagnoses']}件、"
        f"報告書{counts['documents']}通、ファイル{counts['files']}件）。",
        f"The data of member {member} are deleted: {counts['cases']} cases, {counts['diagnoses']} diagnoses, "
        f"{counts['documents']} reports, {counts['files']} files.",
    )
    return await _show(request, done=done)


async def _show(
    request: Request, refusal: Text | None = None, *, done: Text | None = None, status: int = 200
) -> Response:
    staff = await staff_of(request, Deed.ADMINISTER)
    site = site_of(request)
    values = {
        "staff": staff,
        "editions": await site.wait_for(lambda: _editions(site)),
        "in_force": site.ruleset(),
        "users": await site.wait_for(site.store.people.all),
        "roles": ROLES,
        "keys": await site.wait_for(site.store.api_keys.all),
        "now": site.clock(),
        "web": site.web,
        "refusal": refusal,
        "done": done,
        "here": "administration",
    }
    return page(request, "staff/administration", values, status)


def _editions(site: Site) -> list[object]:
    """Every ruleset with its questionnaires, newest first."""
    references = reversed(pipeline.list_rulesets(site.settings))
    return [pipeline.load(reference, site.settings) for reference in references]
