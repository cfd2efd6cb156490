"""What the files around the package promise: set-up, versions, contents of the wheel, and the order of imports."""

from __future__ import annotations

import ast
import graphlib
import os
import re
import shlex
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path
from typing import Any

import grimp
import pytest
import yaml

import clusterpolicy
from clusterpolicy.cli import main

ROOT = Path(__file__).resolve().parent.parent
PYPROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VERSION: str = PYPROJECT["project"]["version"]

HEAVY = {"polars", "pandas", "pyarrow", "duckdb", "narwhals", "durable", "z3", "rich", "yaml", "stdnum", "hypothesis"}
EXACT_PACKAGES = ("rules", "language", "scoring")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks_of(name: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text_of(name), flags=re.MULTILINE | re.DOTALL)


def run_python(*arguments: str) -> str:
    finished = subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert finished.returncode == 0, finished.stderr
    return finished.stdout


# ── Set-up ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_continuous_integration_runs_the_second_block_of_the_readme_word_for_word() -> None:
    _, commands = text_of(".ci/run").split("\n\n", maxsplit=1)

    assert commands == blocks_of("README.md", "sh")[1]


def test_the_first_block_of_the_readme_decides_a_shipped_example() -> None:
    command = blocks_of("README.md", "sh")[0].splitlines()[-1].split()

    assert command[:2] == ["clusterpolicy", "assess"]
    assert (ROOT / command[2]).is_file()


@pytest.mark.parametrize("block", [0, 1])
def test_each_block_of_the_readme_makes_its_environment_and_keeps_to_the_constraints(block: int) -> None:
    commands = blocks_of("README.md", "sh")[block]

    assert commands.startswith("python3 -m venv .venv\n. .venv/bin/activate\npython -m pip install -c constraints.txt ")


def test_continuous_integration_stops_at_the_first_failure_and_names_no_folder_of_a_machine() -> None:
    script = text_of(".ci/run")

    assert "set -euo pipefail" in script
    assert set(re.findall(r"(?<![\w.}])/[a-z]\w*", script)) == {"/usr", "/dev"}  # /usr/bin/env and /dev/null
    assert os.access(ROOT / ".ci/run", os.X_OK)


def test_the_python_of_the_readme_runs() -> None:
    for block in blocks_of("README.md", "python"):
        assert run_python("-c", block)


@pytest.mark.parametrize("page", ["README.md", "examples/README.md"])
def test_every_command_that_is_shown_gives_an_answer(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples", target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    lines = "".join(blocks_of(page, "sh")).replace("\\\n", " ").splitlines()
    commands = [shlex.split(line)[1:] for line in lines if line.startswith("clusterpolicy ")]

    assert len(commands) >= 4
    for command in commands:
        assert main(command) in (0, 2), capsys.readouterr().err  # 2: not everything is known
        assert capsys.readouterr().out


def test_every_link_of_the_readme_into_the_repository_has_a_target() -> None:
    targets = re.findall(r"\]\((?!https?://)([^)#]+)", text_of("README.md"))

    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


# ── Versions ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_file_that_names_the_version_names_the_same_one() -> None:
    assert yaml.safe_load(text_of("CITATION.cff"))["version"] == VERSION
    assert yaml.safe_load(text_of("publiccode.yml"))["softwareVersion"] == VERSION
    assert metadata.version("clusterpolicy") == VERSION
    assert clusterpolicy.__version__ == VERSION


def test_every_file_that_names_the_licence_names_the_same_one() -> None:
    assert PYPROJECT["project"]["license"] == "EUPL-1.2"
    assert yaml.safe_load(text_of("CITATION.cff"))["license"] == "EUPL-1.2"
    assert yaml.safe_load(text_of("publiccode.yml"))["legal"]["license"] == "EUPL-1.2"
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text_of("LICENSE")


def test_the_constraints_hold_names_and_exact_versions_only() -> None:
    lines = text_of("constraints.txt").splitlines()

    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9][\w.-]*==[0-9][0-9a-z.]*", line)] == []
    assert lines == sorted(set(lines), key=str.lower)


def test_the_constraints_pin_whatever_the_extra_for_contributors_asks_for() -> None:
    def plain(requirement: str) -> str:
        name = re.match(r"[\w.-]+", requirement)
        assert name is not None
        return re.sub(r"[-_.]+", "-", name[0]).lower()

    project = PYPROJECT["project"]
    extras = project["optional-dependencies"]
    asked = {plain(line) for line in (*project["dependencies"], *extras["dev"], *extras["testing"])}
    pinned = {plain(line) for line in text_of("constraints.txt").splitlines()}

    assert asked - pinned == {"clusterpolicy"}


def test_every_version_in_the_change_log_tells_changes_of_the_library_from_changes_of_the_rules() -> None:
    versions = re.split(r"^## ", text_of("CHANGELOG.md"), flags=re.MULTILINE)[1:]

    assert versions[0].split()[0] == VERSION
    for version in versions:
        assert re.findall(r"^### (.+)$", version, flags=re.MULTILINE) == ["Library", "Rules"]


# ── What is shipped ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_wheel_holds_the_whole_package_with_its_figures_and_its_types(tmp_path: Path) -> None:
    run_python("-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path))
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = {name for name in archive.namelist() if name.startswith("clusterpolicy/")}

    package = ROOT / "clusterpolicy"
    expected = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.suffix not in {".pyc", ".pyo"}
    }
    assert shipped == expected
    assert "clusterpolicy/py.typed" in shipped
    assert any(name.endswith(".toml") for name in shipped)


# ── Imports ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_importing_the_package_loads_no_engine_and_no_library_that_only_one_part_needs() -> None:
    loaded = set(run_python("-c", "import clusterpolicy, sys; print(*sys.modules)").split())

    assert "clusterpolicy" in loaded
    assert loaded & HEAVY == set()
    assert {name for name in loaded if name.startswith("clusterpolicy.engines")} == set()


def test_no_module_imports_itself_in_a_circle_not_even_inside_a_function() -> None:
    graph = grimp.build_graph("clusterpolicy", cache_dir=None)
    imports = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}

    graphlib.TopologicalSorter(imports).prepare()  # raises, and names the circle


@pytest.mark.parametrize("package", EXACT_PACKAGES)
def test_no_rule_and_nothing_under_it_uses_binary_floating_point_or_rounds_on_its_own(package: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / "clusterpolicy" / package).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"float", "round"}
    ]

    assert found == []


@pytest.mark.parametrize("path", sorted((ROOT / "clusterpolicy" / "rules").rglob("*.py")), ids=lambda path: path.stem)
def test_no_figure_with_decimals_stands_in_a_rule(path: Path) -> None:
    constants = [
        node.value for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Constant)
    ]

    assert [value for value in constants if isinstance(value, float)] == []
