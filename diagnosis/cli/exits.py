"""How a command ends: exit codes, and the one exception that carries one."""

from enum import IntEnum

from diagnosis.cli.words import say


class Exit(IntEnum):
    """Exit codes; of several reasons the highest is returned."""

    OK = 0
    FAULTS = 1
    USAGE = 2
    DEFINITIONS = 3
    ENVIRONMENT = 4
    UNEXPECTED = 70
    INTERRUPTED = 130


class StopError(Exception):
    """The command cannot go on; says why in one sentence, and with which code it ends."""

    def __init__(self, code: Exit, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


EPILOG = say(
    "終了コード： 0＝正常、 1＝誤りのある回答票やファイルがある・検証が一致しない、 2＝使い方の誤り、 "
    "3＝質問票・採点規則に誤りがある、 4＝必要なものがない（diagnosis doctor で確認）、 70＝予期しないエラー、 "
    "130＝中断",
    "Exit codes: 0 all well; 1 faulty sheets or files, or a verification that disagrees; 2 wrong usage; "
    "3 faulty questionnaires or rulesets; 4 something is missing (see diagnosis doctor); 70 unexpected error; "
    "130 interrupted",
)
