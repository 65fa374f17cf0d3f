"""The addresses of staff's pages."""

from starlette.routing import Route

from diagnosis.web.staff.account import ACCOUNT, change_password, end_others, show_account, use_other_app
from diagnosis.web.staff.administration import erase_member, revoke_key, show_administration, switch_user
from diagnosis.web.staff.batches import give_quarantined, show_batch, show_batches, take_in
from diagnosis.web.staff.case_deeds import do_deed, issue, keep_correction, show_correction
from diagnosis.web.staff.case_page import give_document, give_file, show_case
from diagnosis.web.staff.directory import RETURN, come_back, leave
from diagnosis.web.staff.log import show_log
from diagnosis.web.staff.portfolio import export, show_portfolio
from diagnosis.web.staff.queue import receive_file, show_queue, show_receiving
from diagnosis.web.staff.second_step import (
    APP,
    CODE,
    OWN_PASSWORD,
    check_code,
    keep_app,
    keep_own_password,
    show_app,
    show_code,
    show_own_password,
)
from diagnosis.web.staff.sign_in import show_sign_in, sign_in, sign_out
from diagnosis.web.staff.signed_in import SIGN_IN

RECEIVE = "/staff/receive"
"""Takes files."""

ROUTES = (
    Route(SIGN_IN, show_sign_in),
    Route(SIGN_IN, sign_in, methods=["POST"]),
    Route(OWN_PASSWORD, show_own_password),
    Route(OWN_PASSWORD, keep_own_password, methods=["POST"]),
    Route(APP, show_app),
    Route(APP, keep_app, methods=["POST"]),
    Route(CODE, show_code),
    Route(CODE, check_code, methods=["POST"]),
    Route("/staff/directory", leave),
    Route(RETURN, come_back),
    Route(ACCOUNT, show_account),
    Route(f"{ACCOUNT}/password", change_password, methods=["POST"]),
    Route(f"{ACCOUNT}/other-app", use_other_app, methods=["POST"]),
    Route(f"{ACCOUNT}/end-others", end_others, methods=["POST"]),
    Route("/staff/sign-out", sign_out, methods=["POST"]),
    Route("/staff", show_queue),
    Route(RECEIVE, show_receiving),
    Route(RECEIVE, receive_file, methods=["POST"]),
    Route("/staff/cases/{number}", show_case),
    Route("/staff/cases/{number}/file", give_file),
    Route("/staff/cases/{number}/issue", issue, methods=["POST"]),
    Route("/staff/cases/{number}/answers/{question}", show_correction),
    Route("/staff/cases/{number}/answers/{question}", keep_correction, methods=["POST"]),
    Route("/staff/cases/{number}/{deed}", do_deed, methods=["POST"]),
    Route("/staff/documents/{number}", give_document),
    Route("/staff/portfolio", show_portfolio),
    Route("/staff/portfolio/export.{form}", export),
    Route("/staff/batches", show_batches),
    Route("/staff/batches/{batch}", show_batch),
    Route("/staff/batches/{batch}/take-in", take_in, methods=["POST"]),
    Route("/staff/batches/{batch}/quarantine/{digest}", give_quarantined),
    Route("/staff/log", show_log),
    Route("/staff/administration", show_administration),
    Route("/staff/administration/switch-user", switch_user, methods=["POST"]),
    Route("/staff/administration/revoke-key", revoke_key, methods=["POST"]),
    Route("/staff/administration/erase-member", erase_member, methods=["POST"]),
)
