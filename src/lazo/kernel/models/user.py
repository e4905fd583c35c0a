"""A person who works in the company and signs in."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Make a user whose address is stored in lower case; without a password they cannot sign in yet."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class Density(models.TextChoices):
    """How much room the rows of lists take."""

    COMFORTABLE = "comfortable", _("holgada")
    COMPACT = "compact", _("compacta")


class User(AbstractBaseUser):
    email = models.EmailField(_("correo"), unique=True)
    name = models.CharField(_("nombre"), max_length=150)
    language = models.CharField(_("idioma"), max_length=8, default="es")
    is_active = models.BooleanField(_("activo"), default=True)
    created_at = models.DateTimeField(db_default=Now())
    shortcuts = models.BooleanField(_("atajos de teclado"), default=True)
    density = models.CharField(_("densidad"), max_length=12, choices=Density.choices, default=Density.COMFORTABLE)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("usuario")
        verbose_name_plural = _("usuarios")

    def __str__(self) -> str:
        return f"user {self.pk}"
