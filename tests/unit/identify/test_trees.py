"""Merges as a forest."""

from lazo.identify.trees import Forest, component, towards


def test_records_hang_together_by_any_way() -> None:
    assert component(1, [(1, 2), (2, 3), (4, 5)]) == {1, 2, 3}
    assert component(6, [(1, 2)]) == {6}


def test_the_way_to_the_customer_begins_with_one_edge() -> None:
    edges = [(1, 2), (2, 3), (2, 4)]
    assert towards(4, 1, edges) == (2, 4)
    assert towards(2, 1, edges) == (1, 2)
    assert towards(1, 4, edges) == (1, 2)
    assert towards(9, 1, edges) is None


def test_trees_hang_on_trees() -> None:
    forest = Forest()
    forest.hang(1, 2)
    forest.hang(3, 4)
    forest.hang(forest.root(2), forest.root(4))
    assert [forest.root(number) for number in range(1, 6)] == [1, 1, 1, 1, 5]
