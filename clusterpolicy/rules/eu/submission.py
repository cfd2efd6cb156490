"""The day of submission: the day by which the applicants are judged."""

from clusterpolicy.language import Quantity, day_of, facts_of
from clusterpolicy.model import Application
from clusterpolicy.rules.eu.sources import SOURCES

application = facts_of(Application)

SUBMISSION_DAY = Quantity(
    name="submission_day",
    label="day of submission",
    formula=day_of(application.submitted_at),
    source=SOURCES.GBER.at("Art. 6(2)"),
)
"""The civil day, in the time zone of the call, on which the application was submitted."""
