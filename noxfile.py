"""What a contributor runs: `nox -s check` checks everything, in the order in which a failure is cheapest.

The steps run in the environment that nox itself is installed in, so that a check never waits for an installation, and
so that the same command does the same here and in continuous integration. `tests_on` alone makes environments of its
own: it repeats the tests on the other versions of Python.
"""

from __future__ import annotations

import sys

import nox

nox.needs_version = ">=2025.5"
nox.options.sessions = ["check"]
nox.options.error_on_missing_interpreters = True
nox.options.download_python = "never"

PYTHON_FILES = ("clusterpolicy", "tests", "benchmarks", "docs", "mutation", "noxfile.py")
OTHER_PYTHONS = ("3.12", "3.13")

PARALLEL = ("-n", "2")
BRANCH_COVERAGE = ("--cov", "--cov-branch", "--cov-report=term-missing:skip-covered")


def run(session: nox.Session, module: str, *arguments: str) -> None:
    """Run a tool as a module of this Python, so that it is found whether or not the environment is activated."""
    session.run(sys.executable, "-m", module, *arguments, external=True)


@nox.session(name="format", venv_backend="none")
def format_(session: nox.Session) -> None:
    """Is the code formatted? `nox -s format -- --write` formats it."""
    if "--write" in session.posargs:
        run(session, "ruff", "format", *PYTHON_FILES)
    else:
        run(session, "ruff", "format", "--check", *PYTHON_FILES)


@nox.session(venv_backend="none")
def lint(session: nox.Session) -> None:
    """Is the code free of known mistakes?"""
    run(session, "ruff", "check", *PYTHON_FILES)


@nox.session(venv_backend="none")
def types(session: nox.Session) -> None:
    """Do the types agree, under the strict rules of the type checker?"""
    run(session, "mypy", *PYTHON_FILES)


@nox.session(venv_backend="none")
def layers(session: nox.Session) -> None:
    """Do imports point down only, without a circle, with one importer each for the heavy libraries?"""
    # The linter offers no module to run; its console script calls this function.
    start = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    # Without its cache, which has been seen to answer for files as they were before an edit.
    session.run(sys.executable, "-c", start, "--no-cache", external=True)


@nox.session(venv_backend="none")
def tests(session: nox.Session) -> None:
    """Do all tests and documented examples pass, and do they reach every branch?

    With arguments (`nox -s tests -- tests/model -k partner`) only what they select runs, without coverage.
    """
    run(session, "pytest", *(session.posargs or (*PARALLEL, *BRANCH_COVERAGE)))


@nox.session(venv_backend="none")
def pages(session: nox.Session) -> None:
    """Write the generated pages of the documentation anew: rulebook, schema, tables of fields."""
    run(session, "docs.write_generated_pages")


@nox.session(venv_backend="none")
def docs(session: nox.Session) -> None:
    """Does the documentation build, with every link and every anchor in place?"""
    # Never quiet: the builder lets broken anchors pass when it may not print.
    # Material for MkDocs prints a warning about MkDocs 2, which this project does not use.
    session.env["NO_MKDOCS_2_WARNING"] = "1"
    run(session, "mkdocs", "build", "--strict")


@nox.session(venv_backend="none")
def check(session: nox.Session) -> None:
    """Check everything. The first step that fails ends the run."""
    for step in (format_, lint, types, layers, tests, docs):
        session.log(f"{step.__doc__}".splitlines()[0])
        step(session)


@nox.session(python=OTHER_PYTHONS, venv_backend="venv")
def tests_on(session: nox.Session) -> None:
    """Do all tests pass on another version of Python? For example `nox -s tests_on-3.13`."""
    session.install("-c", "constraints.txt", "-e", ".[dev]")
    session.run("pytest", *(session.posargs or PARALLEL))
