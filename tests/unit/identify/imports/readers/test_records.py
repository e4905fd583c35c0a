from lazo.identify.imports.readers.records import records_of, split_record


def _cells(lines, width=2, *, final=True):
    return [(one.cells, one.first_line, one.lines, one.sound) for one in records_of(lines, ",", width, final=final)]


def test_split_record():
    assert split_record("a,,c", ",") == ["a", None, "c"]
    assert split_record('"a,b","c ""d""",e"f', ",") == ["a,b", 'c "d"', 'e"f']
    assert split_record('"a"b,c', ",") == ["ab", "c"]
    assert split_record('a,"open', ",") is None


def test_a_cell_of_two_lines():
    assert _cells(['1,"x', 'y"', "2,z"]) == [(["1", "x\ny"], 0, 2, True), (["2", "z"], 2, 1, True)]


def test_a_quote_closed_in_the_middle_of_another_cell_was_never_closed():
    assert _cells(['1,"x', '2,"y', "3,z"]) == [
        (["1", '"x'], 0, 1, False),
        (["2", '"y'], 1, 1, False),
        (["3", "z"], 2, 1, True),
    ]


def test_an_open_record_waits_for_the_next_block():
    assert _cells(["1,a", '2,"x'], final=False) == [(["1", "a"], 0, 1, True)]


def test_a_record_of_another_width_is_not_joined():
    assert _cells(['1,"x', 'y",3,4', "2,z"])[0] == (["1", '"x'], 0, 1, False)
