"""What is not collected where an extra cannot be installed."""

from __future__ import annotations

from importlib.util import find_spec

# The library behind the rule engine of the dossier does not import on Python 3.13 and newer.
_NEED_IT = ["clusterpolicy/engines/dossier/adapter.py", "clusterpolicy/engines/dossier/rete.py"]

collect_ignore = [] if find_spec("durable") else _NEED_IT
