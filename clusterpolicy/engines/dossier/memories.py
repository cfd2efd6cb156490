"""The working memories, by name."""

from __future__ import annotations

import warnings
from importlib import import_module
from typing import Literal

from clusterpolicy.engines.dossier.memory import Memory
from clusterpolicy.engines.dossier.plain import PlainMemory
from clusterpolicy.engines.dossier.program import Program
from clusterpolicy.engines.dossier.subscriptions import DossierWarning
from clusterpolicy.engines.generated import Figures
from clusterpolicy.errors import InputError, Problem

MemoryName = Literal["plain", "rete"]


def memory_of(name: MemoryName, program: Program, figures: Figures) -> Memory:
    """A working memory for one dossier.

    Where the engine of `rete` is not installed, or cannot be loaded, it is a plain one, and a warning says so.
    """
    if name == "plain":
        return PlainMemory(program, figures)
    if name != "rete":
        said = f"there is no working memory `{name}`"
        raise InputError(Problem("unknown-name", "memory", said, "use one of `plain`, `rete`"))
    try:
        # Loaded only where it is asked for: the engine behind it may not be there.
        memory: Memory = import_module("clusterpolicy.engines.dossier.rete").ReteMemory(program, figures)
    except Exception as error:
        said = f"the rule engine cannot be used, and the dossier is kept by plain evaluation: {error}"
        warnings.warn(said, DossierWarning, stacklevel=4)
        return PlainMemory(program, figures)
    return memory
