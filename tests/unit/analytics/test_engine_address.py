"""Where the analytics run, as one text says."""

import pytest

from lazo.analytics.engine_address import EngineAddress, EngineKind, EngineProblem, UnableToStartEngine


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("", EngineAddress(EngineKind.HERE)),
        (" duckdb ", EngineAddress(EngineKind.HERE)),
        ("spark", EngineAddress(EngineKind.LOCAL, "local[*]")),
        ("local", EngineAddress(EngineKind.LOCAL, "local")),
        ("local[2]", EngineAddress(EngineKind.LOCAL, "local[2]")),
        ("spark://casa:7078", EngineAddress(EngineKind.CLUSTER, "spark://casa:7078", "casa", 7078)),
        ("spark://casa", EngineAddress(EngineKind.CLUSTER, "spark://casa", "casa", 7077)),
        ("sc://10.0.0.7", EngineAddress(EngineKind.CONNECT, "sc://10.0.0.7", "10.0.0.7", 15002)),
        ("sc://[::1]:99/;use_ssl=true", EngineAddress(EngineKind.CONNECT, "sc://[::1]:99/;use_ssl=true", "::1", 99)),
    ],
)
def test_addresses(text: str, address: EngineAddress) -> None:
    assert EngineAddress.of(text) == address
    assert address.is_here == (not address.text)


@pytest.mark.parametrize(
    "text", ["sparkk", "local[0]", "local[]", "spark://", "http://casa:7077", "sc://a b", "postgres"]
)
def test_what_is_no_address(text: str) -> None:
    with pytest.raises(UnableToStartEngine) as refused:
        EngineAddress.of(text)

    assert refused.value.problem is EngineProblem.UNKNOWN_ADDRESS
    assert refused.value.detail == text
