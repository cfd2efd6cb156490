"""The result explains itself: who was added, at which part, by which article, and who was not."""

from __future__ import annotations

import dataclasses
from fractions import Fraction

import pytest

from clusterpolicy.errors import InputError
from clusterpolicy.model import Size
from clusterpolicy.rules.eu import sme_status
from clusterpolicy.rules.eu.ownership import Relation, SmeStatus
from tests.rules.eu.ownership.drawn import ON, Data, figures, firm, graph, holds, party, size_of_a

FAMILY: list[Data] = [
    firm("A", 10, 1, 1, markets=["gears"]),
    firm("B", 20, 2, 2, markets=["gears"]),
    firm("C", 40, 4, 4, markets=[]),
    firm("D", 80, 8, 8, markets=[]),
    firm("E", 1000, 99, 99, markets=[]),
    firm("V", 99, 9, 9, kind="venture_capital_company", markets=[]),
    firm("W", 99, 9, 9, markets=[]),
    party("P", "natural_person"),
    party("S", "public_body"),
    holds("P", "A", "0", "0.51"),
    holds("P", "B", "0.6"),
    holds("C", "A", "0.3", "0.2"),
    holds("D", "C", "0.6"),
    holds("E", "C", "0.4"),
    holds("V", "A", "0.25"),
    holds("W", "A", "0.01"),
    holds("S", "A", "0.02"),
]


@pytest.fixture(scope="module")
def status() -> SmeStatus:
    return size_of_a(*FAMILY)


def test_each_enterprise_stands_with_its_relation_its_part_and_its_article(status: SmeStatus) -> None:
    assert [(each.enterprise, each.relation, each.share, each.source.article) for each in status.contributions] == [
        ("A", Relation.ITSELF, 1, "Annex I, Art. 6(1)"),
        ("B", Relation.LINKED, 1, "Annex I, Art. 3(3) and 6(2), third subparagraph"),
        ("C", Relation.PARTNER, Fraction(3, 10), "Annex I, Art. 3(2) and 6(2), first and second subparagraphs"),
        ("D", Relation.LINKED_OF_PARTNER, Fraction(3, 10), "Annex I, Art. 6(3), first subparagraph"),
    ]
    assert status.headcount.value == 10 + 20 + Fraction(3, 10) * 120
    assert sum(each.headcount.lowest for each in status.contributions) == status.headcount.value


def test_each_link_has_its_ground(status: SmeStatus) -> None:
    assert [(each.holders, each.held, each.ground, each.source.article) for each in status.links] == [
        (
            ("P",),
            ("A", "B"),
            "dominated by the same natural persons, on the same or on adjacent markets",
            "Annex I, Art. 3(3), fourth subparagraph",
        ),
        (("D",), ("C",), "majority of the votes", "Annex I, Art. 3(3)(a)"),
    ]


def test_whoever_adds_nothing_is_named_with_the_reason(status: SmeStatus) -> None:
    assert {each.party: each.why for each in status.passed_over} == {
        "E": "a partner of a partner does not count",
        "P": "a natural person is no enterprise and has no figures",
        "S": "a public body has no figures; its part counts as public",
        "V": "an investor of the list, not linked with the enterprise",
        "W": "holds less than a partner",
    }


@pytest.mark.parametrize(
    ("control", "article"),
    [
        ("board_majority", "Annex I, Art. 3(3)(b)"),
        ("dominant_influence", "Annex I, Art. 3(3)(c)"),
        ("agreement", "Annex I, Art. 3(3)(d)"),
    ],
)
def test_each_other_control_has_its_own_article(control: str, article: str) -> None:
    status = size_of_a(firm("A"), firm("B"), holds("B", "A", "0.1", other_control=[control]))

    assert [each.source.article for each in status.links] == [article]


