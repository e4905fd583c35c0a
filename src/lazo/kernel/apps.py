"""Django's handle on the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    name = "lazo.kernel"
    label = "kernel"
    verbose_name = "Núcleo"

    def ready(self) -> None:
        from lazo.kernel.warehouse import jobs  # noqa: F401  # importing registers the job
