"""A child that reads returned forms: `python -m tests.sheets.pdf_form.jobs LIMITS`."""

from diagnosis.guard import Message, serve
from diagnosis.model.problems import ProblemsError
from diagnosis.sheets.pdf_form import read_pdf_form


def read(message: Message) -> Message:
    """The codes of what is wrong, and how many answers there are."""
    try:
        sheet = read_pdf_form(message.blob, "returned.pdf")
    except ProblemsError as error:
        return Message({"codes": [problem.code for problem in error.problems], "answers": 0})
    return Message({"codes": [fault.code for fault in sheet.faults], "answers": len(sheet.answers)})


if __name__ == "__main__":
    serve({"read": read})
