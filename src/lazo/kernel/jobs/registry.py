"""Which function runs which kind of job."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

JobFunction = Callable[..., dict[str, Any]]
FunctionT = TypeVar("FunctionT", bound=JobFunction)


class UnableToFindJobKind(LookupError):
    """No package has registered a job of that name."""


class UnableToRegisterJobKind(ValueError):
    """Two functions claim the same name."""


@dataclass(frozen=True)
class JobKind:
    """`heavy` jobs run in a process of their own, which gives its memory back when it ends; `beside` ones do not wait until it has ended."""

    name: str
    function: JobFunction
    heavy: bool
    beside: bool = False


_kinds: dict[str, JobKind] = {}


def job(name: str, *, heavy: bool = False, beside: bool = False) -> Callable[[FunctionT], FunctionT]:
    """Register a function `(context, **arguments) -> dict` as the job `name`; result and arguments must fit in JSON.

    A worker does light jobs one after another; one that is `beside` it does also while it waits for the process of a heavy one.
    """

    def register(function: FunctionT) -> FunctionT:
        known = _kinds.get(name)
        if known and (known.function.__module__, known.function.__qualname__) != (
            function.__module__,
            function.__qualname__,
        ):
            raise UnableToRegisterJobKind(name)
        _kinds[name] = JobKind(name, function, heavy, beside)
        return function

    return register


def job_kind(name: str) -> JobKind:
    try:
        return _kinds[name]
    except KeyError:
        raise UnableToFindJobKind(name) from None


def job_kinds() -> list[JobKind]:
    return [_kinds[name] for name in sorted(_kinds)]


def beside_kinds() -> frozenset[str]:
    """The names of the jobs that are done while a heavy one works."""
    return frozenset(name for name, kind in _kinds.items() if kind.beside)
