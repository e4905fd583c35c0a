"""What the page of a customer's preferences shows: what is asked, and what they said."""

from datetime import date
from hashlib import sha256

from lazo.identify.models import ConsentEntry, Party, PreferenceLink
from lazo.identify.queries.consent import consent_of

Purpose = ConsentEntry.Purpose
Channel = ConsentEntry.Channel
PURPOSES_ASKED = (Purpose.MARKETING, Purpose.SURVEYS, Purpose.PROFILING, Purpose.SHARING)
"""What a customer may allow or not; service and collections follow from what they bought or owe."""
WAYS = (Channel.EMAIL, Channel.PHONE, Channel.SMS, Channel.WHATSAPP)
EVERY_WAY = tuple(Channel)
CHANNELS_ASKED: dict[str, tuple[str, ...]] = {
    Purpose.MARKETING: WAYS,
    Purpose.SURVEYS: WAYS,
    # Not a message but a use: one answer holds for every channel.
    Purpose.PROFILING: EVERY_WAY,
    Purpose.SHARING: EVERY_WAY,
}
USES = (Purpose.PROFILING, Purpose.SHARING)


def digest_of(token: str) -> str:
    """What is kept of a link's token."""
    return sha256(token.encode()).hexdigest()


def preferences_of(*, party: Party, on: date) -> dict[tuple[str, str], str]:
    """What holds for each purpose and channel that was ever asked."""
    return {(one.purpose, one.channel): one.state for one in consent_of(party=party, on=on)}


def open_links(*, party: Party) -> list[PreferenceLink]:
    """The links of a customer, whom the caller has shown to be visible, that still work; the newest first."""
    return list(PreferenceLink.objects.open().filter(party=party).select_related("by").order_by("-pk"))
