"""The pages on which people write about a customer: what is written, what is refused, what nobody else sees."""

from datetime import date
from typing import Any

import pytest
from web.browsing import client_of, page, posted
from web.test_relations import party, text
from world import World

from lazo.identify.models import ConsentEntry, Interaction, Party, TraitDefinition, TraitValue
from lazo.identify.operations.call import CallDetails, log_call
from lazo.identify.operations.custom_field import FieldDetails, add_custom_field
from lazo.identify.operations.note import add_note, edit_note
from lazo.identify.operations.trait import set_trait
from lazo.interact.models import ToDo, ToDoCompletion
from lazo.interact.operations.to_do import ToDoDetails, add_to_do
from lazo.kernel.models import UndoOffer, User
from lazo.kernel.undo import undo

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 20)
LONG = "ñandú 👍 " * 400_000


@pytest.fixture
def abel(world: World) -> Party:
    return party("Abel Ruiz", world.ana, country="CO", city="Cali")


def field(world: World, of: str = "CHOICE", name: str = "Molienda") -> TraitDefinition:
    choices = ("Fina", "Gruesa") if of == "CHOICE" else ()
    return add_custom_field(of=of, details=FieldDetails(name, choices=choices), by=world.diego)


def take_back(user: User) -> None:
    undo(token=UndoOffer.objects.latest("pk").token, by=user)


def test_pages_open_for_who_sees_the_customer_and_for_nobody_else(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="hola", by=world.ana, on=ON)
    call = log_call(party=abel, call=CallDetails("OUT", "answered", 3, "bla"), by=world.ana, on=ON)
    to_do = add_to_do(details=ToDoDetails("Llamar", ON), by=world.ana, party=abel)
    key = field(world).key
    set_trait(party=abel, key=key, value="Fina", by=None, kind=TraitDefinition.Kind.INFERRED, confidence=0.8)
    places = ("notas", f"notas/{note.pk}", "llamadas", f"llamadas/{call.pk}", "pendientes", "permisos")
    addresses = [f"/clientes/{abel.pk}/{place}" for place in (*places, f"rasgos/{key}/correccion")]
    mine, others = client_of(world.ana), client_of(world.carla)
    for address in (*addresses, f"/pendientes/{to_do.pk}"):
        assert (mine.get(address).status_code, others.get(address).status_code) == (200, 404), address
        assert others.post(address, {"text": "x", "title": "x", "value": "Fina"}).status_code == 404, address
    assert "Llamar" not in page(world.carla, "/pendientes")


def test_a_note_is_written_mended_deleted_and_brought_back(world: World, abel: Party) -> None:
    written = posted(world.ana, f"/clientes/{abel.pk}/notas", text="Prefiere <b>WhatsApp</b>")
    assert written["Location"] == f"/clientes/{abel.pk}"
    note = Interaction.objects.get()
    html = page(world.ana, f"/clientes/{abel.pk}/notas")
    assert "Prefiere &lt;b&gt;WhatsApp&lt;/b&gt;" in html
    assert "Borrar" not in page(world.diego, "/pendientes")
    posted(world.ana, f"/clientes/{abel.pk}/notas/{note.pk}", text="Otra", version="1")
    note.refresh_from_db()
    assert (note.text, note.version) == ("Otra", 2)
    posted(world.ana, f"/clientes/{abel.pk}/notas/{note.pk}/borrado")
    assert not Interaction.objects.exists()
    take_back(world.ana)
    assert Interaction.objects.get().text == "Otra"


def test_a_note_that_changed_meanwhile_shows_both_texts(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="uno", by=world.ana, on=ON)
    edit_note(note=note, version=1, text="dos", by=world.diego)
    response = posted(world.ana, f"/clientes/{abel.pk}/notas/{note.pk}", text="tres", version="1")
    html = response.content.decode()
    assert response.status_code == 409
    assert "Lo que está guardado dos" in text(html)
    assert 'name="version" value="2"' in html
    assert ">\ntres</textarea>" in html


def test_a_note_of_ten_megabytes_says_why_and_comes_back_whole(world: World, abel: Party) -> None:
    response = posted(world.ana, f"/clientes/{abel.pk}/notas", text=LONG)
    html = response.content.decode()
    assert len(LONG.encode()) > 4_000_000
    assert response.status_code == 400
    assert "Es demasiado largo: caben 20.000 letras. No se perdió nada; acórtalo o divídelo." in html
    assert LONG.strip() in html


@pytest.mark.parametrize("sent", [{"text": ""}, {"text": "  \n"}, {"text": "uno\x00dos"}])
def test_a_note_that_cannot_be_says_why(world: World, abel: Party, sent: dict[str, str]) -> None:
    response = posted(world.ana, f"/clientes/{abel.pk}/notas", **sent)
    assert response.status_code == 400
    assert 'class="error"' in response.content.decode()
    assert not Interaction.objects.exists()


