"""Who a row is, by its keys, from top to bottom of a file."""

from lazo.identify.imports.pipeline.resolution import CROWD, Doubt, Key, Resolver, Strength

EXTERNAL, TAX, EMAIL, PHONE = Strength.EXTERNAL, Strength.TAX, Strength.EMAIL, Strength.PHONE


def test_row_without_holders_makes_a_party_named_by_the_row():
    assert Resolver().resolve(7, "ana rojas", [Key(EMAIL, 1)]) == -7


def test_rows_that_share_an_email_and_a_name_are_one():
    resolver = Resolver()
    assert [resolver.resolve(row, "ana rojas", [Key(EMAIL, 1)]) for row in (2, 3)] == [-2, -2]
    assert resolver.doubts == []


def test_brothers_with_one_phone_stay_apart_and_are_doubtful():
    resolver = Resolver()
    assert resolver.resolve(2, "juan perez soto", [Key(PHONE, 9)]) == -2
    assert resolver.resolve(3, "maria perez soto", [Key(PHONE, 9)]) == -3
    assert resolver.doubts == [Doubt(3, "contact_shared", PHONE, -3, -2)]


def test_two_tax_identities_of_one_kind_are_two_parties_whatever_the_email():
    resolver = Resolver()
    resolver.resolve(2, "ana rojas", [Key(TAX, 1, "CL_RUT"), Key(EMAIL, 5)])
    assert resolver.resolve(3, "ana rojas", [Key(TAX, 2, "CL_RUT"), Key(EMAIL, 5)]) == -3


def test_strongest_key_wins_and_the_row_is_doubtful():
    resolver = Resolver()
    resolver.know(10, "ana rojas")
    resolver.know(20, "luis soto")
    resolver.know_key(10, Key(TAX, 1, "CL_RUT"))
    resolver.know_key(20, Key(EMAIL, 5))
    assert resolver.resolve(2, "ana rojas", [Key(TAX, 1, "CL_RUT"), Key(EMAIL, 5)]) == 10
    assert resolver.doubts == [Doubt(2, "contact_shared", EMAIL, 10, 20)]


def test_external_id_and_tax_identity_of_two_parties_disagree():
    resolver = Resolver()
    for party, key in ((10, Key(EXTERNAL, 1)), (20, Key(TAX, 2, "CL_RUT"))):
        resolver.know(party, "ana rojas")
        resolver.know_key(party, key)
    assert resolver.resolve(2, "ana rojas", [Key(EXTERNAL, 1), Key(TAX, 2, "CL_RUT")]) == 10
    assert [(doubt.code, doubt.other) for doubt in resolver.doubts] == [("keys_disagree", 20)]


def test_same_external_id_with_another_tax_identity_is_the_same_party_and_said():
    resolver = Resolver()
    resolver.resolve(2, "ana rojas", [Key(EXTERNAL, 1), Key(TAX, 2, "CL_RUT")])
    assert resolver.resolve(3, "ana rojas", [Key(EXTERNAL, 1), Key(TAX, 3, "CL_RUT")]) == -2
    assert [doubt.code for doubt in resolver.doubts] == ["tax_id_differs"]


def test_phone_of_nameless_records_with_two_identifiers_joins_nobody():
    resolver = Resolver()
    resolver.resolve(2, "", [Key(EXTERNAL, 1), Key(PHONE, 9)])
    assert resolver.resolve(3, "", [Key(EXTERNAL, 2), Key(PHONE, 9)]) == -3


def test_key_that_a_crowd_shares_tells_nobody_apart():
    resolver = Resolver()
    names = [f"persona {chr(97 + number // 26) * 3}{chr(97 + number % 26) * 3}" for number in range(CROWD + 5)]
    for row, name in enumerate(names, start=2):
        resolver.resolve(row, name, [Key(PHONE, 9)])
    assert resolver.resolve(999, names[0], [Key(PHONE, 9)]) == -999
