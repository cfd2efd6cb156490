"""Finding the rules of a call by its name."""

from __future__ import annotations

from importlib.metadata import EntryPoint, EntryPoints
from pathlib import Path

import pytest

from clusterpolicy import registry
from clusterpolicy.errors import InputError, RuleError
from clusterpolicy.registry import call_named, installed_calls
from clusterpolicy.rules import piedmont

OURS = EntryPoint("piedmont", "clusterpolicy.rules.piedmont", registry.GROUP)


@pytest.fixture
def install(monkeypatch: pytest.MonkeyPatch) -> list[EntryPoint]:
    """The entry points that are installed: ours, and what a test adds."""
    installed = [OURS]
    monkeypatch.setattr(
        registry, "entry_points", lambda *, group, **only: EntryPoints(installed).select(group=group, **only)
    )
    return installed


def test_the_calls_of_this_library_are_found() -> None:
    assert installed_calls().rule_sets == {"piedmont/line-a": piedmont.LINE_A, "piedmont/line-b": piedmont.LINE_B}
    assert call_named("piedmont/line-a") is piedmont.LINE_A
    assert call_named("piedmont/line-b") is piedmont.LINE_B


@pytest.mark.parametrize("name", ["piedmont/line_a", "piedmont/line a", "Piedmont/Line-A", "piedmnt/line-a"])
def test_a_name_that_is_nearly_right_is_mended(name: str) -> None:
    with pytest.raises(InputError) as caught:
        call_named(name)

    assert [(each.code, each.mend) for each in caught.value.problems] == [("call-unknown", "write `piedmont/line-a`")]


def test_where_nothing_is_installed_the_answer_says_so(install: list[EntryPoint]) -> None:
    install.clear()

    with pytest.raises(InputError, match="install the package that holds its rules"):
        call_named("piedmont/line-a")


def test_a_region_may_name_its_rule_set_itself_instead_of_a_module(install: list[EntryPoint]) -> None:
    install[:] = [EntryPoint("anywhere", "clusterpolicy.rules.piedmont:LINE_A", registry.GROUP)]

    assert list(installed_calls().rule_sets) == ["piedmont/line-a"]


def test_a_region_that_cannot_be_loaded_leaves_the_others_usable(install: list[EntryPoint]) -> None:
    install.append(EntryPoint("aosta", "no_such_module_of_aosta", registry.GROUP))

    calls = installed_calls()

    assert list(calls.rule_sets) == ["piedmont/line-a", "piedmont/line-b"]
    assert [each.code for each in calls.problems] == ["region-broken"]
    assert call_named("piedmont/line-a") is piedmont.LINE_A


def test_a_call_of_a_region_that_cannot_be_loaded_is_broken_rather_than_unknown(install: list[EntryPoint]) -> None:
    install.append(EntryPoint("aosta", "no_such_module_of_aosta", registry.GROUP))

    with pytest.raises(RuleError, match=r"region-broken.*no_such_module_of_aosta"):
        call_named("aosta/research")


def test_the_faults_of_rules_that_cannot_be_built_are_told(install: list[EntryPoint], tmp_path: Path) -> None:
    (tmp_path / "rules_of_nowhere.py").write_text(
        "from clusterpolicy.language import facts_of\n"
        "from clusterpolicy.model import Project\n"
        "LONG = facts_of(Project).month\n"
    )
    install.append(EntryPoint("nowhere", "rules_of_nowhere", registry.GROUP))

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        problems = installed_calls().problems

    assert [each.code for each in problems] == ["region-broken"]
    assert "write `months`" in problems[0].message


@pytest.mark.parametrize(
    ("loads", "names", "codes"), [("LINE_A", ["piedmont/line-a"], []), ("LINE_Z", [], ["region-broken"])]
)
def test_rules_that_a_region_loads_only_when_asked_are_found_or_told_of(
    install: list[EntryPoint], tmp_path: Path, loads: str, names: list[str], codes: list[str]
) -> None:
    (tmp_path / f"late_{loads.lower()}.py").write_text(
        f"def __dir__():\n    return ['{loads}']\n\n\n"
        "def __getattr__(name):\n    from clusterpolicy.rules import piedmont\n    return getattr(piedmont, name)\n"
    )
    install[:] = [EntryPoint("late", f"late_{loads.lower()}", registry.GROUP)]

    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(tmp_path))
        calls = installed_calls()

    assert list(calls.rule_sets) == names
    assert [each.code for each in calls.problems] == codes
