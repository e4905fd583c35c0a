"""Asks for whole customers of a scored workspace as a browser would, inside this process: the busiest one and a usual one."""

from lazo.bench.cases.asking import tell


def _addresses() -> dict[str, str]:
    from django.urls import reverse

    from lazo.differentiate.models import Score

    people = Score.objects.filter(n_purchases__gt=0)
    busiest = people.order_by("-n_purchases", "customer_id")[0].customer_id
    usual = people.order_by("customer_id")[people.count() // 2].customer_id
    return {
        "busiest": reverse("web:customer", args=[busiest]),
        "usual": reverse("web:customer", args=[usual]),
        "history": reverse("web:history", args=[busiest]),
        "search": f"{reverse('web:history', args=[busiest])}?buscar=nada",
        "estimate": reverse("web:customer_estimate", args=[usual]),
    }


if __name__ == "__main__":
    tell(_addresses)
