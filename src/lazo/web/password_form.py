"""A new password, written once where it can be seen: twice in the dark invites a shorter one."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 1024


class NewPasswordForm(forms.Form):
    new = forms.CharField(
        label=_("Contraseña nueva"),
        strip=False,
        max_length=LONGEST,
        help_text=_("Diez letras o más. Una frase que solo tú digas es mejor que símbolos raros."),
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "new-password"}),
    )


class ChangePasswordForm(NewPasswordForm):
    """The old one too: an open computer is not its owner."""

    old = forms.CharField(
        label=_("Contraseña de ahora"),
        strip=False,
        max_length=LONGEST,
        widget=forms.PasswordInput(attrs={"class": "input", "autocomplete": "current-password"}),
    )

    field_order = ("old", "new")
