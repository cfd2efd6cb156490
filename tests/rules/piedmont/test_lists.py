"""The lists of the call, entry by entry: activities, areas of the strategy, clusters and their themes."""

import json
from pathlib import Path
from typing import Any

import pytest

from clusterpolicy import Application, assess
from clusterpolicy.model import Cluster
from clusterpolicy.rules import piedmont

EXAMPLE = Path(__file__).parents[3] / "examples" / "line_a" / "eligible.json"


def status_of(code: str, document: dict[str, Any]) -> str:
    application = Application.model_validate_json(json.dumps(document))
    (finding,) = (each for each in assess(application, piedmont.LINE_A).findings if each.code == code)
    return finding.status


@pytest.fixture
def document() -> dict[str, Any]:
    """The eligible example, to be changed by a test."""
    content: dict[str, Any] = json.loads(EXAMPLE.read_text(encoding="utf-8"))
    return content


@pytest.mark.parametrize("division", range(1, 100))
def test_manufacturing_and_construction_are_admitted_trade_is_excluded_and_the_rest_is_looked_up(
    division: int, document: dict[str, Any]
) -> None:
    document["participations"][0]["enterprise"]["main_activity"] = f"{division:02}"
    manufacturing, construction, trade = range(10, 34), range(41, 44), range(45, 48)
    if division in manufacturing or division in construction:
        expected = "satisfied"
    elif division in trade:
        expected = "failed"
    else:
        expected = "undetermined"
    assert status_of("activity-code-admitted", document) == expected


@pytest.mark.parametrize(
    "area", ["aerospace", "automotive", "green chemistry", "mechatronics", "made in", "health and wellbeing"]
)
def test_the_six_areas_of_the_strategy_are_served(area: str, document: dict[str, Any]) -> None:
    document["project"]["s3_area"] = area
    assert status_of("s3-area", document) == "satisfied"


@pytest.mark.parametrize("cluster", piedmont.CLUSTERS, ids=lambda cluster: cluster.code)
def test_every_theme_of_a_cluster_is_coherent_with_its_agenda(cluster: Cluster, document: dict[str, Any]) -> None:
    for theme in cluster.themes:
        document["project"] |= {"cluster": cluster.code, "agenda_theme": theme}
        assert status_of("agenda-theme", document) == "satisfied"


@pytest.mark.parametrize("cluster", piedmont.CLUSTERS, ids=lambda cluster: cluster.code)
def test_a_member_of_any_of_the_seven_clusters_is_a_member(cluster: Cluster, document: dict[str, Any]) -> None:
    document["participations"][0]["enterprise"]["memberships"][0]["cluster"] = cluster.code
    assert status_of("cluster-member", document) == "satisfied"


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        *((f"ITC1{number}", "satisfied") for number in range(1, 9)),
        ("ITC1", "satisfied"),
        ("ITC2", "undetermined"),
        ("ITC20", "undetermined"),
        ("ITC", "undetermined"),
        ("IT", "undetermined"),
        ("ITC3", "satisfied"),
        ("FR", "satisfied"),
    ],
)
def test_only_what_may_lie_in_valle_d_aosta_is_left_open(place: str, expected: str, document: dict[str, Any]) -> None:
    document["participations"][0]["place_of_work"] = place
    assert status_of("valle-d-aosta", document) == expected
