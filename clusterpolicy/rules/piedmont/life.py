"""The life of an application of these calls: who may move it from where to where, what must hold, and by when.

Hard to read: no source tells the procedure of these calls. The steps are those usual in the calls of the Region, and
the terms are assumed. What is stated is that admission hangs on joining a cluster in Line B.
"""

from datetime import date

from clusterpolicy.language import Formula, Parameters, Stage
from clusterpolicy.language.procedure import (
    Actor,
    AllSatisfied,
    Asked,
    Guard,
    OneFailed,
    Procedure,
    State,
    Term,
    Transition,
)
from clusterpolicy.model import Application
from clusterpolicy.model.admission import AdmittedApplication
from clusterpolicy.rules.piedmont.joining import JOINING
from clusterpolicy.rules.piedmont.joining import limits as joining_limits
from clusterpolicy.rules.piedmont.sources import SOURCES

limits = Parameters.beside(__file__, "life.toml")

USUAL = SOURCES.P36.assumed("The usual sequence of the calls of the Region; the text of these calls is not known.")


def admitted(application: Application, notified_on: date, on: date) -> AdmittedApplication:
    """The facts about an admitted application on one day."""
    return AdmittedApplication.model_construct(application=application, notified_on=notified_on, on=on)


HAS_JOINED = Asked(JOINING, "joined_in_time", "holds", admitted, State.ADMITTED)
HAS_NOT_JOINED = Asked(JOINING, "joined_in_time", "fails", admitted, State.ADMITTED)


def _step(before: State, after: State, by: Actor, *guards: Guard, within: str | None = None) -> Transition:
    return Transition(before, after, by, USUAL, guards, within_term=within)


_BEFORE_GRANT = (
    State.RECEIVED,
    State.RECEIVABLE,
    State.UNDER_EXAMINATION,
    State.INTEGRATION_REQUESTED,
    State.ELIGIBLE,
    State.SCORED,
    State.RANKED,
    State.ADMITTED,
)

_RECEIVABLE = AllSatisfied((Stage.RECEIVABILITY,))

SHARED = (
    _step(State.RECEIVED, State.RECEIVABLE, "office", _RECEIVABLE),
    _step(State.RECEIVED, State.REJECTED, "office", OneFailed((Stage.RECEIVABILITY,))),
    _step(State.RECEIVABLE, State.UNDER_EXAMINATION, "office"),
    _step(State.UNDER_EXAMINATION, State.INTEGRATION_REQUESTED, "office"),
    _step(State.INTEGRATION_REQUESTED, State.UNDER_EXAMINATION, "applicant", within="integration"),
    Transition(State.INTEGRATION_REQUESTED, State.UNDER_EXAMINATION, "office", USUAL, after_term="integration"),
    _step(State.UNDER_EXAMINATION, State.ELIGIBLE, "office", AllSatisfied()),
    _step(State.UNDER_EXAMINATION, State.REJECTED, "office", OneFailed()),
    _step(State.ELIGIBLE, State.SCORED, "panel"),
    _step(State.SCORED, State.REJECTED, "panel"),
    _step(State.SCORED, State.RANKED, "authority"),
    _step(State.RANKED, State.ADMITTED, "authority", AllSatisfied()),
    _step(State.RANKED, State.REJECTED, "authority"),
    _step(State.GRANTED, State.REPORTED, "applicant"),
    _step(State.REPORTED, State.PAID, "authority"),
    _step(State.REPORTED, State.REDUCED, "authority"),
    _step(State.REDUCED, State.PAID, "authority"),
    _step(State.GRANTED, State.REVOKED, "authority"),
    _step(State.REPORTED, State.REVOKED, "authority"),
    _step(State.PAID, State.REVOKED, "authority"),
    *(_step(state, State.WITHDRAWN, "applicant") for state in (*_BEFORE_GRANT, State.GRANTED)),
)
"""The steps that both lines have in common."""

LINE_A_STEPS = (*SHARED, _step(State.ADMITTED, State.GRANTED, "authority", AllSatisfied()))
"""In Line A an admitted application is granted."""

LINE_B_STEPS = (
    *SHARED,
    Transition(State.ADMITTED, State.JOINED, "office", SOURCES.P03, (HAS_JOINED,)),
    Transition(State.ADMITTED, State.REJECTED, "authority", SOURCES.P03, (HAS_NOT_JOINED,), after_term="joining"),
    Transition(State.JOINED, State.GRANTED, "authority", SOURCES.P03, (AllSatisfied(),)),
    _step(State.JOINED, State.WITHDRAWN, "applicant"),
)
"""In Line B everybody must have joined a cluster before the grant; who has not by the end of the term is struck."""


def _terms(closes_at: Formula) -> tuple[Term, ...]:
    return (
        Term("closing", "hand in the application", closes_at, (State.RECEIVED,)),
        Term(
            "examination",
            "examine the application",
            limits.examination_term,
            (State.UNDER_EXAMINATION, State.INTEGRATION_REQUESTED),
        ),
        Term(
            "integration",
            "hand in what is missing",
            limits.integration_term,
            (State.INTEGRATION_REQUESTED,),
            working_days=True,
        ),
    )


def member_life(closes_at: Formula) -> Procedure:
    """The life of an application of Line A."""
    return Procedure(
        name="piedmont/line-a/life",
        title="The life of an application of Line A",
        transitions=LINE_A_STEPS,
        terms=_terms(closes_at),
        holidays=limits.holidays,
    )


def newcomer_life(closes_at: Formula) -> Procedure:
    """The life of an application of Line B."""
    joining = Term("joining", "join a cluster", joining_limits.term, (State.ADMITTED,))
    return Procedure(
        name="piedmont/line-b/life",
        title="The life of an application of Line B",
        transitions=LINE_B_STEPS,
        terms=(*_terms(closes_at), joining),
        holidays=limits.holidays,
    )