def test_every_source_leads_to_the_regulation(status: SmeStatus) -> None:
    assert {each.address for each in status.sources} == {"http://data.europa.eu/eli/reg/2014/651/oj"}
    assert all(each.article.startswith("Annex I, Art. ") for each in status.sources)
    assert {each.source.article for each in status.contributions} <= {each.article for each in status.sources}


def test_autonomy_follows_from_who_counts(status: SmeStatus) -> None:
    assert status.is_autonomous is False
    assert size_of_a(firm("A")).is_autonomous is True
    assert size_of_a(firm("A"), firm("B"), holds("B", "A", "0.2499")).is_autonomous is True


def test_a_large_enterprise_is_no_sme() -> None:
    assert size_of_a(firm("A", 250)).is_sme is False
    assert size_of_a(firm("A", 249)).is_sme is True
    assert size_of_a(firm("A", None, 1, 1)).is_sme is None


def test_a_status_cannot_be_changed(status: SmeStatus) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        status.category = Size.MICRO  # type: ignore[misc]  # that is the question


def test_the_report_tells_it_all() -> None:
    report = size_of_a(*FAMILY).report()

    lines = [line.strip() for line in report.splitlines()]
    assert lines[0] == "A: medium"
    assert "headcount            66 AWU" in lines
    assert "turnover             6,600,000.00 EUR" in lines
    assert "balance sheet total  6,600,000.00 EUR" in lines
    assert "C: partner, 30 % (Annex I, Art. 3(2) and 6(2), first and second subparagraphs)" in lines
    assert "12 AWU, 1,200,000.00 EUR, 1,200,000.00 EUR" in lines
    assert "E: a partner of a partner does not count (Annex I, Art. 6(2) and (3))" in lines
    assert "Under public control: 2 % (Annex I, Art. 3(4))." in lines
    assert "D -> C: majority of the votes (60 %) (Annex I, Art. 3(3)(a))" in lines
    assert "2015: by its figures medium, status medium" in lines


def test_the_report_of_an_open_status_says_what_is_missing() -> None:
    report = size_of_a(firm("A", 20, 1, 1), firm("B", None, 1, 1), holds("B", "A", "1", None)).report()

    assert report.startswith("A: not known; possible: small, medium, large\n")
    assert "B: linked, 100 %, if the facts that are missing say so" in report
    assert "headcount            20 or more AWU" in report
    assert "headcount of 2015 (parties[1].accounts[0].headcount)" in report
    assert "votes of B in A (holdings[0].votes)" in report
    assert "majority of the votes (0 % to 100 %), not certain" in report


def test_the_report_names_consolidated_accounts_a_change_and_other_readings() -> None:
    status = size_of_a(
        firm("A", 10, ownership_changed_on="2016-02-29"),
        firm("B", 20),
        holds("A", "B", "1"),
        consolidated=[figures(25, 1, 1) | {"parent": "A", "includes": ["B"]}],
    )

    assert "in the consolidated accounts of A" in status.report()
    assert "Ownership changed on 29 February 2016, with effect at once" in status.report()


def test_a_person_is_named_only_for_links_among_those_who_count() -> None:
    one = size_of_a(firm("A"), party("P", "natural_person"), holds("P", "A", "1"))
    elsewhere = size_of_a(
        *(firm(name, markets=["gears"]) for name in "AXY"),
        party("P", "natural_person"),
        *(holds("P", name, "0.6") for name in "XY"),
        holds("X", "A", "0.1"),
    )

    assert one.links == ()
    assert elsewhere.links == ()


@pytest.mark.parametrize(("parties", "mend"), [(50, "write `F10`"), (51, "write the `id` of a party")])
def test_the_nearest_name_is_told_while_there_are_few(parties: int, mend: str) -> None:
    of = graph(*(firm(f"F{number}") for number in range(parties)))
    with pytest.raises(InputError) as refused:
        sme_status(of, "F10x", on=ON)

    assert [each.mend for each in refused.value.problems] == [mend]
