"""What a customer answers on their own page: each answer is a line of the ledger, with the text they saw and where they were."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe

from django.db import transaction
from django.db.models.functions import Now

from lazo.identify.models import ConsentEntry, ConsentProof, Party, PreferenceLink
from lazo.identify.operations.consent import Permission, Proof, write_lines
from lazo.identify.operations.consent_text import shown_texts
from lazo.identify.queries.consent_text import known_language
from lazo.identify.queries.preferences import CHANNELS_ASKED, PURPOSES_ASKED, digest_of, preferences_of
from lazo.kernel.events import record_event
from lazo.kernel.models import User

LASTS = timedelta(days=30)
LONGEST = timedelta(days=365)
TOKEN_BYTES = 24
PORTUGUESE, ENGLISH = frozenset({"BR", "PT"}), frozenset({"US", "GB", "CA", "BZ", "JM", "TT"})
State = ConsentEntry.State


class UnableToMakeLink(Exception):
    """`code` is not_visible, not_current or bad_period."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class UnableToSavePreferences(Exception):
    """`code` is unknown_choice: something that the page does not offer."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@transaction.atomic
def make_link(
    *, party: Party, by: User, at: datetime, language: str = "", lasts: timedelta = LASTS
) -> tuple[PreferenceLink, str]:
    """A link by which a customer opens their preferences until `at` + `lasts`, and its token, which is told once and never kept.

    Without `language` the customer's country decides. Writes one event, `preference_link.made`. Raises UnableToMakeLink.
    """
    if not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToMakeLink("not_visible")
    if not Party.objects.current().filter(pk=party.pk).exists():
        raise UnableToMakeLink("not_current")
    if not timedelta(0) < lasts <= LONGEST:
        raise UnableToMakeLink("bad_period")
    token = token_urlsafe(TOKEN_BYTES)
    link = PreferenceLink.objects.create(
        party=party,
        digest=sha256(token.encode()).hexdigest(),
        language=known_language(language or language_of(party.country)),
        expires_at=at + lasts,
        by=by,
    )
    record_event(kind="preference_link.made", by=by, table="identify_party", row=party.pk, data={"link": link.pk})
    return link, token


@transaction.atomic
def revoke_links(*, party: Party, by: User) -> int:
    """Let no link of a customer work any more; how many did. Writes one event, `preference_link.revoked`."""
    if not Party.objects.visible_to(by).filter(pk=party.pk).exists():
        raise UnableToMakeLink("not_visible")
    count = PreferenceLink.objects.open().filter(party=party).update(revoked_at=Now())
    record_event(kind="preference_link.revoked", by=by, table="identify_party", row=party.pk, data={"links": count})
    return count


@transaction.atomic
def open_link(*, token: str) -> PreferenceLink | None:
    """The link that still works, noting that it was opened; null when it does not."""
    link = PreferenceLink.objects.open().select_related("party__canonical").filter(digest=digest_of(token)).first()
    if link is not None:
        PreferenceLink.objects.filter(pk=link.pk).update(opened_at=Now())
    return link


@transaction.atomic
def save_preferences(*, link: PreferenceLink, allowed: Collection[tuple[str, str]], proof: Proof, on: date) -> int:
    """Write what a customer allows of everything their page offers: what is not in `allowed` they do not. How many lines.

    Only what changes is written, with the version of the text they saw. Raises UnableToSavePreferences.
    """
    offered = {(purpose, channel) for purpose in PURPOSES_ASKED for channel in CHANNELS_ASKED[purpose]}
    if not set(allowed) <= offered:
        raise UnableToSavePreferences("unknown_choice")
    return _write(link, {pair: pair in allowed for pair in sorted(offered)}, proof, on)


@transaction.atomic
def withdraw_everything(*, link: PreferenceLink, proof: Proof, on: date) -> int:
    """The one click: nothing of what a page offers, and nothing else that was granted by consent. How many lines."""
    held = preferences_of(party=_customer(link), on=on)
    granted = {pair for pair, state in held.items() if state == State.GRANTED}
    offered = {(purpose, channel) for purpose in PURPOSES_ASKED for channel in CHANNELS_ASKED[purpose]}
    return _write(link, dict.fromkeys(sorted(offered | granted), False), proof, on)


def _write(link: PreferenceLink, wanted: dict[tuple[str, str], bool], proof: Proof, on: date) -> int:
    party = _customer(link)
    held = preferences_of(party=party, on=on)
    texts = shown_texts(language=link.language)
    came = replace(proof, way=ConsentProof.Way.WEB, link=link.pk)
    lines = 0
    for purpose in dict.fromkeys(purpose for purpose, _ in wanted):
        for allows in (True, False):
            state = State.GRANTED if allows else State.WITHDRAWN
            channels = [
                channel
                for (asked, channel), yes in wanted.items()
                if asked == purpose and yes is allows and held.get((asked, channel)) != state
            ]
            if channels:
                said = {
                    "state": state,
                    "basis": ConsentEntry.Basis.CONSENT if allows else "",
                    "evidence": texts[purpose].body,
                    "on": on,
                }
                event = "consent.granted" if allows else "consent.withdrawn"
                text = replace(came, text=texts[purpose].pk)
                write_lines(party, Permission(purpose, channels), said, by=None, on=on, proof=text, event=event)
                lines += len(channels)
    return lines


def _customer(link: PreferenceLink) -> Party:
    return link.party.canonical or link.party


def language_of(country: str) -> str:
    return "pt-br" if country in PORTUGUESE else "en" if country in ENGLISH else "es"
