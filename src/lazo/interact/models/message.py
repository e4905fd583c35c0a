"""The outbox: a row for each message, written before anything is sent and rewritten when it is known what came of it."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.models import ConsentEntry
from lazo.interact.models.channel_account import ChannelAccount
from lazo.interact.models.template import TemplateVersion

LONGEST_KEY = 120


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages by how far they are."""

    def queued(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.QUEUED)

    def due(self, *, at: datetime) -> "MessageQuerySet":
        """Those that may leave at `at`."""
        return self.queued().filter(due_at__lte=at)

    def doubtful(self) -> "MessageQuerySet":
        """Those of which nobody knows whether they left."""
        return self.filter(state=Message.State.DOUBTFUL)

    def failed(self) -> "MessageQuerySet":
        return self.filter(state=Message.State.FAILED)


class Message(models.Model):
    """One message to one customer by one way of contact.

    `key` names it for ever: writing it again is refused by the database, and a provider that takes a key gets this one. `experiment` is the
    campaign or decision it belongs to and `arm` its arm (null: none); `party` the customer, `contact_point` the way (null: the best one of
    that channel is chosen when it is sent). `data` are merge fields of this message alone. A row that is SENDING is held by `claim`.
    `cost_millis` is in thousandths of a minor unit of its account's currency, because a message costs less than a cent. `problem` is a code.

    Lean on purpose: a campaign writes a million at once. Party, experiment, arm and contact point are numbers; account and version are never
    deleted, so the database need not look after them.
    """

    class Lane(models.IntegerChoices):
        TRANSACTIONAL = 0, _("servicio")
        BULK = 1, _("masivo")

    class State(models.TextChoices):
        QUEUED = "QUEUED", _("en cola")
        SENDING = "SENDING", _("saliendo")
        SENT = "SENT", _("enviado")
        FAILED = "FAILED", _("no salió")
        DOUBTFUL = "DOUBTFUL", _("en duda")
        BLOCKED = "BLOCKED", _("bloqueado")
        CANCELLED = "CANCELLED", _("cancelado")

    id = models.BigAutoField(primary_key=True)
    key = models.CharField(max_length=LONGEST_KEY, unique=True)
    lane = models.PositiveSmallIntegerField(_("carril"), choices=Lane.choices, default=Lane.BULK)
    state = models.CharField(_("estado"), max_length=10, choices=State.choices, default=State.QUEUED)
    party = models.BigIntegerField()
    experiment = models.BigIntegerField(null=True)
    arm = models.BigIntegerField(null=True)
    channel = models.CharField(_("canal"), max_length=12, choices=ChannelAccount.Channel.choices)
    purpose = models.CharField(_("finalidad"), max_length=20, choices=ConsentEntry.Purpose.choices)
    account = models.ForeignKey(
        ChannelAccount, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    version = models.ForeignKey(
        TemplateVersion, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    contact_point = models.BigIntegerField(null=True)
    data = models.JSONField(null=True)
    due_at = models.DateTimeField(_("sale el"))
    claim = models.CharField(max_length=60, null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    sent_at = models.DateTimeField(_("salió el"), null=True)
    provider_id = models.CharField(max_length=200, null=True)
    cost_millis = models.BigIntegerField(null=True)
    problem = models.CharField(_("por qué no"), max_length=60, blank=True, db_default="")
    answer = models.CharField(max_length=160, blank=True, db_default="", help_text="of the provider, without addresses")

    objects = MessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["account", "lane", "experiment", "due_at", "id"],
                condition=models.Q(state="QUEUED"),
                name="message_waiting",
            ),
            models.Index(fields=["claim"], condition=models.Q(state="SENDING"), name="message_held"),
            models.Index(fields=["experiment", "state"], name="message_of_experiment"),
            models.Index(fields=["party", "id"], name="message_of_party"),
            models.Index(
                fields=["state", "id"],
                condition=models.Q(state__in=["FAILED", "DOUBTFUL"]),
                name="message_in_trouble",
            ),
            models.Index(
                fields=["provider_id"], condition=models.Q(provider_id__isnull=False), name="message_of_provider"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="SENDING") | models.Q(claim__isnull=False, claimed_at__isnull=False),
                name="message_sending_is_held",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="SENT") | models.Q(sent_at__isnull=False), name="message_sent_when"
            ),
        ]

    def __str__(self) -> str:
        return f"message {self.pk}"


class SendingPause(models.Model):
    """Nothing leaves of an account, of an experiment, or (both null) of the whole bulk lane while this row is there.

    `by` null: the system stopped it, `why` says for what. Transactional messages stop only with their account.
    """

    account = models.OneToOneField(ChannelAccount, on_delete=models.CASCADE, null=True, related_name="pause")
    experiment = models.BigIntegerField(null=True, unique=True)
    at = models.DateTimeField(db_default=Now())
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    why = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(account__isnull=True) | models.Q(experiment__isnull=True),
                name="sending_pause_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"sending pause {self.pk}"


class MessageCost(models.Model):
    """What the messages of an account and an experiment (0: none) cost on a day: written with each batch, booked in parts.

    `millis` are thousandths of a minor unit of the account's currency, `booked` the minor units that are in the ledger, in `entries` parts.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.ForeignKey(ChannelAccount, on_delete=models.PROTECT, related_name="+")
    experiment = models.BigIntegerField(default=0)
    day = models.DateField(_("día"))
    messages = models.PositiveBigIntegerField(_("mensajes"), default=0)
    millis = models.BigIntegerField(default=0)
    booked = models.BigIntegerField(default=0)
    entries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "experiment", "day"], name="message_cost_once_per_day")
        ]

    def __str__(self) -> str:
        return f"message cost {self.pk}"
