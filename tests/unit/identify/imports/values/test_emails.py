import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lazo.identify.email_domains import email_key
from lazo.identify.imports.values.emails import email_keys, parse_emails, read_email


@pytest.mark.parametrize(
    ("text", "address", "code"),
    [
        (" Juan.Perez@X.CL ", "juan.perez@x.cl", None),
        ("mailto:j@x.cl", "j@x.cl", None),
        ("Juan Pérez <J@x.cl>", "j@x.cl", None),
        ("j @x.cl", "j@x.cl", None),
        ("j@x.cl.", "j@x.cl", None),
        ("j+tienda@sub.x.com.br", "j+tienda@sub.x.com.br", None),
        ("juan@gmial.com", "juan@gmial.com", "email_typo"),
        ("juan@gmail.con", "juan@gmail.con", "email_typo"),
        ("juan@hotmal.com", "juan@hotmal.com", "email_typo"),
        ("juan@empresa.con", "juan@empresa.con", "email_typo"),
        ("a@b.cl; c@d.cl", "a@b.cl", "email_several"),
        ("a@b.cl / c@d.cl", "a@b.cl", "email_several"),
        ("a@b", None, "email_invalid"),
        ("a..b@x.cl", None, "email_invalid"),
        ("josé@x.cl", None, "email_invalid"),
        ("sin correo", None, "email_invalid"),
        ("@x.cl", None, "email_invalid"),
        ("a@b@c.cl", None, "email_invalid"),
        ("a" * 250 + "@x.cl", None, "email_invalid"),
        ("no@tiene.com", None, "email_placeholder"),
        ("sincorreo@gmail.com", None, "email_placeholder"),
        ("xxx@xxx.com", None, "email_placeholder"),
        ("no@no.com", None, "email_placeholder"),
        ("notiene@hotmail.com", None, "email_placeholder"),
        ("n/a", None, None),
        ("-", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_parse_emails(text, address, code):
    parsed = parse_emails(pa.array([text], pa.string()))

    assert (parsed.values.to_pylist(), parsed.codes.to_pylist()) == ([address], [code])


def test_equal_addresses_meet_whatever_their_case():
    cells = pa.array(["ANA@X.CL", "ana@x.cl", "<Ana@x.cl>"])

    assert set(parse_emails(cells).values.to_pylist()) == {"ana@x.cl"}


@given(
    st.lists(st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=30) | st.emails(), max_size=10)
)
def test_the_fast_path_and_the_slow_one_agree(texts):
    parsed = parse_emails(pa.array(texts, pa.string()))

    expected = [read_email(text) if text.strip() else (None, None) for text in texts]

    assert list(zip(parsed.values.to_pylist(), parsed.codes.to_pylist(), strict=True)) == expected


@given(
    st.lists(
        st.from_regex(r"\A[a-z.+]{1,8}@(gmail\.com|googlemail\.com|outlook\.es|hotmail\.com\.br|x\.cl)\Z") | st.none(),
        max_size=8,
    )
)
def test_the_keys_of_a_column_are_those_of_its_addresses(addresses):
    keys = email_keys(pa.array(addresses, pa.string())).to_pylist()

    assert keys == [address and email_key(address) for address in addresses]
