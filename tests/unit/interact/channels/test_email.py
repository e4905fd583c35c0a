"""E-mail: what is written, how it is carried, and what servers and machines say of it."""

from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy

import pytest

from lazo.interact.channels.contract import Recipient, UnableToCompile
from lazo.interact.channels.email.answer import judged
from lazo.interact.channels.email.body import compile_body, text_of
from lazo.interact.channels.email.envelope import EmailComposer, Sender, encoded_words, numbers_in, seal
from lazo.interact.channels.email.smtp import stuffed
from lazo.interact.channels.machine import is_machine
from lazo.interact.writing.fields import MergeField, UnableToReadFields, read_fields

AT = datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
MJML = """<mjml><mj-head><mj-preview>Mira</mj-preview></mj-head><mj-body><mj-section><mj-column>
<mj-text>Hola, {{ nombre | "cliente" }}</mj-text><mj-button href="https://x.example/?c={{ ciudad | 'x' }}">Ver</mj-button>
<mj-text><a href="{{ baja }}">Darse de baja</a></mj-text></mj-column></mj-section></mj-body></mjml>"""


def composed(values: dict[str, str], *, subject: str = "Año {{ nombre }}", body: str = MJML) -> bytes:
    sender = Sender("hola@aurora.example", "Comercial Áurea", seal_key=b"k", list_id="<m.aurora.example>")
    composer = EmailComposer(sender=sender, subject=read_fields(subject), body=compile_body(body), is_bulk=True)
    recipient = Recipient(to="c@x.example", language="es", values=values)
    letter = composer.compose(recipient, number=7, key="k:7", at=AT, unsubscribe="https://crm.example/baja/7.x")
    content: bytes = letter.content[1]
    return content


def test_a_field_stands_for_its_value_or_the_words_instead() -> None:
    pattern = read_fields("Hola, {{ nombre | \"cliente\" }} de {{ ciudad|'tu ciudad' }}; {{ dato.talla }}")
    assert pattern.fields == (
        MergeField("nombre", "cliente"), MergeField("ciudad", "tu ciudad"), MergeField("dato.talla", None),
    )  # fmt: skip
    assert pattern.fill({"nombre": "Clara"}) == "Hola, Clara de tu ciudad; "
    assert pattern.demanded == {"dato.talla"}


@pytest.mark.parametrize("text", ["{{ nombre", "{{ nombre.upper() }}", "{{ a|b }}", "}} x", "{{ }}", "{% load x %}{{"])
def test_what_is_no_field_is_refused(text: str) -> None:
    with pytest.raises(UnableToReadFields):
        read_fields(text)


def test_values_are_text_and_never_markup_nor_headers() -> None:
    letter = message_from_bytes(composed({"nombre": "<b>x</b>\r\nBcc: a@b.example"}), policy=policy.default)
    assert letter["Bcc"] is None
    assert letter["Subject"] == "Año <b>x</b> Bcc: a@b.example"
    assert "&lt;b&gt;x&lt;/b&gt;" in letter.get_body(("html",)).get_content()


def test_a_message_is_what_mail_programs_expect() -> None:
    letter = message_from_bytes(composed({"nombre": "Ñandú", "ciudad": "Bogotá"}), policy=policy.default)
    assert letter["From"] == "Comercial Áurea <hola@aurora.example>"
    assert letter["List-Unsubscribe"] == "<https://crm.example/baja/7.x>"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    plain = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    assert plain == "Hola, Ñandú\n\nVer (https://x.example/?c=Bogotá)\n\nDarse de baja (https://crm.example/baja/7.x)\n"
    assert 'href="https://x.example/?c=Bogotá"' in letter.get_body(("html",)).get_content()
    assert max(len(line) for line in composed({"nombre": "Ñ" * 300}).split(b"\r\n")) <= 998


