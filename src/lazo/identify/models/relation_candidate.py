"""Relations that a rule found in the data and a person has yet to confirm."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lazo.identify.models.party import Party
from lazo.identify.models.relationship import PartyRelationship, RelationshipType
from lazo.kernel.access import row_rule
from lazo.kernel.models import User


class RelationCandidateQuerySet(models.QuerySet["RelationCandidate"]):
    def visible_to(self, user: User) -> "RelationCandidateQuerySet":
        """Those of which the user may see both ends."""
        rule = row_rule(user)
        return self.filter(rule.as_q("origin__"), rule.as_q("target__"))

    def waiting(self, *, on: date) -> "RelationCandidateQuerySet":
        """Those nobody has decided, or put off until a day that has come; both ends stand for themselves."""
        decided = CandidateDecision.objects.filter(candidate=OuterRef("pk"), ended_at__isnull=True)
        held = Exists(decided.exclude(outcome=CandidateDecision.Outcome.LATER, until__lte=on))
        standing = {
            f"{end}__{name}__isnull": True for end in ("origin", "target") for name in ("canonical", "retired_at")
        }
        return self.filter(~held, **standing)


class RelationCandidate(models.Model):
    """`origin` <type> `target`, as sure as `confidence`; `rule` is the strongest that found it.

    `evidence` is a list of what each rule saw: its key under "rule", how many share it under "people", a domain, a kind of contact point.
    It holds no value of a person: those are read where they stand.
    """

    class Rule(models.TextChoices):
        ADDRESS = "ADDRESS", _("misma dirección y apellido")
        CONTACT = "CONTACT", _("mismo teléfono o correo")
        DOMAIN = "DOMAIN", _("correo de la empresa")
        TOLD = "TOLD", _("lo dicen tus datos")
        TAX_ROOT = "TAX_ROOT", _("raíz del documento")
        LEGAL_NAME = "LEGAL_NAME", _("misma razón social")
        WEB_DOMAIN = "WEB_DOMAIN", _("mismo dominio")
        DIRECTOR = "DIRECTOR", _("misma dirección de empresa")

    id = models.BigAutoField(primary_key=True)
    origin = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="candidates_out")
    target = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="candidates_in")
    type = models.ForeignKey(RelationshipType, on_delete=models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=12, choices=Rule.choices)
    confidence = models.DecimalField(max_digits=4, decimal_places=3)
    evidence = models.JSONField(default=list)
    found_at = models.DateTimeField(db_default=Now())

    objects = RelationCandidateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["origin", "target", "type"], name="candidate_once"),
            models.CheckConstraint(condition=~Q(origin=models.F("target")), name="candidate_between_two"),
            models.CheckConstraint(condition=Q(confidence__gt=0, confidence__lte=1), name="candidate_confidence"),
        ]
        indexes = [models.Index(fields=["-confidence", "id"], name="candidate_surest")]

    def __str__(self) -> str:
        return f"relation candidate {self.pk}"

    @property
    def words(self) -> str:
        """What the origin is to the target, in the reader's language: `trabaja en`."""
        return self.words_from(is_origin=True)

    def words_from(self, *, is_origin: bool) -> str:
        """The same read from one of its ends."""
        return gettext(self.type.name if is_origin else self.type.inverse_name)


class CandidateDecision(models.Model):
    """What a person said of a candidate; `ended_at` when another decision took its place, or it was taken back.

    `relation` is the one that confirming made (null when it already stood), `household` the one that had to be made for it.
    """

    class Outcome(models.TextChoices):
        CONFIRMED = "CONFIRMED", _("confirmada")
        REFUSED = "REFUSED", _("no es así")
        LATER = "LATER", _("más tarde")

    id = models.BigAutoField(primary_key=True)
    candidate = models.ForeignKey(RelationCandidate, on_delete=models.CASCADE, related_name="decisions")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(db_default=Now())
    until = models.DateField(null=True)
    relation = models.ForeignKey(PartyRelationship, on_delete=models.SET_NULL, null=True, related_name="+")
    household = models.ForeignKey(Party, on_delete=models.SET_NULL, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"], condition=Q(ended_at__isnull=True), name="candidate_decided_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome="LATER", until__isnull=False) | (~Q(outcome="LATER") & Q(until__isnull=True)),
                name="decision_until_of_later",
            ),
            models.CheckConstraint(
                condition=Q(outcome="CONFIRMED") | Q(relation__isnull=True, household__isnull=True),
                name="decision_made_by_confirming",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.pk} on candidate {self.candidate_id}"
