"""How merit is measured: the grid of both lines, with its floors, its threshold and its premiums.

Hard to read: the sources say that projects had to be highly innovative and that this was the basis of evaluation. The
grid itself is not in them. Its criteria, points, floors and words are assumed, and each is a figure that can be given
another value.
"""

from datetime import date

from clusterpolicy.language import Parameters, day_of, facts_of, some
from clusterpolicy.model import Application, Participation, Project
from clusterpolicy.rules.piedmont.membership import is_member_on
from clusterpolicy.rules.piedmont.sources import SOURCES
from clusterpolicy.scoring.criterion import Criterion, Scale
from clusterpolicy.scoring.grid import Grid
from clusterpolicy.scoring.merit import Merit
from clusterpolicy.scoring.panel import Disagreement, Panel, Premium

application, project, partner = facts_of(Application), facts_of(Project), facts_of(Participation)
limits = Parameters.beside(__file__, "merit.toml")
words = Parameters.beside(__file__, "merit_words.toml")

_NOT_IN_THE_SOURCES = "The criteria of these calls are not in the sources; this one is usual in such calls."
SCALE = Scale(lowest=limits.lowest_mark, highest=limits.highest_mark, step=limits.step_of_marks)

NOVELTY = Criterion(
    code="novelty",
    title="novelty",
    asks="To whom will the results be new: to the enterprises, to their market, or to the world?",
    source=SOURCES.OSLO_NOVELTY.assumed("The steps are those of the manual; that they measure merit here is assumed."),
    scale=SCALE,
    weight=limits.novelty_weight,
    words=words.novelty,
)

STATE_OF_THE_ART = Criterion(
    code="state-of-the-art",
    title="advance over the state of the art",
    asks="How far does the project go beyond the best solutions known, and how well is that shown?",
    source=SOURCES.EC_SCORES.assumed("Proposals to the Commission are asked this; that these calls did is assumed."),
    scale=SCALE,
    weight=limits.state_of_the_art_weight,
    words=words.state_of_the_art,
)

READINESS_STEP = Criterion(
    code="readiness-step",
    title="step in technology readiness",
    asks="From which level to which does the project take the technology, and is that borne out?",
    source=SOURCES.TRL.assumed(
        "The levels are those of the annex; that the step between them earns points is assumed."
    ),
    scale=SCALE,
    weight=limits.readiness_step_weight,
    words=words.readiness_step,
)

INNOVATIVENESS = Criterion(
    code="innovativeness",
    title="innovativeness",
    asks="How innovative is the project?",
    source=SOURCES.seed.assumed("That it is the basis of evaluation is stated; its parts are assumed."),
    parts=(NOVELTY, STATE_OF_THE_ART, READINESS_STEP),
    floor=limits.innovativeness_floor,
)
"""What is examined first: with too few points here, no other criterion helps."""

TECHNICAL_QUALITY = Criterion(
    code="technical-quality",
    title="technical quality and feasibility",
    asks="Does the work plan lead to the aims, and can it be carried out?",
    source=SOURCES.P39.assumed(_NOT_IN_THE_SOURCES),
    scale=SCALE,
    weight=limits.technical_quality_weight,
    words=words.technical_quality,
)

EFFECTS = Criterion(
    code="effects",
    title="effects on market, employment and territory",
    asks="What will the results bring to buyers, to those who work, and to the region?",
    source=SOURCES.P39.assumed(_NOT_IN_THE_SOURCES),
    scale=SCALE,
    weight=limits.effects_weight,
    words=words.effects,
)

PARTNERSHIP = Criterion(
    code="partnership",
    title="partnership and involvement of research organisations",
    asks="Do the partners complete each other, and does research take part in earnest?",
    source=SOURCES.P39.assumed(_NOT_IN_THE_SOURCES),
    scale=SCALE,
    weight=limits.partnership_weight,
    words=words.partnership,
)

SOUNDNESS = Criterion(
    code="soundness",
    title="economic and financial soundness and adequacy of costs",
    asks="Are the costs right for the work, and can the partners bear their share?",
    source=SOURCES.P16.assumed(
        "Parameters of reliability are reported for the calls; that they earn points is assumed."
    ),
    scale=SCALE,
    weight=limits.soundness_weight,
    words=words.soundness,
)

PANEL = Panel(
    how="mean",
    fewest_evaluators=limits.fewest_evaluators,
    disagreement=Disagreement(
        widest_spread=limits.widest_spread,
        remedy="note",
        source=SOURCES.EC_SCORES.assumed("What follows when evaluators differ is not in the sources: it is said."),
    ),
    source=SOURCES.P27.assumed("A committee of evaluators is reported for sister calls; the mean of marks is assumed."),
)

INNOVATIVE_SME = Premium(
    code="innovative-sme",
    title="an innovative SME among the partners",
    earned_if=some(partner.enterprise.innovative_sme),
    points=limits.innovative_sme_premium,
    source=SOURCES.P19.assumed("A premium of the following call, which is described as following these."),
)

LEGALITY_RATING = Premium(
    code="legality-rating",
    title="a partner with a legality rating",
    earned_if=some(partner.enterprise.legality_rating),
    points=limits.legality_rating_premium,
    source=SOURCES.P19.assumed("A premium of the following call, which is described as following these."),
)

S3_TRAJECTORY = Premium(
    code="s3-trajectory",
    title="a trajectory of the smart specialisation strategy",
    earned_if=project.s3_trajectory.is_in(limits.s3_trajectories),
    points=limits.s3_trajectory_premium,
    source=SOURCES.P23.assumed("The trajectories are those of the strategy; that they earn a point is assumed."),
)

ASSOCIATED_PARTNER = Premium(
    code="associated-partner",
    title="a partner associated to a cluster before applying",
    earned_if=some(is_member_on(day_of(application.submitted_at))),
    points=limits.associated_partner_premium,
    source=SOURCES.P19.assumed("A premium of the following call. Before applying is read as on the day of applying."),
)


def grid(*premiums: Premium) -> Grid:
    """The grid of both lines, with the premiums that one of them gives."""
    return Grid(
        criteria=(INNOVATIVENESS, TECHNICAL_QUALITY, EFFECTS, PARTNERSHIP, SOUNDNESS),
        panel=PANEL,
        threshold=limits.threshold,
        premiums=premiums,
        most_premium=limits.most_premium,
        source=SOURCES.P39.assumed(
            "The grid of these calls is not in the sources; a scale of 100 points is evidenced."
        ),
    )


LINE_A_MERIT = Merit(
    name="piedmont/line-a-merit",
    version="1.0.0",
    title="Piedmont, innovation clusters, Line A: how merit is measured",
    grid=grid(INNOVATIVE_SME, LEGALITY_RATING, S3_TRAJECTORY, ASSOCIATED_PARTNER),
    parameters=(limits,),
    time_zone="Europe/Rome",
    in_force_from=date(2016, 10, 26),
    source=SOURCES.P05b,
)
"""How the merit of applications to Line A is measured."""
