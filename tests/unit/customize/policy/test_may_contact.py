"""May we contact somebody: exact cases by the clock of each country, with the rule and the first lawful instant."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from contacted import BOGOTA, MONDAY, SANTIAGO, at, consulted, say, somebody, wrote
from world import World

from lazo.customize.models import ContactLimit, PlannedContact
from lazo.customize.policy import Answer, may_contact
from lazo.customize.policy.asking import UnableToAsk
from lazo.identify.models import ContactPoint, GoldenRecord, Party, PartyBlock
from lazo.identify.operations.suppression import add_to_own_list

pytestmark = pytest.mark.django_db

SAO_PAULO, MEXICO, TIJUANA = (ZoneInfo(f"America/{city}") for city in ("Sao_Paulo", "Mexico_City", "Tijuana"))
LIMA = ZoneInfo("America/Lima")


def asked(party: Party, when: datetime = MONDAY, *, purpose: str = "marketing", channel: str = "email") -> Answer:
    return may_contact(party=party.pk, purpose=purpose, channel=channel, when=when)


def told(answer: Answer) -> tuple[str, datetime | None]:
    return answer.rule, answer.until


def test_who_said_yes_on_a_monday_morning_may_be_written_to(world: World) -> None:
    answer = asked(somebody())
    assert (answer.allowed, answer.rule, answer.words, answer.until) == (True, "", "", MONDAY)


@pytest.mark.parametrize(
    ("when", "until", "words"),
    [
        (
            at(BOGOTA, 2026, 11, 29, 10),
            at(BOGOTA, 2026, 11, 30, 7),
            "Ley 2300 de 2023, arts. 3 y 5: allí es domingo y no se contacta.",
        ),
        (
            at(BOGOTA, 2026, 11, 30, 19),
            at(BOGOTA, 2026, 12, 1, 7),
            "Ley 2300 de 2023, arts. 3 y 5: allí son las 19:00 y se contacta de 07:00 a 19:00.",
        ),
        (
            at(BOGOTA, 2026, 11, 28, 15),
            at(BOGOTA, 2026, 11, 30, 7),
            "Ley 2300 de 2023, arts. 3 y 5: allí son las 15:00 y se contacta de 08:00 a 15:00.",
        ),
        (
            at(BOGOTA, 2026, 12, 8, 10),
            at(BOGOTA, 2026, 12, 9, 7),
            "Ley 2300 de 2023, arts. 3 y 5: allí es feriado (La Inmaculada Concepción) y no se contacta.",
        ),
        (at(BOGOTA, 2026, 11, 30, 6, 59), at(BOGOTA, 2026, 11, 30, 7), None),
    ],
)
def test_bogota_is_written_to_in_its_lawful_hours(
    world: World, when: datetime, until: datetime, words: str | None
) -> None:
    answer = asked(somebody(), when)
    assert (*told(answer), answer.country) == ("co-2300-hours", until, "CO")
    assert words is None or answer.words == words


def test_a_letter_knows_no_hours_and_service_is_no_advertising(world: World) -> None:
    party, sunday = somebody(), at(BOGOTA, 2026, 11, 29, 10)
    assert asked(party, sunday, channel="letter").allowed
    assert asked(party, sunday, purpose="service").allowed


def test_the_hours_are_those_of_the_customer(world: World) -> None:
    tijuana = somebody(country="MX", city="Tijuana", purposes=("collections",))
    capital = somebody(country="MX", city="Ciudad de México", purposes=("collections",))
    unknown = somebody(country="MX", purposes=("collections",))
    early, late = at(MEXICO, 2026, 11, 30, 8), at(TIJUANA, 2026, 11, 30, 21)
    answers = {
        (name, when): told(asked(party, when, purpose="collections", channel="phone"))
        for name, party in (("tijuana", tijuana), ("capital", capital), ("unknown", unknown))
        for when in (early, late)
    }
    opens = at(TIJUANA, 2026, 11, 30, 7)
    rule = "mx-redeco-hours"
    assert answers == {
        ("tijuana", early): (rule, opens),
        ("tijuana", late): ("", late),
        ("capital", early): ("", early),
        ("capital", late): (rule, at(MEXICO, 2026, 12, 1, 7)),
        # Without a city it has to suit every zone of the country.
        ("unknown", early): (rule, opens),
        ("unknown", late): (rule, at(TIJUANA, 2026, 12, 1, 7)),
    }


def test_chile_a_second_call_in_a_week_waits(world: World) -> None:
    party, when = somebody(country="CL", city="Santiago", purposes=()), at(SANTIAGO, 2026, 11, 30, 10)
    wrote(party, on=date(2026, 11, 26), channel="phone", kind="collections")
    by_phone = asked(party, when, purpose="collections", channel="phone")
    assert told(by_phone) == ("cl-21320-calls", at(SANTIAGO, 2026, 12, 3, 8))
    assert by_phone.words == "Ley 19.496, art. 37 (Ley 21.320): ya hubo 1 contacto en 7 días."
    assert told(asked(party, when, purpose="collections", channel="visit")) == (
        "cl-21320-calls",
        at(SANTIAGO, 2026, 12, 3, 8),
    )
    assert asked(party, when, purpose="collections", channel="email").allowed


def test_chile_two_messages_a_week_two_days_apart(world: World) -> None:
    party, when = somebody(country="CL", city="Santiago", purposes=()), at(SANTIAGO, 2026, 12, 1, 10)
    wrote(party, on=date(2026, 11, 30), channel="email", kind="collections")
    wednesday = at(SANTIAGO, 2026, 12, 2, 8)
    assert told(asked(party, when, purpose="collections", channel="whatsapp")) == ("cl-21320-apart", wednesday)
    wrote(party, on=date(2026, 11, 27), channel="sms", kind="collections")
    friday = at(SANTIAGO, 2026, 12, 4, 8)
    assert told(asked(party, when, purpose="collections", channel="whatsapp")) == ("cl-21320-messages", friday)


def test_chile_on_a_holiday_nobody_collects(world: World) -> None:
    party = somebody(country="CL", city="Santiago", purposes=())
    answer = asked(party, at(SANTIAGO, 2026, 12, 8, 10), purpose="collections", channel="phone")
    assert told(answer) == ("cl-21320-hours", at(SANTIAGO, 2026, 12, 9, 8))


def test_colombia_once_a_day_and_by_one_channel_a_week(world: World) -> None:
    party = somebody()
    wrote(party, on=date(2026, 11, 30))
    assert told(asked(party)) == ("co-2300-daily", at(BOGOTA, 2026, 12, 1, 7))
    tuesday = at(BOGOTA, 2026, 12, 1, 10)
    assert asked(party, tuesday).allowed
    assert asked(party, tuesday, channel="whatsapp").rule == "co-rne-age"
    consulted("co-rne", on=date(2026, 11, 20))
    other = asked(party, tuesday, channel="whatsapp")
    assert told(other) == ("co-2300-one-channel", at(BOGOTA, 2026, 12, 7, 7))
    assert other.words == ("Ley 2300 de 2023, art. 3: en 7 días no se cambia de canal, y ya se usó: correo.")


def test_colombia_collects_by_the_channels_the_customer_allowed(world: World) -> None:
    party = somebody(purposes=())
    answer = asked(party, purpose="collections")
    assert (answer.rule, answer.until, answer.words) == (
        "no-consent",
        None,
        "No ha dado permiso para cobranza por correo.",
    )
    say(party, purpose="collections")
    assert asked(party, purpose="collections").allowed
    # Elsewhere a debt needs no permission.
    assert asked(somebody(country="CL", purposes=()), purpose="collections").allowed


def test_brazil_two_calls_a_day_until_nine(world: World) -> None:
    consulted("br-nao-me-perturbe", on=date(2026, 11, 20))
    party, noon = somebody(country="BR", city="São Paulo"), at(SAO_PAULO, 2026, 11, 30, 12)
    assert asked(party, noon, channel="phone").allowed
    assert told(asked(party, at(SAO_PAULO, 2026, 11, 30, 21), channel="phone")) == (
        "br-telemarketing-hours",
        at(SAO_PAULO, 2026, 12, 1, 9),
    )
    wrote(party, on=date(2026, 11, 30), channel="phone")
    assert asked(party, noon, channel="phone").allowed
    wrote(party, on=date(2026, 11, 30), channel="phone")
    assert told(asked(party, noon, channel="phone")) == ("br-telemarketing-daily", at(SAO_PAULO, 2026, 12, 1, 9))


def test_peru_asks_permission_and_collects_on_weekdays(world: World) -> None:
    party, saturday = somebody(country="PE", purposes=()), at(LIMA, 2026, 11, 28, 10)
    assert asked(party, saturday).rule == "no-consent"
    assert told(asked(party, saturday, purpose="collections", channel="phone")) == (
        "pe-29571-collection-hours",
        at(LIMA, 2026, 11, 30, 7),
    )


def test_a_list_nobody_consulted_lately_holds_back_calls_and_not_letters(world: World) -> None:
    party = somebody(country="AR")
    assert asked(party, channel="phone").rule == "ar-no-llame-age"
    assert asked(party, channel="letter").allowed
    consulted("ar-no-llame", on=date(2026, 10, 1))
    assert asked(party, channel="phone").rule == "ar-no-llame-age"
    consulted("ar-no-llame", on=date(2026, 11, 20))
    assert asked(party, channel="phone").allowed


def test_what_the_customer_and_their_data_say_comes_first(world: World) -> None:
    sunday = at(BOGOTA, 2026, 11, 29, 10)
    party = somebody()
    ContactPoint.objects.filter(party=party, kind="EMAIL").update(health="DEAD")
    assert told(asked(party, sunday)) == ("contact-point", None)
    say(party, channel="phone", state="WITHDRAWN")
    assert told(asked(party, sunday, channel="phone")) == ("withdrawn", None)
    say(party, channel="sms", expires_on=date(2026, 11, 1))
    assert told(asked(party, sunday, channel="sms")) == ("consent-expired", None)
    block = PartyBlock.objects.create(party=party, scope="SCORES")
    assert told(asked(party, sunday)) == ("contact-point", None)
    PartyBlock.objects.filter(pk=block.pk).update(scope="ALL")
    assert told(asked(party, sunday)) == ("blocked", None)
    Party.objects.filter(pk=party.pk).update(retired_at=MONDAY)
    assert told(asked(party, sunday)) == ("erased", None)
    assert told(may_contact(party=10**9, purpose="marketing", channel="email", when=MONDAY)) == ("erased", None)


def test_a_minor_hears_of_a_service_alone(world: World) -> None:
    birthday = somebody(birth_date=date(2008, 11, 30))
    minor = somebody(birth_date=date(2008, 12, 1))
    assert asked(birthday).allowed
    assert told(asked(minor)) == ("minor", None)
    assert asked(minor, purpose="service").allowed


def test_who_is_on_a_list_is_not_contacted(world: World) -> None:
    party = somebody()
    key = ContactPoint.objects.get(party=party, kind="PHONE").key
    add_to_own_list(keys=[key], by=world.diego, on=MONDAY.date())
    answer = asked(party)
    assert (answer.rule, answer.until, answer.words) == (
        "list-own",
        None,
        "Está en la lista No contactar (lista propia).",
    )


def test_a_merged_customer_answers_with_all_records(world: World) -> None:
    customer = somebody(country="CL")
    record = somebody(country="CO", canonical=customer)
    say(record, state="WITHDRAWN")
    GoldenRecord.objects.create(customer=customer, country="PE", birth_date=date(2015, 1, 1))
    assert asked(record).rule == "minor"
    GoldenRecord.objects.filter(pk=customer.pk).update(birth_date=None)
    assert asked(record) == asked(customer)
    assert asked(customer).rule == "withdrawn"


def test_an_urgent_service_waits_for_nothing_and_advertising_is_never_urgent(world: World) -> None:
    ContactLimit.objects.create(kind="hours", purposes=["service"], hours={"mon": ["12:00", "13:00"]})
    party = somebody()
    assert told(asked(party, purpose="service"))[1] == at(BOGOTA, 2026, 11, 30, 12)
    said: dict[str, Any] = {"party": party.pk, "channel": "email", "when": MONDAY, "urgent": True}
    assert may_contact(purpose="service", **said).allowed
    said["when"] = at(BOGOTA, 2026, 11, 29, 10)
    assert may_contact(purpose="marketing", **said).rule == "co-2300-hours"


def test_own_limits_come_after_the_law(world: World) -> None:
    hours = ContactLimit.objects.create(kind="hours", hours={"mon": ["11:00", "12:00"], "tue": ["11:00", "12:00"]})
    budget = ContactLimit.objects.create(kind="budget", most=2, days=30)
    party = somebody()
    assert told(asked(party)) == (f"own-{hours.pk}", at(BOGOTA, 2026, 11, 30, 11))
    assert asked(party, purpose="service").allowed
    wrote(party, on=date(2026, 11, 20), kind="surveys")
    wrote(party, on=date(2026, 11, 21), kind="service")
    late = at(BOGOTA, 2026, 11, 30, 11)
    assert asked(party, late).allowed
    PlannedContact.objects.create(party=party.pk, purpose="marketing", channel="email", on=date(2026, 11, 29), key="a")
    full = asked(party, late)
    # The survey leaves the thirty days on 20 December, a Sunday; hours are open on Mondays and Tuesdays.
    assert told(full) == (f"own-{budget.pk}", at(BOGOTA, 2026, 12, 21, 11))
    assert full.words == "Límite de la empresa: ya hubo 2 contactos en 30 días."
    again = may_contact(party=party.pk, purpose="marketing", channel="email", when=late, reserved=["a"])
    assert again.allowed
    ContactLimit.objects.update(ended_at=MONDAY)
    assert asked(party).allowed


def test_a_contact_without_a_purpose_counts_for_all_and_a_note_for_none(world: World) -> None:
    party = somebody()
    wrote(party, on=MONDAY.date(), kind="note")
    wrote(party, on=MONDAY.date(), kind="marketing", direction="IN")
    wrote(party, on=MONDAY.date(), kind="marketing", channel="tienda")
    assert asked(party).allowed
    wrote(party, on=MONDAY.date(), kind="llamó el asesor", channel="Correo")
    assert asked(party).rule == "co-2300-daily"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"purpose": "ventas"}, "unknown_purpose"),
        ({"channel": "fax"}, "unknown_channel"),
        ({"when": datetime(2026, 11, 30, 10)}, "no_zone"),  # noqa: DTZ001 - that is what is refused
    ],
)
def test_a_question_without_sense_is_refused(world: World, change: dict[str, object], code: str) -> None:
    said: dict[str, Any] = {"party": 1, "purpose": "marketing", "channel": "email", "when": MONDAY} | change
    with pytest.raises(UnableToAsk) as refused:
        may_contact(**said)
    assert refused.value.code == code


def test_one_question_costs_as_many_queries_as_many(world: World, django_assert_max_num_queries: Any) -> None:
    party = somebody()
    with django_assert_max_num_queries(15):
        assert asked(party, MONDAY + timedelta(days=1)).allowed
