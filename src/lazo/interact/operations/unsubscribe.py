"""Who wants no more of what they got: the permission is withdrawn, with the message as its evidence."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from lazo.identify.models import ConsentEntry, ConsentProof, Party
from lazo.identify.operations.consent import Permission, Proof, UnableToWriteConsent, write_lines
from lazo.interact.models import DeliveryReport, Message

CHANNELS = {"email": "email", "whatsapp": "whatsapp", "letter": "letter"}


@transaction.atomic
def leave(*, message: Message, on: date, how: str = "UNSUBSCRIBED", proof: Proof | None = None) -> bool:
    """Withdraw the permission for the purpose and the channel of a message, of all records of the customer; again it changes nothing.

    `how` is UNSUBSCRIBED or COMPLAINED, `on` the company's day, `proof` where whoever asked was. Returns whether something was withdrawn.
    """
    born = Party.objects.filter(pk=message.party).select_related("canonical").first()
    if born is None:
        return False
    party = born.canonical or born
    channel = CHANNELS.get(message.channel, message.channel)
    if _is_withdrawn(party, message.purpose, channel):
        return False
    words = (
        _("Lo marcó como no deseado. Mensaje %(key)s")
        if how == DeliveryReport.Kind.COMPLAINED
        else _("Se dio de baja con el enlace de un mensaje. Mensaje %(key)s")
    )
    said = {
        "state": ConsentEntry.State.WITHDRAWN,
        "basis": "",
        "evidence": words % {"key": message.key},
        "on": on,
    }
    way = proof or Proof(way=ConsentProof.Way.PROGRAM)
    permission = Permission(message.purpose, [channel])
    try:
        write_lines(party, permission, said, by=None, on=on, proof=way, event="consent.withdrawn")
    except UnableToWriteConsent:
        return False
    return True


def _is_withdrawn(party: Party, purpose: str, channel: str) -> bool:
    lines = ConsentEntry.objects.standing().filter(party=party, purpose=purpose, channel=channel)
    last = lines.order_by("-on", "-pk").first()
    return last is not None and last.state == ConsentEntry.State.WITHDRAWN
