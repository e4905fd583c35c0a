"""What a person sets for themselves, as a form."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from lazo.kernel.models import Density, User
from lazo.kernel.operations.language import choose_language
from lazo.kernel.operations.preferences import LONGEST_NAME, set_preferences

DENSITIES = ((Density.COMFORTABLE, _("Holgadas")), (Density.COMPACT, _("Compactas")))


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Nombre"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"class": "input", "autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Idioma"), choices=settings.LANGUAGES, widget=forms.Select(attrs={"class": "select"})
    )
    density = forms.ChoiceField(
        label=_("Filas de las listas"), choices=DENSITIES, widget=forms.Select(attrs={"class": "select"})
    )
    shortcuts = forms.BooleanField(
        label=_("Atajos de teclado"),
        required=False,
        help_text=_("Letras sueltas como j, k o x. Apágalos si usas la voz o un lector de pantalla."),
        widget=forms.CheckboxInput(attrs={"class": "check"}),
    )

    @classmethod
    def of(cls, user: User) -> "ProfileForm":
        kept = {name: getattr(user, name) for name in ("name", "language", "density", "shortcuts")}
        return cls(initial=kept)

    def save(self, *, user: User) -> None:
        data = self.cleaned_data
        choose_language(user=user, language=data["language"], by=user)
        set_preferences(user=user, name=data["name"], shortcuts=data["shortcuts"], density=data["density"], by=user)
