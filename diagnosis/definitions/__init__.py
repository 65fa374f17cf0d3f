"""Questionnaires and rulesets: YAML with places, shape, types, coherence, frozen versions.

Importing this package is cheap: the parsers are imported only where nothing is cached.
"""

from diagnosis.definitions.codes import CodeExplanation, all_codes, explain_code, suggest_code
from diagnosis.definitions.library import (
    check_definitions,
    check_file,
    compare_definitions,
    load_preview,
    migrate_answers,
    plan_publication,
    publish,
    put_on_record,
    restore,
)
from diagnosis.definitions.rulesets import applicable_ruleset, available_rulesets, load_definitions, periods_of

__all__ = [
    "CodeExplanation",
    "all_codes",
    "applicable_ruleset",
    "available_rulesets",
    "check_definitions",
    "check_file",
    "compare_definitions",
    "explain_code",
    "load_definitions",
    "load_preview",
    "migrate_answers",
    "periods_of",
    "plan_publication",
    "publish",
    "put_on_record",
    "restore",
    "suggest_code",
]
