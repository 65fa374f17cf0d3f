"""What is wrong with an answer, in the words of a page: what to do, without ids and without the forms of files."""

from diagnosis.model.questionnaire import (
    DateQuestion,
    MultiQuestion,
    NumberQuestion,
    Question,
    SingleQuestion,
    TextQuestion,
)
from diagnosis.model.text import Text


def tell_fault(question: Question, code: str) -> Text:
    """What to do about a fault of the checks. code: theirs."""
    match code, question:
        case "sheet.reason-missing", _:
            return Text("当てはまらない理由を入力してください。", "Say why it does not apply.")
        case "sheet.text-length", TextQuestion(maximum_length=most):
            return Text(f"{most:,}文字以内で入力してください。", f"Keep it within {most:,} characters.")
        case "sheet.text-length", _:
            return Text("理由は500文字以内で入力してください。", "Keep the reason within 500 characters.")
        case "sheet.text-characters", _:
            return Text(
                "目に見えない制御文字が入っています。入力し直してください。",
                "There is an invisible control character in it. Type it again.",
            )
        case "sheet.exclusive", MultiQuestion():
            return _exclusive(question)
        case _:
            return _by_kind(question)


def two_answers(question: Question) -> Text:
    """Something was entered, and “don't know” or “not applicable” was chosen as well."""
    deed = "選択" if isinstance(question, MultiQuestion) else "入力"
    return Text(
        f"{deed}した答えか「わからない」の、どちらか一つにしてください。",
        "Either give an answer, or choose “don’t know”; not both.",
    )


def _exclusive(question: MultiQuestion) -> Text:
    alone = next(choice.label for choice in question.choices if choice.exclusive)
    return Text(
        f"「{alone.ja}」を選ぶときは、ほかの選択を外してください。", f"Where you choose “{alone.en}”, clear the others."
    )


def _by_kind(question: Question) -> Text:
    match question:
        case NumberQuestion(minimum=least, maximum=most, unit=unit):
            return Text(
                f"{least:,}から{most:,}までの数（{unit.ja}）を、75000 のように入力してください。",
                f"Enter a number from {least:,} to {most:,} ({unit.en}), such as 75000.",
            )
        case DateQuestion():
            return Text(
                "日付を、2026-11-23 や 令和8年11月23日 のように入力してください。",
                "Enter a date such as 2026-11-23.",
            )
        case SingleQuestion() | MultiQuestion():
            return Text("選択肢から選んでください。", "Choose from the list.")
        case TextQuestion():
            return Text("文字で入力してください。", "Enter some text.")
