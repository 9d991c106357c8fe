"""Futures that are settled already, or by another."""

from __future__ import annotations

from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")


def resolved(answer: T) -> Future[T]:
    """One that has its answer."""
    future: Future[T] = Future()
    future.set_result(answer)
    return future


def failed(error: BaseException) -> Future[T]:
    """One that ended with that error."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future


def copied(done: Future[T], outcome: Future[T]) -> None:
    """Settle a future as another one that is done."""
    error = done.exception()
    if error is None:
        outcome.set_result(done.result())
    else:
        outcome.set_exception(error)
