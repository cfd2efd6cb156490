"""The facts of aid beside research projects: to innovation clusters, for innovation of SMEs, for new processes."""

from __future__ import annotations

from pydantic import Field

from clusterpolicy.model.base import DomainModel
from clusterpolicy.model.costs import NOTHING
from clusterpolicy.model.enterprise import Size
from clusterpolicy.units import Day, Euro, Truth


class ClusterAid(DomainModel):
    """Aid to the legal entity behind an innovation cluster. Source: Regulation (EU) No 651/2014, Art. 27.

    >>> ClusterAid(granted_on="2017-07-29", is_operator=True, investment="1000000").operating
    Decimal('0.00')
    """

    granted_on: Day = Field(title="day of granting", description="The day on which the aid is granted.")
    is_owner: Truth | None = Field(
        default=None, title="owner of the cluster", description="Whether the beneficiary owns it."
    )
    is_operator: Truth | None = Field(
        default=None, title="operator of the cluster", description="Whether the beneficiary operates it."
    )
    investment: Euro | None = Field(
        default=NOTHING, title="investment cost", description="Eligible cost of building or upgrading it, in euro."
    )
    operating: Euro | None = Field(
        default=NOTHING, title="operating cost", description="Eligible personnel and administrative cost, in euro."
    )
    operating_aid_since: Day | None = Field(
        default=None,
        title="day of the first operating aid",
        description="The day from which the cluster receives operating aid: of the first aid, the day of granting.",
    )
    in_area_a: Truth | None = Field(
        default=False,
        title="cluster in an assisted area under Art. 107(3)(a) TFEU",
        description="Whether it lies there, by the regional aid map in force at granting.",
    )
    in_area_c: Truth | None = Field(
        default=False,
        title="cluster in an assisted area under Art. 107(3)(c) TFEU",
        description="Whether it lies there, by the regional aid map in force at granting.",
    )


class SmeInnovationAid(DomainModel):
    """Innovation aid for an SME. Source: Regulation (EU) No 651/2014, Art. 28.

    >>> SmeInnovationAid(granted_on="2017-07-29", size="small", advice="180000").earlier_advice_aid
    Decimal('0.00')
    """

    granted_on: Day = Field(title="day of granting", description="The day on which the aid is granted.")
    size: Size | None = Field(default=None, title="size of the enterprise", description="Size of the beneficiary.")
    patents_and_staff: Euro | None = Field(
        default=NOTHING,
        title="cost of patents and seconded staff",
        description="Cost of obtaining, validating and defending patents, and of highly qualified staff on secondment "
        "from a research organisation or a large enterprise, in a new function, in euro.",
    )
    advice: Euro | None = Field(
        default=NOTHING,
        title="cost of advice and support",
        description="Cost of innovation advisory and support services, in euro.",
    )
    earlier_advice_aid: Euro | None = Field(
        default=NOTHING,
        title="earlier aid for advice and support",
        description="Aid for such services to the same undertaking in the three years up to the day of granting.",
    )


class ProcessInnovationAid(DomainModel):
    """Aid for process and organisational innovation. Source: Regulation (EU) No 651/2014, Art. 29.

    >>> ProcessInnovationAid(granted_on="2017-07-29", size="small", cost="100").effective is None
    True
    """

    granted_on: Day = Field(title="day of granting", description="The day on which the aid is granted.")
    size: Size | None = Field(default=None, title="size of the enterprise", description="Size of the beneficiary.")
    cost: Euro | None = Field(
        default=NOTHING, title="cost of the beneficiary", description="Its own eligible cost, in euro."
    )
    effective: Truth | None = Field(
        default=None,
        title="effective collaboration with SMEs",
        description="Whether it collaborates effectively with SMEs. Asked of large enterprises only.",
    )
    cost_of_smes: Euro | None = Field(
        default=None,
        title="cost that SMEs bear",
        description="Eligible cost of all SMEs of the project, in euro. Asked of large enterprises only.",
    )
    whole_cost: Euro | None = Field(
        default=None,
        title="cost of the whole project",
        description="Eligible cost of all parties, in euro. Asked of large enterprises only.",
    )
