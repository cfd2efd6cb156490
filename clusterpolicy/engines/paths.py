"""Python names for what lies inside a model: each step of a path is read once."""

from __future__ import annotations

from collections.abc import Callable


class NothingKnown(dict[str, None]):
    """The fields of a model that is not known: none of them is."""

    def __missing__(self, field: str) -> None:
        return None


NOTHING_KNOWN = NothingKnown()


class Reader:
    """Reads paths from the member at hand, each step once."""

    def __init__(self, member: str, write: Callable[[str], None], number: Callable[[], int]) -> None:
        self._write = write
        self._number = number
        self.member = member
        self._collections: dict[tuple[str, ...], str] = {}
        self._fields: dict[tuple[str, ...], str] = {}

    def value(self, path: tuple[str, ...], optional: tuple[bool, ...]) -> str:
        """An expression for the value at `path`: `None` where a step on the way there is not known."""
        return f'{self._fields_at(path[:-1], optional[:-1])}["{path[-1]}"]'

    def collection(self, path: tuple[str, ...], optional: tuple[bool, ...]) -> str:
        """The name that holds the collection at `path`."""
        if path not in self._collections:
            self._collections[path] = self._hold("collection", path, self.value(path, optional))
        return self._collections[path]

    def _fields_at(self, path: tuple[str, ...], optional: tuple[bool, ...]) -> str:
        """The name that holds the fields of what lies at `path`."""
        if path not in self._fields:
            self._fields[path] = self._read_fields(path, optional)
        return self._fields[path]

    def _read_fields(self, path: tuple[str, ...], optional: tuple[bool, ...]) -> str:
        if not path:
            return self._hold("fields", path, f"{self.member}.__dict__")
        value = self.value(path, optional)
        if not any(optional):
            return self._hold("fields", path, f"{value}.__dict__")
        held = self._hold("entry", path, value)
        return self._hold("fields", path, f"NOTHING_KNOWN if {held} is None else {held}.__dict__")

    def _hold(self, what: str, path: tuple[str, ...], value: str) -> str:
        """Give a value a name that no other path can have: names of fields may hold underscores themselves."""
        name = f"{self.member}_{what}{self._number()}_{'_'.join(path)}".rstrip("_")
        self._write(f"{name} = {value}")
        return name
