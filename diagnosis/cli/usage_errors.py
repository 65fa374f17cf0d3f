"""What was typed wrongly, said in the language of this run."""

import re

from diagnosis.cli.words import LANGUAGE
from diagnosis.model.text import Language


def is_usage_error(error: Exception) -> bool:
    """Whether the command line itself could not be understood. The parser's own classes are private to typer."""
    return hasattr(error, "format_message") and hasattr(error, "exit_code")


def say_usage_error(error: Exception) -> str:
    """One sentence about it, and where help is."""
    if type(error).__name__ == "NoArgsIsHelpError":  # the help page is printed already
        return ""
    message = str(error.format_message())  # type: ignore[attr-defined] # what is_usage_error has asked
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "diagnosis"
    if LANGUAGE == Language.EN:
        return f"{message}\nHelp: {command} --help"
    return f"{_in_japanese(error, message)}\n使い方：{command} --help"


def _in_japanese(error: Exception, message: str) -> str:
    parameter = getattr(error, "param", None)
    name = getattr(error, "param_hint", None) or (
        parameter.get_error_hint(getattr(error, "ctx", None)) if parameter is not None else ""
    )
    match type(error).__name__:
        case "NoSuchOption":
            return f"オプション {getattr(error, 'option_name', '')} はありません。"
        case "MissingParameter":
            return f"{name} が指定されていません。"
        case "BadParameter":
            return f"{name} の値が正しくありません：{_CHOICES.sub(_CHOICES_IN_JAPANESE, str(error))}"
        case _:
            return f"コマンドの指定が正しくありません：{message}"


_CHOICES = re.compile(r"^'(.*)' is not one of (.*)\.$", re.DOTALL)
_CHOICES_IN_JAPANESE = r"「\1」は使えません。使える値は \2 です。"
