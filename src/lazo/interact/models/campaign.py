"""A campaign: to whom, what, by which channels, with whom left alone, and every step it took."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.customize.models import Experiment
from lazo.differentiate.models import Segment
from lazo.interact.models.message import Message
from lazo.interact.models.template import TemplateVersion
from lazo.kernel.access import may, row_rule
from lazo.kernel.models import User

CAMPAIGNING = "may_campaign"


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Campaigns are the company's: whoever sees customers sees which there are; of their people each sees those one may see anyway."""

    def visible_to(self, user: User) -> Self:
        """All that nobody threw away, for whoever sees any customer or makes campaigns; else none."""
        live = self.filter(removed_at__isnull=True)
        return live.none() if row_rule(user).nothing and not may(user, CAMPAIGNING) else live

    def whole(self) -> Self:
        """With all that a line or a page of it shows: a constant number of queries."""
        told = ("experiment__arms", "steps__by", "waves")
        return self.select_related("experiment", "segment", "owner").prefetch_related(*told)


class Campaign(models.Model):
    """Its experiment says area, purpose, goal and arms. `without` are keys of segments whose customers are left out, `channels` in the order
    in which they are tried for each customer.

    `starts_on` null: the day it is launched; `ends_on` the first day on which nobody comes in any more (null: one wave). `per_hour` null: as
    fast as the channels go. `budget` in minor units of the experiment's currency (null: none was set). `version` grows with each edit, and an
    approval is of one version, by somebody else than `edited_by`, who wrote it.
    """

    class Repeats(models.TextChoices):
        ONCE = "ONCE", _("una vez")
        WEEKLY = "WEEKLY", _("cada semana entra quien cumple")
        DAILY = "DAILY", _("cada día entra quien cumple")

    id = models.BigAutoField(primary_key=True)
    experiment = models.OneToOneField(Experiment, on_delete=models.PROTECT, related_name="+")
    segment = models.ForeignKey(Segment, on_delete=models.PROTECT, related_name="+")
    without = models.JSONField(default=list)
    channels = models.JSONField(default=list)
    lane = models.PositiveSmallIntegerField(_("carril"), choices=Message.Lane.choices, default=Message.Lane.BULK)
    repeats = models.CharField(_("quiénes entran"), max_length=8, choices=Repeats.choices, default=Repeats.ONCE)
    starts_on = models.DateField(_("empieza"), null=True)
    ends_on = models.DateField(_("deja de recibir gente"), null=True)
    per_hour = models.PositiveIntegerField(_("mensajes por hora"), null=True)
    budget = models.BigIntegerField(_("presupuesto"), null=True)
    no_control = models.CharField(_("por qué sin grupo de control"), max_length=240, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    copied_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Now())
    removed_at = models.DateTimeField(null=True)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__gt=models.F("starts_on")),
                name="campaign_ends_after_it_starts",
            ),
            models.CheckConstraint(
                condition=models.Q(budget__isnull=True) | models.Q(budget__gte=0), name="campaign_budget"
            ),
        ]

    def __str__(self) -> str:
        return f"campaign {self.pk}"


class CampaignContent(models.Model):
    """What an arm of a campaign says on a channel: a version of a template. The control group has none."""

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="contents")
    arm = models.CharField(max_length=40, help_text="the key of the arm")
    channel = models.CharField(max_length=20)
    template = models.ForeignKey(TemplateVersion, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "arm", "channel"], name="campaign_content_once")]

    def __str__(self) -> str:
        return f"content {self.pk} of campaign {self.campaign_id}"


class CampaignStep(models.Model):
    """Somebody did something with a campaign: asked for approval, approved, launched, paused, resumed, ended. `version` is what it was done to.

    `by` null: the system itself, such as the end on its day.
    """

    class Kind(models.TextChoices):
        ASKED = "ASKED", _("pidió aprobación")
        APPROVED = "APPROVED", _("aprobó")
        LAUNCHED = "LAUNCHED", _("lanzó")
        PAUSED = "PAUSED", _("pausó")
        RESUMED = "RESUMED", _("reanudó")
        ENDED = "ENDED", _("terminó")

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    version = models.PositiveIntegerField()
    note = models.CharField(max_length=240, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign"], condition=models.Q(kind="LAUNCHED"), name="campaign_launched_once"
            ),
            models.UniqueConstraint(fields=["campaign"], condition=models.Q(kind="ENDED"), name="campaign_ended_once"),
        ]

    def __str__(self) -> str:
        return f"step {self.pk} of campaign {self.campaign_id}"


class CampaignWave(models.Model):
    """The audience frozen on a day: who was in the segment and had not come in before. Its people are the decisions of that day and the blocks.

    `audience_on` is the day the rules were asked of, `as_of` how fresh the data were. `counts` are of the whole company: `audience`, `without` by
    segment, `already`, `blocked` by rule, `channels`, `arms`. Of its `rows` customers the first `done` are written; `ready_at` null: not all.
    """

    id = models.BigAutoField(primary_key=True)
    campaign = models.ForeignKey(Campaign, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField()
    on = models.DateField()
    segment_version = models.PositiveIntegerField()
    audience_on = models.DateField(null=True)
    as_of = models.DateTimeField(null=True)
    counts = models.JSONField(default=dict)
    rows = models.BigIntegerField(null=True)
    done = models.BigIntegerField(default=0)
    started_at = models.DateTimeField(db_default=Now())
    ready_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "number"], name="campaign_wave_once"),
            models.UniqueConstraint(fields=["campaign", "on"], name="campaign_wave_of_day"),
        ]

    def __str__(self) -> str:
        return f"wave {self.number} of campaign {self.campaign_id}"
