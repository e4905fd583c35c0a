"""Django's handle on identify."""

from django.apps import AppConfig
from django.utils import timezone

CHORE_SECONDS = 60.0
RELATIONS_SECONDS = 900.0
QUALITY_SECONDS = 900.0
INFER_SECONDS = 3_600.0


class IdentifyConfig(AppConfig):
    name = "lazo.identify"
    label = "identify"
    verbose_name = "Identificar"

    def ready(self) -> None:
        from lazo.identify import jobs, mirror  # noqa: F401 - importing registers the jobs
        from lazo.identify.company_traits import register_company_traits
        from lazo.identify.going_records import follow_going
        from lazo.identify.holdings import register_holdings
        from lazo.identify.operations import golden_record, kept_profiles, release
        from lazo.identify.operations.favourite_category import favourites_are_behind, register_favourite_category
        from lazo.identify.operations.inferred_age import inferred_is_old
        from lazo.identify.operations.one_of_each import register_one_of_each
        from lazo.identify.operations.quality import quality_is_behind
        from lazo.identify.operations.relation_candidates import candidates_are_behind
        from lazo.identify.queries.parties import customers_with_records_of, standing_for
        from lazo.identify.search.tokens import follow_parties, tokens_are_missing
        from lazo.identify.undo import register_undos
        from lazo.kernel.access import follow_records, follow_shares
        from lazo.kernel.changes import follow
        from lazo.kernel.jobs.schedule import regularly
        from lazo.kernel.today import company_today

        mirror.register_tables()
        register_company_traits()
        register_favourite_category()
        register_one_of_each()
        register_undos()
        register_holdings()
        follow("parties", golden_record.follow_parties)  # before whoever repeats what holds
        follow("parties", follow_parties)
        follow("parties", kept_profiles.follow_parties)
        follow("traits", kept_profiles.follow_traits, on_append=kept_profiles.on_append)
        follow_going(release.release_records)
        follow_going(kept_profiles.forget_profiles)
        follow_shares(standing_for)
        follow_records(customers_with_records_of)
        regularly("identify.search_tokens", seconds=CHORE_SECONDS, is_due=tokens_are_missing)
        regularly("identify.relations", seconds=RELATIONS_SECONDS, is_due=candidates_are_behind)
        regularly("identify.infer", seconds=INFER_SECONDS, is_due=lambda: favourites_are_behind(at=timezone.now()))
        regularly("identify.expire_inferred", seconds=INFER_SECONDS, is_due=lambda: inferred_is_old(timezone.now()))
        regularly(
            "identify.quality",
            seconds=QUALITY_SECONDS,
            is_due=lambda: quality_is_behind(on=company_today()),
        )
