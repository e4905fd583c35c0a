"""What is registered stands, and nothing else may take its name."""

from dataclasses import replace

import pytest

from lazo.identify import mirror
from lazo.kernel.warehouse import registry


def test_tables_of_identity_are_registered_before_those_that_follow_them() -> None:
    names = [table.name for table in registry.tables()]
    facts = ["purchases", "purchase_lines", "interactions"]
    assert names[:9] == ["parties", "products", *facts, "traits", "consents", "relations", "contracts"]
    assert [rollup.name for rollup in registry.rollups()] == ["customer_month"]


def test_the_same_table_twice_is_once() -> None:
    before = registry.tables()
    mirror.register_tables()
    assert registry.tables() == before


def test_another_table_of_that_name_is_refused() -> None:
    with pytest.raises(registry.UnableToRegister, match="purchases"):
        registry.register(replace(mirror.PURCHASES, day_column=None))
    with pytest.raises(registry.UnableToRegister, match="customer_month"):
        registry.register_rollup(replace(mirror.CUSTOMER_MONTH, only_where_known="id"))


def test_a_follower_without_its_leader_is_refused() -> None:
    with pytest.raises(registry.UnableToRegister, match="orders"):
        registry.register(replace(mirror.PURCHASE_LINES, name="order_lines", follows=("orders", "order_id")))
    with pytest.raises(registry.UnableToRegister, match="order_month"):
        registry.register_rollup(replace(mirror.CUSTOMER_MONTH, name="order_month", of="orders"))
