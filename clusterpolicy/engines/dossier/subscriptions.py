"""Who wants to know: callbacks, and iterators that wait for the next change."""

from __future__ import annotations

import asyncio
import warnings
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from typing import Self

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
        self._waiting: list[Changes] = []

    def add(self, callback: Callback) -> Subscription:
        """Tell `callback` every change from now on, in the order of the subscriptions."""
        subscription = Subscription(self, callback)
        self._told.append(subscription)
        return subscription

    def forget(self, subscription: Subscription) -> None:
        """Tell it no more."""
        if subscription in self._told:
            self._told.remove(subscription)

    def changes(self) -> Changes:
        """Every change from now on, until the dossier is closed."""
        waiting = Changes(self)
        self._waiting.append(waiting)
        return waiting

    def leave(self, waiting: Changes) -> None:
        """Tell it no more."""
        if waiting in self._waiting:
            self._waiting.remove(waiting)

    def tell(self, change: Change) -> None:
        """Tell everybody. A callback that fails is warned of, and keeps nobody else from being told."""
        for subscription in tuple(self._told):
            try:
                subscription.callback(change)
            except Exception as error:
                said = f"a subscriber failed on step {change.number}: {type(error).__name__}: {error}"
                warnings.warn(said, DossierWarning, stacklevel=4)
        for waiting in tuple(self._waiting):
            waiting.tell(change)

    def close(self) -> None:
        """End every iterator, and forget every callback."""
        for waiting in tuple(self._waiting):
            waiting.tell(None)
        self._told.clear()
        self._waiting.clear()


class Changes:
    """An iterator that waits for the next change, from the moment on at which it was asked for.

    It may wait in another thread than that of the dossier.
    """

    def __init__(self, subscribers: Subscribers) -> None:
        self._subscribers = subscribers
        self._told: deque[Change | None] = deque()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._has_news = asyncio.Event()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Change:
        self._loop = asyncio.get_running_loop()
        while not self._told:
            self._has_news.clear()
            if not self._told:  # it may have been told in the meantime
                await self._has_news.wait()
        if self._told[0] is None:  # the end stays the end
            raise StopAsyncIteration
        change = self._told.popleft()
        assert change is not None  # asked above
        return change

    async def aclose(self) -> None:
        """Wait no more."""
        self._subscribers.leave(self)
        self.tell(None)

    def tell(self, change: Change | None) -> None:
        """Tell a change; `None` is the end."""
        self._told.append(change)
        if self._loop is None:
            return
        with suppress(RuntimeError):  # nobody waits any more: the loop is closed
            self._loop.call_soon_threadsafe(self._has_news.set)
