"""The commands there are: their names, where each one lives, and what it does in one sentence."""

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from diagnosis.cli.words import say


@dataclass(frozen=True, slots=True)
class Command:
    """One command. module: below `diagnosis.cli`, not loaded before it is wanted. about: for the list of commands."""

    name: str
    module: str
    function: str
    about: str

    def load(self) -> Callable[..., Any]:
        """Import what the command does."""
        found: Callable[..., Any] = getattr(importlib.import_module(f"diagnosis.cli.{self.module}"), self.function)
        return found


COMMANDS = (
    Command(
        "check",
        "check_command",
        "check",
        say(
            "質問票・採点規則・回答票を調べ、すべての誤りを「ファイル:行:桁」で示す。",
            "Check questionnaires, rulesets and sheets; print every fault as file:line:column.",
        ),
    ),
    Command(
        "explain-code",
        "code_command",
        "explain_code",
        say("誤りのコードの意味と直し方を示す。", "Tell what a fault's code means and how to mend it."),
    ),
    Command("new", "new_command", "new", say("記入用の空の回答票を出力する。", "Print a blank answer sheet.")),
    Command(
        "sheet",
        "sheet_command",
        "sheet",
        say(
            "記入用の回答票を、選んだ形式で作る。答えを別の形式に書き写すこともできる。",
            "Write a sheet to fill in, or copy a sheet's answers, in the format you choose.",
        ),
    ),
    Command(
        "score",
        "score_command",
        "score",
        say(
            "回答票を採点し、評価・得点・割引の目安・未回答・改善策を表示する。",
            "Score sheets: grade, scores, suggested discount, what is missing, what to do.",
        ),
    ),
    Command(
        "report",
        "report_command",
        "report",
        say("回答票から診断報告書（PDF）を作る。", "Make a PDF report of each sheet."),
    ),
    Command(
        "batch",
        "batch_command",
        "batch",
        say(
            "フォルダーの回答票をまとめて診断し、報告書とまとめを作る。",
            "Diagnose a whole folder of sheets: reports, explanations of what is wrong, summaries.",
        ),
    ),
    Command(
        "verify",
        "verify_command",
        "verify",
        say(
            "報告書の添付から採点し直し、報告書と一致するかを確かめる。",
            "Score a report's own sheet again and tell whether the report agrees.",
        ),
    ),
    Command(
        "migrate",
        "migrate_command",
        "migrate",
        say(
            "前の版の回答票を新しい版へ引き継ぎ、答え直す質問を示す。",
            "Carry a sheet over to a later edition, and tell what must be answered again.",
        ),
    ),
    Command(
        "preview",
        "preview_command",
        "preview",
        say(
            "質問票を、選択肢・点数・尋ねる相手とともに見られるページにする。",
            "Make a page of a questionnaire: choices, points, who is asked.",
        ),
    ),
    Command(
        "diff",
        "diff_command",
        "diff",
        say(
            "二つの版の違いと、それがなぜ大切かを示す。", "Tell what changed between two versions, and why it matters."
        ),
    ),
    Command(
        "impact",
        "impact_command",
        "impact",
        say(
            "公開前の規則の案で、どの会員の区分・評価・割引が変わるかを調べる。",
            "Tell what a draft ruleset would change for all members, before it is published.",
        ),
    ),
    Command(
        "publish",
        "publish_command",
        "publish",
        say(
            "新しい版を調べ、前の版と比べ、変えられないように公開する。",
            "Check new versions, compare them with those before, and freeze them.",
        ),
    ),
    Command(
        "list",
        "list_command",
        "list_stored",
        say("保管庫にある診断・一括処理・診断できなかった回答票の一覧。", "List what the store has."),
    ),
    Command(
        "show",
        "show_command",
        "show",
        say(
            "保管庫の診断・会員・一括処理を一つ、記録とともに表示する。",
            "Show one diagnosis, member or batch of the store, with its log.",
        ),
    ),
    Command(
        "export",
        "export_command",
        "export",
        say(
            "保管庫の診断を表（CSV・xlsx・Parquet）に書き出す。", "Write the store's diagnoses as CSV, xlsx or Parquet."
        ),
    ),
    Command(
        "log",
        "log_command",
        "log",
        say("保管庫の記録を表示し、改変がないかを確かめる。", "Print the store's log, or verify that it is whole."),
    ),
    Command(
        "peers",
        "peers_command",
        "peers",
        say(
            "業種・規模・リスク群ごとに、会員の評点の分布を調べる。報告書に渡せる。",
            "Tell how members stand by trade, size and risk group; reports can be given it.",
        ),
    ),
    Command(
        "web",
        "web_command",
        "web",
        say(
            "会員が自分で試算し、審査担当者が回答票を処理するサイトを始める。",
            "Start the site: members try out their score, staff review and issue.",
        ),
    ),
    Command(
        "user",
        "user_command",
        "user",
        say("サイトにサインインする審査担当者を登録・変更する。", "Add and change the staff who sign in to the site."),
    ),
    Command(
        "key",
        "key_command",
        "key",
        say(
            "ほかのシステムがAPIを呼ぶための鍵を作る・止める。",
            "Make and revoke keys by which other systems call the API.",
        ),
    ),
    Command(
        "doctor",
        "doctor_command",
        "doctor",
        say("足りないものと、その入れ方を示す。", "Tell what is missing on this machine and how to install it."),
    ),
    Command(
        "demo",
        "demo_command",
        "demo",
        say("見本の回答票を診断して報告書を作る。", "Diagnose the bundled sheets and make their reports."),
    ),
)
