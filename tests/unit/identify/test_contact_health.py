import pytest

from lazo.identify.contact_health import Health, health_of

SOFT, HARD, MISS = "SOFT_BOUNCE", "HARD_BOUNCE", "UNREACHABLE"


@pytest.mark.parametrize(
    ("outcomes", "state", "why"),
    [
        ([], "USABLE", ""),
        (["DELIVERED"], "USABLE", "DELIVERED"),
        ([SOFT, SOFT], "USABLE", ""),
        ([SOFT] * 3, "DOUBTFUL", SOFT),
        ([SOFT] * 6, "DOUBTFUL", SOFT),
        ([SOFT] * 7, "DEAD", SOFT),
        ([SOFT, SOFT, "DELIVERED", SOFT], "USABLE", "DELIVERED"),
        ([HARD], "DEAD", HARD),
        ([HARD, "DELIVERED"], "USABLE", "DELIVERED"),
        ([HARD, SOFT], "DEAD", HARD),
        ([MISS] * 2, "USABLE", ""),
        ([MISS] * 9, "DOUBTFUL", MISS),
        (["WRONG_PERSON"], "DEAD", "WRONG_PERSON"),
        (["WRONG_PERSON", "DELIVERED", "REPLIED"], "DEAD", "WRONG_PERSON"),
        (["WRONG_PERSON", "VERIFIED"], "USABLE", "VERIFIED"),
        (["OTHER_OWNER", HARD], "DEAD", "OTHER_OWNER"),
        (["VERIFIED", "REPLACED"], "DEAD", "REPLACED"),
    ],
)
def test_health_follows_from_what_happened(outcomes: list[str], state: str, why: str) -> None:
    assert health_of(outcomes) == Health(state, why)
