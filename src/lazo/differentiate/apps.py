"""Django's handle on differentiate."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate, pre_migrate

CHORE_SECONDS = 60.0
PRICING_SECONDS = 300.0
SEGMENTS_SECONDS = 300.0
EXPIRY_SECONDS = 3600.0


class DifferentiateConfig(AppConfig):
    name = "lazo.differentiate"
    label = "differentiate"
    verbose_name = "Diferenciar"

    def ready(self) -> None:
        from lazo.differentiate.card_view import create_after_migrations, drop_before_migrations
        from lazo.differentiate.holdings import register_holdings
        from lazo.differentiate.migration.own_schemes import register_own_schemes
        from lazo.differentiate.mirror import register_tables
        from lazo.differentiate.operations import (
            bulk,
            cards,
            cost_sheet,
            cycle_settings,
            model_pin,
            portfolio,
            propensity,
            saved_view,
            segment,
            segment_list,
            shipped_view,
            strategic,
            wallet_settings,
        )
        from lazo.differentiate.operations.unreached import unreached_is_behind
        from lazo.differentiate.queries.customer_snapshot_file import snapshot_is_behind
        from lazo.differentiate.queries.equity_due import equity_is_behind
        from lazo.differentiate.queries.segment_freshness import segments_are_behind
        from lazo.differentiate.queries.wallet_settings import wallet_is_behind
        from lazo.differentiate.wallet_trait import register_wallet
        from lazo.identify.merge_handlers import MergeHandler, register_merge_handler
        from lazo.kernel.changes import follow
        from lazo.kernel.jobs.schedule import regularly
        from lazo.kernel.today import company_today
        from lazo.kernel.undo import register_undo

        pre_migrate.connect(drop_before_migrations, sender=self)
        post_migrate.connect(create_after_migrations, sender=self)
        import_module("lazo.differentiate.jobs")
        register_holdings()
        register_tables()
        register_wallet()
        register_own_schemes()
        register_undo(bulk.UNDO, bulk.undo_bulk)
        register_undo(cost_sheet.UNDO, cost_sheet.undo_costs)
        register_undo(cycle_settings.UNDO, cycle_settings.undo_settings)
        register_undo(saved_view.UNDO, saved_view.undo_removal)
        register_undo(shipped_view.UNDO, shipped_view.undo_restoring)
        register_undo(segment.UNDO, segment.undo_removal)
        register_undo(wallet_settings.UNDO, wallet_settings.undo_wallet)
        register_undo(segment.UNDO_EDIT, segment.undo_edit)
        register_undo(segment_list.UNDO_ADD, segment_list.undo_adding)
        register_undo(segment_list.UNDO_TAKE, segment_list.undo_taking)
        register_undo(portfolio.UNDO_STRATEGY, portfolio.undo_strategy)
        register_undo(portfolio.UNDO_JUDGEMENT, portfolio.undo_judgement)
        register_undo(portfolio.UNDO_SETTINGS, portfolio.undo_settings)
        register_undo(strategic.UNDO, strategic.undo_end)
        register_merge_handler("strategic", MergeHandler(strategic.follow_merge, strategic.follow_parting))
        register_undo(model_pin.UNDO, model_pin.undo_pin)
        follow("parties", cards.follow_parties, on_append=cards.append_statements)
        follow("interactions", cards.follow_interactions)
        follow("traits", cards.follow_traits, on_append=cards.mark_statements)
        regularly("differentiate.cards", seconds=CHORE_SECONDS, is_due=cards.cards_are_behind)
        regularly("differentiate.wallet", seconds=CHORE_SECONDS, is_due=wallet_is_behind)
        regularly("differentiate.equity", seconds=CHORE_SECONDS, is_due=equity_is_behind)
        regularly("differentiate.card_snapshot", seconds=CHORE_SECONDS, is_due=snapshot_is_behind)
        regularly("differentiate.segments", seconds=SEGMENTS_SECONDS, is_due=segments_are_behind)
        regularly(
            "differentiate.unreached",
            seconds=PRICING_SECONDS,
            is_due=lambda: unreached_is_behind(on=company_today()),
        )
        regularly(
            "differentiate.expire",
            seconds=EXPIRY_SECONDS,
            is_due=lambda: propensity.has_expired(on=company_today()),
        )
