"""Coherence: whether files of the right shape mean something together. One plain function a question asked of them."""

from collections.abc import Callable, Iterator

from diagnosis.definitions.checks import (
    advice,
    certificates,
    conditions,
    dates,
    exposure,
    gates,
    ids,
    ladders,
    loss,
    points,
    reach,
    routes,
    same_as,
    scales,
    sources,
    texts,
    weights,
)
from diagnosis.definitions.draft import RulesetDraft, World
from diagnosis.model.problems import Problem

Check = Callable[[World], Iterator[Problem]]
RulesetCheck = Callable[[World, RulesetDraft], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    ids.check_unique_ids,
    ids.check_choices,
    texts.check_languages,
    texts.check_evidence,
    scales.check_names,
    scales.check_one_source_of_choices,
    scales.check_number_range,
    sources.check_citations,
    conditions.check_routes,
    routes.check_order,
    same_as.check_targets,
    reach.check_routes,
    dates.check_answerable,
)
RULESET_CHECKS: tuple[RulesetCheck, ...] = (
    ids.check_ruleset_ids,
    sources.check_sources,
    sources.check_tags,
    conditions.check_ruleset,
    weights.check_questionnaires,
    weights.check_sections,
    weights.check_rules,
    scales.check_alike,
    points.check_scale_points,
    points.check_points,
    points.check_bands,
    same_as.check_rivals,
    advice.check_advice,
    ladders.check_grades,
    ladders.check_tiers,
    ladders.check_confidence,
    gates.check_caps,
    gates.check_unknown,
    reach.check_rules,
    exposure.check_shares,
    exposure.check_risk_groups,
    certificates.check_certificates,
    certificates.check_caps,
    certificates.check_plans,
    loss.check_model,
    loss.check_worked_example,
    loss.check_incidents,
    dates.check_ruleset,
)


def check_world(world: World) -> tuple[Problem, ...]:
    """Everything that the checks find, in no particular order."""
    found = [problem for check in CHECKS for problem in check(world)]
    if world.ruleset is not None:
        found += [problem for check in RULESET_CHECKS for problem in check(world, world.ruleset)]
    return tuple(found)
