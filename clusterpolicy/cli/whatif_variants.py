"""The variants of a sweep as they are typed, or as a file holds them."""

from __future__ import annotations

from argparse import Namespace
from importlib import import_module
from typing import Any

from clusterpolicy.cli.status import CommandError
from clusterpolicy.errors import Problem


def variants_of(typed: Namespace) -> Any:
    """The variants that were typed. Raises: CommandError for what says none; InputError for values that are none."""
    if (typed.variants is None) == (not typed.vary):
        said = "it says which figures vary, and how, in one way"
        raise CommandError(Problem("command-invalid", "whatif sweep", said, "add either --vary or --variants"))
    if typed.variants is not None:
        if typed.sample is not None:
            said = "a file holds every variant"
            raise CommandError(Problem("command-invalid", "--sample", said, "leave it out"))
        return import_module("clusterpolicy.whatif.frames").read_variants(typed.variants)
    variants, figures = import_module("clusterpolicy.whatif.variants"), figures_of(typed)
    if typed.sample is None:
        return variants.Variants.grid(figures)
    return variants.Variants.sampled(figures, typed.sample, seed=typed.seed)


def figures_of(typed: Namespace) -> dict[str, Any]:
    """The figures that vary, each with its range or the list of its values. Raises: CommandError for what is none."""
    variants = import_module("clusterpolicy.whatif.variants")
    figures: dict[str, Any] = {}
    for each in typed.vary:
        name, separator, values = each.partition("=")
        if not separator or not values or name in figures:
            said = f"`{each}` does not say once which values a figure takes"
            raise CommandError(Problem("command-invalid", "--vary", said, "write --vary NAME=LOWEST:HIGHEST:STEP"))
        ends = values.split(":")
        if len(ends) not in (1, 3):
            said, mend = (
                f"`{values}` is no range",
                "write LOWEST:HIGHEST:STEP, as 200000:400000:50000, or values with commas",
            )
            raise CommandError(Problem("command-invalid", "--vary", said, mend))
        figures[name] = variants.Steps(*ends) if len(ends) == 3 else values.split(",")
    return figures