def test_somebody_elses_note_is_read_and_not_touched(world: World, abel: Party) -> None:
    note = add_note(party=abel, text="de Diego", by=world.diego, on=ON)
    html = page(world.ana, f"/clientes/{abel.pk}/notas")
    assert "de Diego" in html
    assert f"/notas/{note.pk}" not in html
    refused = posted(world.ana, f"/clientes/{abel.pk}/notas/{note.pk}", text="mía", version="1")
    assert "Solo quien la escribió puede cambiarla." in text(refused.content.decode())
    assert posted(world.ana, f"/clientes/{abel.pk}/notas/{note.pk}/borrado").status_code == 404


def test_a_call_is_written_with_what_came_of_it(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}/llamadas"
    posted(world.ana, address, direction="IN", outcome="answered", minutes="7", text="Pidió muestras")
    assert "Nos llamó contestó 7 minutos Pidió muestras Ana" in text(page(world.ana, address))
    wrong = posted(world.ana, address, direction="?", outcome="", minutes="mucho", text="se conserva")
    words = text(wrong.content.decode())
    assert wrong.status_code == 400
    for sentence in ("Elige quién llamó.", "Elige cómo terminó.", "Escribe los minutos, de 0 a 1440.", "se conserva"):
        assert sentence in words
    call = Interaction.objects.get()
    posted(world.ana, f"{address}/{call.pk}", direction="OUT", outcome="busy", version="1")
    posted(world.ana, f"{address}/{call.pk}/borrado")
    take_back(world.ana)
    assert Interaction.objects.get().outcome == "busy"


def test_a_to_do_is_written_done_handed_over_and_deleted(world: World, abel: Party) -> None:
    Party.objects.filter(pk=abel.pk).update(team=world.north)
    address = f"/clientes/{abel.pk}/pendientes"
    posted(world.ana, address, title="Enviar muestras", due_on="2026-12-01", assignee=str(world.ana.pk))
    row = ToDo.objects.get()
    assert "Enviar muestras" in text(page(world.ana, "/pendientes"))
    posted(world.ana, f"/pendientes/{row.pk}/hecho", next="/pendientes")
    assert ToDoCompletion.objects.get().by == world.ana
    assert "Ya estaba hecho." in client_of(world.ana).post(f"/pendientes/{row.pk}/hecho", follow=True).content.decode()
    posted(world.ana, f"/pendientes/{row.pk}/reapertura")
    posted(world.ana, f"/pendientes/{row.pk}/responsable", assignee=str(world.bruno.pk))
    assert "Enviar muestras" in text(page(world.bruno, "/pendientes"))
    posted(world.bruno, f"/pendientes/{row.pk}", title="Enviar dos muestras")
    posted(world.bruno, f"/pendientes/{row.pk}/borrado")
    assert not ToDo.objects.exists()
    take_back(world.bruno)
    assert ToDo.objects.get().title == "Enviar dos muestras"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"title": " "}, "Escribe qué hay que hacer."),
        ({"title": "x" * 241}, "Es demasiado largo: caben 240 letras."),
        ({"title": "x", "due_on": "mañana"}, "Escribe la fecha como 2026-03-15."),
        ({"title": "x", "assignee": "999"}, "Esa persona ya no trabaja aquí."),
    ],
)
def test_a_to_do_that_cannot_be_says_why(world: World, abel: Party, sent: dict[str, str], words: str) -> None:
    response = posted(world.ana, f"/clientes/{abel.pk}/pendientes", **sent)
    assert (response.status_code, words in text(response.content.decode())) == (400, True)
    assert not ToDo.objects.exists()


def test_who_cannot_see_the_customer_is_not_given_the_work(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}/pendientes"
    refused = posted(world.ana, address, title="x", assignee=str(world.carla.pk))
    assert "Esa persona no ve a este cliente." in text(refused.content.decode())


def test_permissions_are_granted_withdrawn_and_read_in_the_ledger(world: World, abel: Party) -> None:
    address = f"/clientes/{abel.pk}/permisos"
    said = {"purpose": "marketing", "channels": ["email", "sms"], "said_on": "2026-01-05", "evidence": "Firmó en caja"}
    posted(world.ana, address, **said, basis="consent")
    posted(world.ana, f"{address}/retiros", **said | {"channels": ["sms"], "said_on": "2026-02-05"})
    words = text(page(world.ana, address))
    assert "Publicidad y ofertas correo sí 5 ene 2026" in words
    assert "Publicidad y ofertas SMS no 5 feb 2026" in words
    assert "Ley 1581 de 2012" in words
    take_back(world.ana)
    assert "anotado por error" in text(page(world.ana, address))
    assert ConsentEntry.objects.count() == 4


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"channels": []}, "Elige al menos un canal."),
        ({"evidence": ""}, "Escribe cómo consta"),
        ({"basis": "legitimate_interest"}, "Elige una base legal de este país."),
        ({"said_on": "2999-01-01"}, "Todavía no llega ese día."),
        ({"expires_on": "2025-01-01"}, "Debe vencer después del día en que lo dijo."),
        ({"said_on": "ayer"}, "Escribe la fecha como 2026-03-15."),
    ],
)
def test_a_permission_that_cannot_be_says_why(world: World, abel: Party, sent: dict[str, Any], words: str) -> None:
    said = {"purpose": "marketing", "channels": ["email"], "said_on": "2026-01-05", "evidence": "x", "basis": "consent"}
    response = posted(world.ana, f"/clientes/{abel.pk}/permisos", **said | sent)
    assert (response.status_code, words in text(response.content.decode())) == (400, True)
    assert not ConsentEntry.objects.exists()


