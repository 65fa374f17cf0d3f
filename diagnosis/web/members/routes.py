"""The addresses of members' pages."""

from starlette.routing import Route

from diagnosis.web.members.answers import show_answers
from diagnosis.web.members.handing_in import hand_in, show_handed_in, show_handing_in
from diagnosis.web.members.printing import print_trial
from diagnosis.web.members.result import show_result
from diagnosis.web.members.saving import (
    erase_all,
    resume,
    save,
    show_erased,
    show_erasing,
    show_resume,
    show_saving,
)
from diagnosis.web.members.section import keep_section, show_section
from diagnosis.web.members.start import begin_anew, begin_from_file, show_file, show_start
from diagnosis.web.members.taking_away import take_away
from diagnosis.web.members.what_if import choose, show_what_if

FROM_FILE = "/from-file"
"""Takes files."""

ROUTES = (
    Route("/", show_start, name="start"),
    Route("/begin", begin_anew, methods=["POST"]),
    Route(FROM_FILE, show_file),
    Route(FROM_FILE, begin_from_file, methods=["POST"]),
    Route("/questions/{section}", show_section),
    Route("/questions/{section}", keep_section, methods=["POST"]),
    Route("/answers", show_answers),
    Route("/result", show_result),
    Route("/what-if", show_what_if),
    Route("/what-if", choose, methods=["POST"]),
    Route("/report", print_trial, methods=["POST"]),
    Route("/take-away/{form}", take_away),
    Route("/hand-in", show_handing_in),
    Route("/hand-in", hand_in, methods=["POST"]),
    Route("/handed-in", show_handed_in),
    Route("/keep", show_saving),
    Route("/keep", save, methods=["POST"]),
    Route("/resume/{secret}", show_resume),
    Route("/resume/{secret}", resume, methods=["POST"]),
    Route("/erase", show_erasing),
    Route("/erase", erase_all, methods=["POST"]),
    Route("/erased", show_erased),
)
