"""The small histogram of a filter."""

from lazo.web.charts.histogram import histogram


def test_bars_in_the_span_are_a_path_of_their_own_and_nobody_has_no_bar() -> None:
    svg = histogram([(10, True), (0, True), (5, False), (1, True)])
    assert svg.count("<path") == 2
    assert 'class="in" d="M0 0h38V36h-38zM120 32.4h38V36h-38z"' in svg
    assert '<path d="M80 18h38V36h-38z"/>' in svg


def test_who_is_there_at_all_can_be_seen() -> None:
    assert "M80 35h78V36h-78z" in histogram([(1_000_000, True), (1, True)])
    assert "<path" not in histogram([(0, True)])