def test_a_guess_is_corrected_and_taken_back(world: World, abel: Party) -> None:
    key = field(world).key
    address = f"/clientes/{abel.pk}/rasgos/{key}/correccion"
    assert client_of(world.ana).get(address).status_code == 404
    set_trait(party=abel, key=key, value="Gruesa", by=None, kind=TraitDefinition.Kind.INFERRED, confidence=0.82)
    assert "Inferido 82" in text(page(world.ana, address))
    assert posted(world.ana, address, value="Fina")["Location"] == f"/clientes/{abel.pk}"
    assert set(TraitValue.objects.values_list("text", "kind")) == {("Fina", "DECLARED"), ("Gruesa", "INFERRED")}
    assert "Elige de la lista." in text(posted(world.ana, address, value="Verde").content.decode())
    take_back(world.ana)
    assert TraitValue.objects.count() == 1


def test_a_field_is_defined_used_and_put_away(world: World, abel: Party) -> None:
    sent = {"name": "Tueste", "type": "CHOICE", "choices": "Medio\nOscuro", "party_kinds": ["", "PERSON"]}
    posted(world.diego, "/ajustes/campos", **sent)
    assert "Tueste" in text(page(world.ana, f"/clientes/{abel.pk}/editar"))
    posted(world.diego, "/ajustes/campos/tueste", **sent | {"name": "Tostado", "choices": "Medio"})
    assert "Tostado Medio opción tueste" in text(page(world.diego, "/ajustes/campos"))
    field(world, "TEXT", "Otro")
    posted(world.diego, "/ajustes/campos/otro/lugar", hacia="arriba")
    assert list(TraitDefinition.objects.order_by("position").values_list("key", flat=True)) == ["otro", "tueste"]
    posted(world.diego, "/ajustes/campos/tueste/archivo")
    assert "Tostado" not in text(page(world.ana, f"/clientes/{abel.pk}/editar"))
    posted(world.diego, "/ajustes/campos/tueste/regreso")
    assert "Tostado" in text(page(world.ana, f"/clientes/{abel.pk}/editar"))


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"name": ""}, "Ponle un nombre."),
        ({"type": "SMELL"}, "Elige de qué tipo es."),
        ({"type": "CHOICE"}, "Escribe al menos una opción, una por línea."),
        ({"party_kinds": ["", "DOG"]}, "Elige de la lista."),
    ],
)
def test_a_field_that_cannot_be_says_why(world: World, sent: dict[str, Any], words: str) -> None:
    response = posted(world.diego, "/ajustes/campos", **{"name": "Talla", "type": "TEXT"} | sent)
    assert (response.status_code, words in text(response.content.decode())) == (400, True)
    assert not TraitDefinition.objects.exists()


def test_only_who_administers_defines_fields(world: World) -> None:
    field(world)
    for place in ("", "/molienda"):
        assert client_of(world.ana).get(f"/ajustes/campos{place}").status_code == 403
    for place in ("", "/molienda", "/molienda/archivo", "/molienda/regreso", "/molienda/lugar"):
        assert posted(world.ana, f"/ajustes/campos{place}", name="x", type="TEXT").status_code == 403, place


@pytest.mark.parametrize("count", [1, 3])
def test_the_notes_of_many_are_as_many_questions_as_one(
    world: World, abel: Party, count: int, django_assert_max_num_queries: Any
) -> None:
    for n in range(count):
        add_note(party=abel, text=str(n), by=world.diego, on=ON)
    client = client_of(world.ana)
    with django_assert_max_num_queries(14):
        assert client.get(f"/clientes/{abel.pk}/notas").status_code == 200


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ("Advertising and offers", "Sharing with third parties", "Letter")),
        ("pt-br", ("Publicidade e ofertas", "Carta")),
    ],
)
def test_purposes_and_channels_are_in_the_readers_language(world: World, language: str, words: tuple[str, ...]) -> None:
    who = party("Abel", world.ana)
    User.objects.filter(pk=world.ana.pk).update(language=language)
    html = page(world.ana, f"/clientes/{who.pk}/permisos")
    assert [word for word in words if word not in html] == []
    assert "ublicidad y ofertas" not in html
