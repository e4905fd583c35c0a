import counting_jobs
import pytest

from lazo.kernel.jobs import UnableToFindJobKind, job, job_kind, job_kinds
from lazo.kernel.jobs.registry import UnableToRegisterJobKind


def test_a_registered_job_is_found_by_name() -> None:
    kind = job_kind("test.count_apart")
    assert (kind.name, kind.function, kind.heavy) == ("test.count_apart", counting_jobs.count_apart, True)


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnableToFindJobKind):
        job_kind("no.such")


def test_registering_the_same_function_again_changes_nothing() -> None:
    before = job_kinds()
    job("test.count")(counting_jobs.count_here)
    assert job_kinds() == before


def test_a_second_function_may_not_take_a_name() -> None:
    with pytest.raises(UnableToRegisterJobKind, match=r"^test\.count$"):
        job("test.count")(counting_jobs.refuse)


def test_kinds_are_listed_in_order_of_name() -> None:
    names = [kind.name for kind in job_kinds()]
    assert names == sorted(names)
    assert "test.count" in names
