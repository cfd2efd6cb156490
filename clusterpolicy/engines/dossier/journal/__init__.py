"""The journal of a dossier: what happened, in order. Nothing is lost, and nothing is changed unseen.

An entry is only ever added. Each holds the digest of the one before it, so that an entry that is changed, taken out or
put in is found. What an entry tells stands beside it, bound by a salted digest: personal data can be erased, and the
chain still holds.

>>> from datetime import datetime, timezone
>>> from clusterpolicy.engines.dossier.journal import Journal, MemoryStore
>>> journal = Journal(MemoryStore())
>>> noon = datetime(2017, 3, 1, 12, tzinfo=timezone.utc)
>>> journal.write([("put", {"document": "chamber of commerce extract"})], at=noon)
>>> [entry.kind for entry in journal.entries()]
['put']
"""

from clusterpolicy.engines.dossier.journal.chain import SCHEMA, Entry, Event
from clusterpolicy.engines.dossier.journal.file import FileStore
from clusterpolicy.engines.dossier.journal.journal import Journal
from clusterpolicy.engines.dossier.journal.store import MemoryStore, Store

__all__ = ["SCHEMA", "Entry", "Event", "FileStore", "Journal", "MemoryStore", "Store"]
