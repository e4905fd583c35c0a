"""Addresses of the portfolio of accounts."""

from django.urls import path

from lazo.web.pages import portfolio

urlpatterns = [
    path("segmentos/cartera", portfolio.portfolio, name="portfolio"),
    path("segmentos/cartera.csv", portfolio.portfolio_file, name="portfolio_file"),
    path("segmentos/cartera.svg", portfolio.portfolio_svg, name="portfolio_svg"),
    path("segmentos/cartera/pesos", portfolio.portfolio_weights_page, name="portfolio_weights"),
    path("clientes/<row:customer>/cartera", portfolio.account_portfolio, name="account_portfolio"),
    path("clientes/<row:customer>/cartera/juicios", portfolio.account_judgement, name="account_judgement"),
    path("clientes/<row:customer>/cartera/estrategia", portfolio.account_strategy, name="account_strategy"),
    path("clientes/<row:customer>/cartera/plan", portfolio.account_plan, name="account_plan"),
    path("clientes/<row:customer>/cartera/acciones", portfolio.account_action, name="account_action"),
]
