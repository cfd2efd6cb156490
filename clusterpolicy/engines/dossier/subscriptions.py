"""Who wants to know: callbacks, and iterators that wait for the next change."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import AsyncIterator, Callable

from clusterpolicy.engines.dossier.change import Change

Callback = Callable[[Change], object]


class DossierWarning(UserWarning):
    """Something beside the dossier went wrong; the dossier itself goes on."""


class Subscription:
    """A callback that is told every change until it is closed."""

    def __init__(self, subscribers: Subscribers, callback: Callback) -> None:
        self._subscribers = subscribers
        self.callback = callback

    def close(self) -> None:
        """Be told no more. Closing twice is no fault."""
        self._subscribers.forget(self)

    def __enter__(self) -> Subscription:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Subscribers:
    """All who are told the changes of one dossier."""

    def __init__(self) -> None:
        self._told: list[Subscription] = []
        self._waiting: list[_Queue] = []

    def add(self, callback: Callback) -> Subscription:
        """Tell `callback` every change from now on, in the order of the subscriptions."""
        subscription = Subscription(self, callback)
        self._told.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Tell it no more."""
        if subscription in self._told:
            self._told.remove(subscription)

    async def changes(self) -> AsyncIterator[Change]:
        """Every change from now on, until the dossier is closed."""
        queue: _Queue = asyncio.Queue()
        self._waiting.append(queue)
        try:
            while (change := await queue.get()) is not None:
                yield change
        finally:
            if queue in self._waiting:
                self._waiting.remove(queue)

    def tell(self, change: Change) -> None:
        """Tell everybody. A callback that fails is warned of, and keeps nobody else from being told."""
        for subscription in tuple(self._told):
            try:
                subscription.callback(change)
            except Exception as error:
                said = f"a subscriber failed on step {change.number}: {type(error).__name__}: {error}"
                warnings.warn(said, DossierWarning, stacklevel=4)
        for queue in self._waiting:
            queue.put_nowait(change)

    def close(self) -> None:
        """End every iterator, and forget every callback."""
        for queue in self._waiting:
            queue.put_nowait(None)
        self._told.clear()
        self._waiting.clear()


_Queue = asyncio.Queue[Change | None]
