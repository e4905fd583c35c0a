"""A person, a company or a household with which we may have a relationship."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from lazo.kernel.access import VisibleQuerySet, row_rule
from lazo.kernel.models import Team, User


class PartyQuerySet(VisibleQuerySet["Party"]):
    """Parties a user may see, by their owner and team, or because they are shared."""

    row_access_customer = "id"

    def current(self) -> "PartyQuerySet":
        """Those that stand for themselves: neither found to be another nor taken out."""
        return self.filter(canonical__isnull=True, retired_at__isnull=True)


def stands_for_visible(user: User, *records: str) -> models.Q:
    """The filter for rows whose `records`, lookups of a party (blank: the row itself), stand for customers that the user may see."""
    rule, found = row_rule(user), models.Q()
    for record in () if rule.everything else records:
        prefix = f"{record}__" if record else ""
        own = models.Q(**{f"{prefix}canonical__isnull": True}) & rule.as_q(prefix, customer=f"{prefix}id")
        found &= own | rule.as_q(f"{prefix}canonical__")
    return found


class Party(models.Model):
    """One row per record of a party; a merge is the pointer `canonical`, never a rewrite."""

    class Kind(models.TextChoices):
        PERSON = "PERSON", _("persona")
        ORGANIZATION = "ORGANIZATION", _("empresa")
        HOUSEHOLD = "HOUSEHOLD", _("hogar")

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(_("tipo"), max_length=12, choices=Kind.choices, default=Kind.PERSON)
    canonical = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        related_name="duplicates",
        help_text="null: it is its own canonical",
    )
    name = models.CharField(_("nombre"), max_length=240, blank=True)
    folded_name = models.CharField(max_length=240, blank=True, help_text="lower case, no accents: for search and order")
    given_name = models.CharField(_("nombres"), max_length=120, blank=True)
    surnames = models.CharField(_("apellidos"), max_length=120, blank=True)
    legal_name = models.CharField(_("razón social"), max_length=240, blank=True)
    trade_name = models.CharField(_("nombre comercial"), max_length=240, blank=True)
    birth_date = models.DateField(_("fecha de nacimiento"), null=True)
    country = models.CharField(_("país"), max_length=2, blank=True)
    city = models.CharField(_("ciudad"), max_length=120, blank=True)
    address = models.CharField(_("dirección"), max_length=240, blank=True)
    first_contact_on = models.DateField(_("primer contacto"), null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("responsable")
    )
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("equipo"))
    batch = models.ForeignKey("ImportBatch", on_delete=models.PROTECT, null=True, related_name="+", db_constraint=False)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now())
    retired_at = models.DateTimeField(null=True, help_text="taken out by an undo or an erasure; history stays")

    objects = PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("persona o empresa")
        verbose_name_plural = _("personas y empresas")
        indexes = [
            models.Index(fields=["folded_name", "id"], name="party_by_name"),
            models.Index(fields=["owner"], condition=models.Q(canonical__isnull=False), name="record_of_owner"),
            models.Index(fields=["team"], condition=models.Q(canonical__isnull=False), name="record_of_team"),
        ]

    def __str__(self) -> str:
        return f"party {self.pk}"
