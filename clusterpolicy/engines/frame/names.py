"""The names of tables and of their keys: those of collections and models."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from clusterpolicy.language.scope import Scope


@dataclass(frozen=True, slots=True)
class Names:
    """Gives the tables of some scopes their names."""

    scopes: Sequence[Scope]

    def table(self, scope: Scope) -> str:
        """The name of a table: that of the collection, or, where another is called so, with those around it."""
        if scope.parent is None:
            return "applications"
        name = scope.path[-1]
        around: Scope | None = scope.parent
        while around is not None and any(
            other is not scope and other.parent is not None and other.path[-1] == scope.path[-1]
            for other in self.scopes
        ):
            if around.parent is None:
                break
            name, around = f"{around.path[-1]}_{name}", around.parent
        return name

    def keys(self, scope: Scope) -> tuple[str, ...]:
        """The names of the keys of the rows around a row, then of its own."""
        own = re.sub(r"(?<!^)(?=[A-Z])", "_", scope.entity.__name__).lower()
        return (own,) if scope.parent is None else (*self.keys(scope.parent), own)

    def known(self, scope: Scope) -> str | None:
        """The column that says whether the rows of a table are all there are; `None` where they always are."""
        return f"{'_'.join(scope.path)}_known" if any(scope.optional) else None
