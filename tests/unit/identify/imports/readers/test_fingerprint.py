import pytest

from lazo.identify.imports.readers.fingerprint import Fingerprint
from lazo.identify.imports.readers.problem import UnableToRead


def test_the_same_file_has_the_same_fingerprint(write):
    path = write("a,b\n")

    assert Fingerprint.of(path) == Fingerprint.of(path)
    assert Fingerprint.of(path).size == 4
    Fingerprint.of(path).check(path)


def test_a_file_that_is_gone(write):
    path = write("a,b\n")
    found = Fingerprint.of(path)
    path.unlink()

    with pytest.raises(UnableToRead, match="not_found"):
        found.check(path)
