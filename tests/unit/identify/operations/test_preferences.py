"""What a customer answers on their own page: lines of the ledger with the text they saw, and links that end."""

from datetime import UTC, date, datetime, timedelta

import pytest
from world import World

from lazo.identify.models import ConsentEntry, ConsentText, Party, PreferenceLink
from lazo.identify.operations.consent import Proof
from lazo.identify.operations.consent_text import UnableToWriteText, shown_texts, write_text
from lazo.identify.operations.preferences import (
    UnableToMakeLink,
    UnableToSavePreferences,
    make_link,
    open_link,
    revoke_links,
    save_preferences,
    withdraw_everything,
)
from lazo.identify.queries.consent import UNKNOWN, consent_standing, ledger_of
from lazo.identify.queries.preferences import preferences_of

pytestmark = pytest.mark.django_db

ON = date(2026, 12, 1)
PROOF = Proof(address="203.0.113.7", browser="Firefox")


@pytest.fixture
def abel(world: World) -> Party:
    return Party.objects.create(name="Abel", owner=world.ana, country="BR")


def link_of(world: World, party: Party, **said: object) -> tuple[PreferenceLink, str]:
    return make_link(party=party, by=world.ana, at=datetime.now(UTC), **said)  # type: ignore[arg-type]  # named in each test


def test_the_link_is_kept_as_a_digest_and_speaks_the_customers_language(world: World, abel: Party) -> None:
    link, token = link_of(world, abel)
    assert link.language == "pt-br"
    assert token not in link.digest
    assert open_link(token=token) == link
    assert open_link(token=token + "x") is None
    link.refresh_from_db()
    assert link.opened_at is not None


def test_a_link_ends_by_time_and_at_ones_word(world: World, abel: Party) -> None:
    link, token = link_of(world, abel)
    PreferenceLink.objects.filter(pk=link.pk).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
    assert open_link(token=token) is None
    _, other = link_of(world, abel)
    assert revoke_links(party=abel, by=world.ana) == 1
    assert open_link(token=other) is None


def test_who_does_not_see_the_customer_makes_no_link(world: World, abel: Party) -> None:
    with pytest.raises(UnableToMakeLink, match="not_visible"):
        make_link(party=abel, by=world.carla, at=datetime.now(UTC))
    with pytest.raises(UnableToMakeLink, match="bad_period"):
        link_of(world, abel, lasts=timedelta(days=400))


def test_an_answer_is_a_line_with_its_text_and_where_it_came_from(world: World, abel: Party) -> None:
    link, _ = link_of(world, abel)
    assert save_preferences(link=link, allowed={("marketing", "email")}, proof=PROOF, on=ON) == 20
    held = preferences_of(party=abel, on=ON)
    assert {pair for pair, state in held.items() if state == "GRANTED"} == {("marketing", "email")}
    line = next(one for one in ledger_of(party=abel) if one.state == "GRANTED")
    assert line.text is not None
    assert (line.way, line.address, line.browser, line.by) == ("web", "203.0.113.7", "Firefox", "")
    assert (line.text.version, line.text.language, line.text.body) == (1, "pt-br", line.evidence)
    assert save_preferences(link=link, allowed={("marketing", "email")}, proof=PROOF, on=ON) == 0
    assert ConsentEntry.objects.count() == 20


def test_all_off_takes_back_what_else_was_granted(world: World, abel: Party) -> None:
    ConsentEntry.objects.create(
        party=abel, purpose="marketing", channel="letter", state="GRANTED", basis="consent", on=ON
    )
    link, _ = link_of(world, abel)
    assert withdraw_everything(link=link, proof=PROOF, on=ON) == 21
    assert set(preferences_of(party=abel, on=ON).values()) == {"WITHDRAWN"}
    assert withdraw_everything(link=link, proof=PROOF, on=ON) == 0


def test_what_the_page_does_not_offer_is_refused(world: World, abel: Party) -> None:
    link, _ = link_of(world, abel)
    with pytest.raises(UnableToSavePreferences, match="unknown_choice"):
        save_preferences(link=link, allowed={("collections", "email")}, proof=PROOF, on=ON)
    assert not ConsentEntry.objects.exists()


def test_a_link_of_a_record_found_to_be_another_answers_for_the_customer(world: World, abel: Party) -> None:
    link, token = link_of(world, abel)
    eva = Party.objects.create(name="Eva", owner=world.ana)
    Party.objects.filter(pk=abel.pk).update(canonical=eva)
    found = open_link(token=token)
    assert found is not None
    save_preferences(link=found, allowed=set(), proof=PROOF, on=ON)
    assert set(ConsentEntry.objects.values_list("party", flat=True)) == {abel.pk, eva.pk}
    assert link.pk == found.pk


def test_of_several_records_the_strictest_decides_and_is_named(world: World, abel: Party) -> None:
    twin = Party.objects.create(name="Abel", canonical=abel)
    said = {"purpose": "marketing", "channel": "email", "on": ON}
    ConsentEntry.objects.create(party=abel, state="GRANTED", basis="consent", **said)
    deciding = ConsentEntry.objects.create(party=twin, state="WITHDRAWN", **said)
    standing = consent_standing(family=[abel.pk, twin.pk], purpose="marketing", channel="email", on=ON)
    assert standing.decides is not None
    assert (standing.state, standing.decides.entry, standing.record, standing.against) == (
        "WITHDRAWN",
        deciding.pk,
        twin.pk,
        (abel.pk,),
    )
    unknown = consent_standing(family=[abel.pk], purpose="surveys", channel="email", on=ON)
    assert (unknown.state, unknown.decides, unknown.is_granted) == (UNKNOWN, None, False)


def test_new_words_are_a_new_version_and_the_same_ones_are_none(world: World) -> None:
    shown_texts(language="es")
    assert ConsentText.objects.filter(language="es").count() == 6
    first = write_text(purpose="marketing", language="es", body="Acepto recibir ofertas.", by=world.diego)
    assert write_text(purpose="marketing", language="es", body="Acepto recibir ofertas.", by=world.diego) == first
    assert first.version == 2
    assert shown_texts(language="es")["marketing"] == first
    with pytest.raises(UnableToWriteText, match="not_allowed"):
        write_text(purpose="marketing", language="es", body="Otra cosa", by=world.ana)
    with pytest.raises(UnableToWriteText, match="no_text"):
        write_text(purpose="marketing", language="es", body=" ", by=world.diego)
    with pytest.raises(UnableToWriteText, match="unknown_language"):
        write_text(purpose="marketing", language="xx", body="Otra cosa", by=world.diego)