def test_words_of_headers_are_short_and_come_back_whole() -> None:
    text = "Ñandú, canción, corazón, año nuevo y otras cosas que no caben en una sola palabra"
    letter = message_from_bytes(f"Subject: {encoded_words(text)}\r\n\r\n".encode(), policy=policy.default)
    assert letter["Subject"] == text
    assert all(len(line) <= 76 for line in encoded_words(text).split("\r\n"))


@pytest.mark.parametrize(
    ("mjml", "code"),
    [
        ("", "empty"),
        ("<mjml><mj-body>", "bad_mjml"),
        ("<mjml><mj-body><mj-raw><script>x</script></mj-raw></mj-body></mjml>", "bad_mjml"),
        ('<mjml><mj-body><mj-include path="/etc/passwd" /></mj-body></mjml>', "bad_mjml"),
        ("{{ nombre", "bad_field"),
        ("x" * 400_001, "too_long"),
    ],
)
def test_a_body_that_is_none_is_refused(mjml: str, code: str) -> None:
    with pytest.raises(UnableToCompile) as refused:
        compile_body(mjml)
    assert refused.value.code == code


def test_paragraphs_are_enough_for_a_message() -> None:
    body = compile_body("Hola, {{ nombre }} & cía.\n\nUna línea\ny otra")
    assert body.plain.fill({"nombre": "Clara"}) == "Hola, Clara & cía.\n\nUna línea\ny otra\n"


def test_what_is_hidden_is_not_read_out() -> None:
    page = '<div style="display:none">oculto <b>x</b></div><p>Uno</p><img alt="Café" src="a"><style>b{}</style>'
    assert text_of(page) == "Uno\nCafé\n"


def test_the_end_of_a_message_is_never_in_it() -> None:
    assert stuffed(b".a\r\n.\r\nb") == b"..a\r\n..\r\nb\r\n.\r\n"


def test_only_what_we_sealed_names_a_message() -> None:
    good = f"<lazo.12.{seal(12, b'k')}@x> <lazo.13.{seal(12, b'k')}@x>"
    assert numbers_in(good, b"k") == [12]


@pytest.mark.parametrize(
    ("code", "said", "about", "expected"),
    [
        (550, b"5.1.1 nobody", True, ("FAILED", "bad_address", "HARD_BOUNCE")),
        (550, b"no such user", True, ("FAILED", "bad_address", "HARD_BOUNCE")),
        (552, b"5.2.2 full", True, ("FAILED", "mailbox_full", "SOFT_BOUNCE")),
        (550, b"5.7.1 spam", False, ("FAILED", "refused", "")),
        (554, b"rejected", False, ("FAILED", "refused", "")),
        (451, b"4.3.0 later", False, ("LATER", "later", "")),
    ],
)
def test_a_refusal_says_whether_the_address_is_wrong(code: int, said: bytes, about: bool, expected: object) -> None:
    found = judged(1, code, said, about_address=about)
    assert (found.outcome, found.problem, found.bounce) == expected


@pytest.mark.parametrize(
    ("kind", "agent", "seconds", "machine"),
    [
        ("OPENED", "Mozilla/5.0 (Windows NT 5.1) Firefox/11.0 (via ggpht.com GoogleImageProxy)", 600, True),
        ("OPENED", "Mozilla/5.0", 600, True),
        ("OPENED", "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) AppleWebKit/605", 600, False),
        ("CLICKED", "Mozilla/5.0 (Macintosh) Safari/605", 4, True),
        ("CLICKED", "Mozilla/5.0 (Macintosh) Safari/605", 90, False),
        ("CLICKED", "Barracuda Sentinel (EE)", 600, True),
        ("DELIVERED", "bot", 0, False),
    ],
)
def test_a_machine_opens_and_clicks_without_anybody_reading(kind: str, agent: str, seconds: int, machine: bool) -> None:
    assert is_machine(kind, agent, at=AT + timedelta(seconds=seconds), delivered_at=AT) is machine
