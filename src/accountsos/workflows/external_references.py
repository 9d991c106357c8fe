"""A workflow that also says what another system calls the thing that it makes or changes, in the same write."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from accountsos.bookkeeping.call_thing import ExternalChange, call_thing
from accountsos.store.engine.sql import Reader, Writer
from accountsos.store.head import Cause
from accountsos.workflows.unit_of_work import WriteWorkflow

C = TypeVar("C")
P = TypeVar("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Naming(Generic[R]):
    """How the thing is found in what the workflow returns, and read again once it is called something else."""

    kind: int
    number: Callable[[R], int]
    again: Callable[[Reader, int, R], R]
    is_new: Callable[[R], bool]
    look: Callable[[R, ExternalChange], None] = lambda done, said: None
    """Refuses what may not be said of it."""


def named(
    workflow: WriteWorkflow[C, P, R], naming: Naming[R]
) -> WriteWorkflow[tuple[C, ExternalChange], tuple[P, ExternalChange], R]:
    """The workflow with what is said of the thing beside its command. Where nothing is said, it is as it was."""

    def prepare(db: Reader, company: int, asked: tuple[C, ExternalChange]) -> tuple[P, ExternalChange]:
        command, said = asked
        return workflow.prepare(db, company, command), said

    def apply(db: Writer, company: int, plan: tuple[P, ExternalChange], cause: Cause) -> R:
        inner, said = plan
        done = workflow.apply(db, company, inner, cause)
        thing = (naming.kind, naming.number(done))
        naming.look(done, said)
        if call_thing(db, cause, thing, said, is_new=naming.is_new(done)):
            return naming.again(db, company, done)
        return done

    anyhow = cast("WriteWorkflow[Any, Any, R]", workflow)
    return replace(anyhow, prepare=prepare, apply=apply)


def always(_: object) -> bool:
    """Of workflows that make a thing."""
    return True


def never(_: object) -> bool:
    """Of workflows that change one."""
    return False
