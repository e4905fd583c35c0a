"""What a propensity model says of one customer, until it expires."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from lazo.differentiate.models.propensity_model import ModelVersion, PropensityModel
from lazo.identify.models import Party


class Propensity(models.Model):
    """`chance` from 0 to 1; `confidence` how near the said came to what happened among like chances when it was tried.

    `reasons` are the weightiest columns: [column, cell, share of the log of the odds]; `answer` is the category of a model that names one.
    """

    id = models.BigAutoField(primary_key=True)
    model = models.ForeignKey(PropensityModel, on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey(ModelVersion, on_delete=models.CASCADE, related_name="+")
    customer = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="+")
    chance = models.FloatField(_("probabilidad"))
    confidence = models.FloatField(_("confianza"))
    answer = models.CharField(max_length=240, blank=True)
    reasons = models.JSONField(default=list)
    on_date = models.DateField(_("al"))
    expires_on = models.DateField(_("vence"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["model", "customer"], name="one_propensity_a_customer")]
        indexes = [models.Index(fields=["model", "-chance", "customer"], name="propensity_ranked")]

    def __str__(self) -> str:
        return f"propensity {self.pk}"
