"""Eligible costs, by research activity and by category."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.units import Euro

NOTHING = Decimal("0.00")


class Activity(StrEnum):
    """The research activities that the law gives an intensity of its own.

    Source: Regulation (EU) No 651/2014, Art. 25(2), with the definitions of Art. 2(84) to (87).
    """

    FUNDAMENTAL_RESEARCH = "fundamental_research"
    INDUSTRIAL_RESEARCH = "industrial_research"
    EXPERIMENTAL_DEVELOPMENT = "experimental_development"
    FEASIBILITY_STUDY = "feasibility_study"


class ActivityCosts(DomainModel):
    """The eligible costs of one research activity in euro, by category.

    A category left out is not claimed: 0.00. `None` says that it is claimed, and the amount is not known.

    Source of the categories: Regulation (EU) No 651/2014, Art. 25(3).

    >>> costs = ActivityCosts(personnel="90000", travel=None)
    >>> costs.personnel, costs.travel, costs.materials
    (Decimal('90000.00'), None, Decimal('0.00'))
    """

    personnel: Euro | None = Field(
        default=NOTHING,
        title="personnel cost",
        description="Researchers, technicians and other staff, as far as employed on the project.",
    )
    own_work: Euro | None = Field(
        default=NOTHING,
        title="own work",
        description="Unpaid work of owners and partners of the enterprise, valued by the rules of the call.",
    )
    equipment: Euro | None = Field(
        default=NOTHING,
        title="instruments and equipment",
        description="Depreciation of instruments and equipment, to the extent and for the time of use on the project.",
    )
    buildings_and_land: Euro | None = Field(
        default=NOTHING,
        title="buildings and land",
        description="Depreciation of buildings and cost of land, to the extent and for the time of use on the project.",
    )
    contract_research: Euro | None = Field(
        default=NOTHING,
        title="contract research",
        description="Contract research, knowledge, patents and consultancy bought at arm's length.",
    )
    materials: Euro | None = Field(
        default=NOTHING,
        title="materials and supplies",
        description="Materials, supplies and other running costs caused by the project.",
    )
    travel: Euro | None = Field(default=NOTHING, title="travel", description="Travel for the project.")
    overheads: Euro | None = Field(
        default=NOTHING, title="overheads", description="Additional overheads caused by the project."
    )


# Made without validation, which would be built at import for this alone; a test holds both equal.
NO_COSTS = ActivityCosts.model_construct()


class EligibleCosts(DomainModel):
    """The eligible costs of one beneficiary, by research activity. An activity left out has no costs.

    >>> EligibleCosts(industrial_research={"personnel": "90000"}).experimental_development.personnel
    Decimal('0.00')
    """

    fundamental_research: ActivityCosts = Field(
        default=NO_COSTS,
        title="fundamental research",
        description="Costs of work to gain new knowledge without any direct commercial use in view.",
    )
    industrial_research: ActivityCosts = Field(
        default=NO_COSTS,
        title="industrial research",
        description="Costs of planned research to gain new knowledge and skills for new or improved products, "
        "processes or services.",
    )
    experimental_development: ActivityCosts = Field(
        default=NO_COSTS,
        title="experimental development",
        description="Costs of combining and using existing knowledge to develop new or improved products, "
        "processes or services.",
    )
    feasibility_study: ActivityCosts = Field(
        default=NO_COSTS,
        title="feasibility study",
        description="Costs of studying whether a project can succeed, before it is decided.",
    )
