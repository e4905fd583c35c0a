"""Pages as one of the usual people gets and posts them."""

from django.http import HttpResponse
from django.test import Client

from lazo.kernel.models import User


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(user: User, address: str, status: int = 200) -> str:
    response = client_of(user).get(address)
    assert response.status_code == status
    return response.content.decode()


def posted(user: User, address: str, /, **data: object) -> HttpResponse:
    return client_of(user).post(address, data)
