"""Asks for pages of a scored workspace as a browser would, inside this process."""

from lazo.bench.cases.asking import tell


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from lazo.differentiate.models import Score

    listed = reverse("web:customers")
    someone = Score.objects.order_by("-value_12m", "customer_id")[0].customer_id
    return {
        "map": reverse("web:cycle"),
        "list": listed,
        "search": f"{listed}?q=cliente+00",
        "customer": reverse("web:customer", args=[someone]),
    }


if __name__ == "__main__":
    tell(_addresses)
