"""How policy is written: facts, formulas, parameters, requirements, rule sets. No policy and no engine.

>>> from clusterpolicy.language import facts_of, total
>>> from clusterpolicy.model import Participation
>>> partner = facts_of(Participation)
>>> total(partner.costs.industrial_research.personnel) > total(partner.costs.experimental_development.personnel)
Formula(total(personnel cost, industrial research) > total(personnel cost, experimental development))
"""

from clusterpolicy.language.computation import Computation
from clusterpolicy.language.facts import Facts, facts_of
from clusterpolicy.language.formula import Formula
from clusterpolicy.language.inquiry import Inquiry
from clusterpolicy.language.parameter import Parameter, Value
from clusterpolicy.language.parameters import Parameters
from clusterpolicy.language.rule import Beneficiaries, Quantity, Requirement, Stage
from clusterpolicy.language.rule_set import RuleSet
from clusterpolicy.language.rules import Rules
from clusterpolicy.language.source import Confidence, Source, Sources
from clusterpolicy.language.words import (
    all_of,
    any_of,
    average,
    choose,
    computed,
    count,
    day_of,
    days_after,
    every,
    granting_day,
    greatest,
    largest,
    latest,
    least,
    months_after,
    none,
    not_,
    rounded_down_to_cent,
    rounded_half_up_to_cent,
    some,
    total,
    unsettled,
    when,
    years_after,
    zero,
)

__all__ = [
    "Beneficiaries",
    "Computation",
    "Confidence",
    "Facts",
    "Formula",
    "Inquiry",
    "Parameter",
    "Parameters",
    "Quantity",
    "Requirement",
    "RuleSet",
    "Rules",
    "Source",
    "Sources",
    "Stage",
    "Value",
    "all_of",
    "any_of",
    "average",
    "choose",
    "computed",
    "count",
    "day_of",
    "days_after",
    "every",
    "facts_of",
    "granting_day",
    "greatest",
    "largest",
    "latest",
    "least",
    "months_after",
    "none",
    "not_",
    "rounded_down_to_cent",
    "rounded_half_up_to_cent",
    "some",
    "total",
    "unsettled",
    "when",
    "years_after",
    "zero",
]
