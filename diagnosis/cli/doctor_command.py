"""`diagnosis doctor`: what this machine lacks, and the line that mends it. Works with hardly anything installed."""

import json
import platform
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from diagnosis.cli.exits import Exit
from diagnosis.cli.inout import emit
from diagnosis.cli.options import AsJson
from diagnosis.cli.words import LANGUAGE, say
from diagnosis.definitions import check_definitions
from diagnosis.model.problems import Severity
from diagnosis.reports.probe import probe_system
from diagnosis.settings import Settings, read_settings

_OLDEST_PYTHON = (3, 11)
_LIBRARIES = ("highspy", "jinja2", "jsonschema", "matplotlib", "numpy", "pikepdf", "rich", "ruamel.yaml", "weasyprint")
_BREW = "brew install pango harfbuzz && brew install --cask font-biz-udgothic font-biz-udpgothic font-noto-sans-cjk-jp"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. works: nothing fails for lack of it. remedy: empty where all is well."""

    name: str
    works: bool
    found: str
    remedy: str = ""


def doctor(as_json: AsJson = False) -> int:  # noqa: FBT002 - an option
    """Look at everything that the product needs and tell what is missing."""
    settings = read_settings()
    checks = [
        *_check_python(),
        *_check_libraries(),
        *_check_system(),
        *_check_definitions(settings),
        _check_cache(settings),
    ]
    emit(_as_json(checks) if as_json else _as_text(checks))
    return Exit.OK if all(check.works for check in checks) else Exit.ENVIRONMENT


def _check_python() -> Iterator[Check]:
    works = sys.version_info >= _OLDEST_PYTHON
    remedy = say("Python 3.11 以上を入れてください。", "Install Python 3.11 or newer.")
    yield Check("Python", works, platform.python_version(), "" if works else remedy)


def _check_libraries() -> Iterator[Check]:
    from importlib import metadata  # noqa: PLC0415 - slow to load, and no other command asks

    for name in _LIBRARIES:
        try:
            yield Check(name, works=True, found=metadata.version(name))
        except metadata.PackageNotFoundError:
            yield Check(name, works=False, found="", remedy="pip install diagnosis")


def _check_system() -> Iterator[Check]:
    for probe in probe_system():
        remedy = "" if probe.ok else _BREW if platform.system() == "Darwin" else probe.remedy[LANGUAGE]
        yield Check(probe.name, works=probe.ok or not probe.needed, found=probe.found, remedy=remedy)


def _check_definitions(settings: Settings) -> Iterator[Check]:
    problems = check_definitions(settings.questionnaires, settings.scoring, settings.cache)
    errors = sum(problem.severity is Severity.ERROR for problem in problems)
    missing = not settings.questionnaires.is_dir() or not settings.scoring.is_dir()
    found = str(settings.questionnaires.parent)
    remedy = ""
    if missing:
        remedy = say(
            "questionnaires/ と scoring/ を含むフォルダーを DIAGNOSIS_HOME に指定してください。",
            "Let DIAGNOSIS_HOME name a folder with questionnaires/ and scoring/.",
        )
    elif errors:
        remedy = say(
            f"エラーが {errors} 件あります。diagnosis check で確かめてください。",
            f"{errors} errors: see diagnosis check.",
        )
    yield Check(say("質問票と採点規則", "Questionnaires and rulesets"), not remedy, found, remedy)


def _check_cache(settings: Settings) -> Check:
    """Whether the cache can be written; without it all works, more slowly."""
    try:
        settings.cache.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = settings.cache / ".probe"
        probe.write_bytes(b"")
        probe.unlink()
        remedy = ""
    except OSError as error:
        remedy = say(
            f"書き込めません（{error.strerror}）。DIAGNOSIS_CACHE に書き込めるフォルダーを指定すると速くなります。",
            f"Cannot be written ({error.strerror}). For speed, let DIAGNOSIS_CACHE name a folder that can.",
        )
    return Check(say("一時保存（省略可）", "Cache (optional)"), works=True, found=str(settings.cache), remedy=remedy)


def _as_text(checks: list[Check]) -> str:
    lines = []
    for check in checks:
        mark = _mark(check)
        lines.append(f"{mark}  {check.name}  {check.found}".rstrip())
        lines += [f"        {line}" for line in check.remedy.splitlines()]
    good = all(check.works for check in checks)
    lines += ["", say("すべてそろっています。", "Everything is here.") if good else _summary(checks)]
    return "\n".join(lines)


def _mark(check: Check) -> str:
    if not check.works:
        return say("不足", "MISS")
    return say("注意", "NOTE") if check.remedy else "OK  "


def _summary(checks: list[Check]) -> str:
    missing = sum(not check.works for check in checks)
    return say(
        f"不足 {missing} 件。報告書（PDF）以外の機能は、そのままでも使えることがあります。",
        f"{missing} missing. What makes no PDF may work all the same.",
    )


def _as_json(checks: list[Check]) -> str:
    return json.dumps(
        [{"name": check.name, "works": check.works, "found": check.found, "remedy": check.remedy} for check in checks],
        ensure_ascii=False,
    )
