"""Makes what a campaign to everybody needs in a workspace of customers who may be written to: a segment, an account, two templates."""

import os

SERVICE_PORT = 42_525
"""Where the mail server of messages of services listens, while it does."""


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lazo.site.settings")
    django.setup()
    make_content()


def make_content() -> None:
    """A segment of everybody, by what they bought; an account, and what an offer and a notice say."""
    from lazo.differentiate.operations.segment import create_segment
    from lazo.interact.models import ChannelAccount, Template, TemplateText, TemplateVersion
    from lazo.kernel.models import User

    by = User.objects.order_by("pk")[0]
    create_segment(by=by, name="Todos", key="todos", definition={"purchases": {"at_most": 100_000}})
    options = {"host": "127.0.0.1", "port": SERVICE_PORT, "security": "none", "address": "hola@aurora.example"}
    ChannelAccount.objects.create(
        channel="email", provider="smtp", name="Correo", options={**options, "public_url": "https://crm.example.org"}
    )
    for name, purpose in (("Oferta", "marketing"), ("Aviso", "service")):
        template = Template.objects.create(channel="email", name=name, purpose=purpose)
        version = TemplateVersion.objects.create(template=template, number=1)
        TemplateText.objects.create(version=version, language="es", subject=name, body="Hola")


if __name__ == "__main__":
    main()
