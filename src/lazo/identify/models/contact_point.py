"""A way to reach a party: evidence, not a column."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.identify.contact_health import NOT_THEIRS
from lazo.identify.models.party import Party
from lazo.identify.models.source import Source

UNPROVED = {"is_likely": False, "health_why": "", "verified_at__isnull": True}


class ContactPointQuerySet(models.QuerySet["ContactPoint"]):
    """Ways of contact by what is known of them."""

    def usable(self) -> "ContactPointQuerySet":
        """Those that reach the party as far as anybody knows."""
        return self.filter(health=ContactPoint.Health.USABLE).exclude(**UNPROVED)

    def doubtful(self) -> "ContactPointQuerySet":
        """Those that may not: bounces, nobody answers, or a slip of the finger shows and nothing proved it right."""
        unproved = models.Q(health=ContactPoint.Health.USABLE, **UNPROVED)
        return self.filter(unproved | models.Q(health=ContactPoint.Health.DOUBTFUL))

    def dead(self) -> "ContactPointQuerySet":
        """Those that do not, or reach another."""
        return self.filter(health=ContactPoint.Health.DEAD)

    def identifying(self) -> "ContactPointQuerySet":
        """Those that are not known to be another's."""
        return self.exclude(health_why__in=NOT_THEIRS)


class ContactPoint(models.Model):
    """`value` is what people see and write to; `key` is the canonical form by which equal ones match, see `identify.contact_keys`.

    First seen is `created_at`, last seen `last_seen_on` (null: not since then), by the import `last_seen_batch` or by a person or program.
    Where it came from is the source of `batch`, else `source`, else a person wrote it. `health` is derived from the outcomes that channels
    and people report, and repeated here; `health_why` is the one that decided.
    """

    class Kind(models.TextChoices):
        EMAIL = "EMAIL", _("correo")
        PHONE = "PHONE", _("teléfono")
        WHATSAPP = "WHATSAPP", _("WhatsApp sin número")
        INSTAGRAM = "INSTAGRAM", _("Instagram")
        FACEBOOK = "FACEBOOK", _("Facebook")
        X = "X", _("X")
        TIKTOK = "TIKTOK", _("TikTok")
        LINKEDIN = "LINKEDIN", _("LinkedIn")
        TELEGRAM = "TELEGRAM", _("Telegram")
        ADDRESS = "ADDRESS", _("otra dirección")

    class Health(models.TextChoices):
        USABLE = "USABLE", _("sirve")
        DOUBTFUL = "DOUBTFUL", _("en duda")
        DEAD = "DEAD", _("no sirve")

    class How(models.TextChoices):
        BY_HAND = "BY_HAND", _("una persona lo comprobó")
        CODE = "CODE", _("escribió el código que enviamos")
        LINK = "LINK", _("abrió el enlace que enviamos")
        REPLY = "REPLY", _("respondió desde ahí")
        SOURCE = "SOURCE", _("la fuente lo da por verificado")

    id = models.BigAutoField(primary_key=True)
    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    value = models.CharField(_("valor"), max_length=254)
    key = models.CharField(max_length=254)
    is_likely = models.BooleanField(_("parece correcto"), default=True)
    source = models.ForeignKey(
        Source, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False, verbose_name=_("fuente")
    )
    verified_at = models.DateTimeField(_("verificado"), null=True)
    verified_how = models.CharField(_("cómo se verificó"), max_length=8, choices=How.choices, db_default="")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", db_index=False
    )
    health = models.CharField(_("estado"), max_length=8, choices=Health.choices, db_default="USABLE")
    health_why = models.CharField(_("por qué"), max_length=12, db_default="")
    created_at = models.DateTimeField(db_default=Now())
    last_seen_on = models.DateField(_("visto por última vez"), null=True)
    last_seen_batch = models.BigIntegerField(null=True)
    batch = models.BigIntegerField(null=True)

    objects = ContactPointQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["key", "kind"], name="contact_point_key")]
        constraints = [models.UniqueConstraint(fields=["party", "kind", "key"], name="contact_point_once_per_party")]

    def __str__(self) -> str:
        return f"contact point {self.pk}"

    @property
    def state(self) -> str:
        """One of Health: that of what came of using it, and in doubt while it looks wrong and nothing proved it right."""
        is_unproved = not self.is_likely and not self.health_why and self.verified_at is None
        return self.Health.DOUBTFUL if self.health == self.Health.USABLE and is_unproved else self.health
