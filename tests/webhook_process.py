"""Delivers webhooks to this machine until it is killed."""

from started import start_django

start_django()

from django.utils import timezone  # noqa: E402 - models must be ready before

from lazo.api.webhooks.delivery import deliver_due  # noqa: E402 - as above
from lazo.api.webhooks.post import Letterbox  # noqa: E402 - as above
from lazo.kernel.jobs import NullContext  # noqa: E402 - as above

if __name__ == "__main__":
    letterbox = Letterbox(allow_private=True)
    while True:
        deliver_due(NullContext(), post=letterbox.post, now=timezone.now)
