"""What is sold."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Product(models.Model):
    id = models.BigAutoField(primary_key=True)
    sku = models.CharField(_("código"), max_length=80, unique=True)
    name = models.CharField(_("nombre"), max_length=240, blank=True)
    category = models.CharField(_("categoría"), max_length=120, blank=True)
    batch = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"product {self.pk}"
