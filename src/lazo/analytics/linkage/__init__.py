"""Linkage: which records are the same person or company, by probability (Fellegi & Sunter; "identify your customers" of IDIC).

Records in: an Ibis or Arrow table, one row per record of a party, with the columns of `settings.PARTIES` (any may be missing):
`party_id` int64, `kind` ('PERSON' | 'ORGANIZATION'), `given_name`, `surnames`, `name`, `legal_name`, `trade_name`, `birth_date`, `country`,
`city`, `address` text, and lists of text `emails`, `phones`, `documents` (canonical keys; `raw:` ones join nobody) with `document_schemes`
beside `documents` in the same order. Blank text is unknown.

    from lazo.analytics.linkage.settings import PARTIES, LinkSettings       # which comparison for which column
    from lazo.analytics.linkage.thresholds import Thresholds                # merge .95, review .75, relation .90
    from lazo.analytics.linkage.engine import open_engine                   # with open_engine() as engine: DuckDB; or Spark
    from lazo.analytics.linkage.prepared import prepare                     # prepare(records, engine=, settings=PARTIES) -> Prepared
    from lazo.analytics.linkage.training import train                       # train(prepared, seed=0) -> Model
    from lazo.analytics.linkage.model import Model, default_model           # Model.to_json(), Model.from_json(text), .version
    from lazo.analytics.linkage.scoring import score_pairs                  # score_pairs(prepared, model, threshold=.75) -> Scored
    from lazo.analytics.linkage.clusters import cluster                     # cluster(pairs, merge_threshold=.95, apart=(), documents=None)
    from lazo.analytics.linkage.base_index import BaseIndex                 # BaseIndex(folder).build(prepared) / .append(prepared)
    from lazo.analytics.linkage.matching_new import match_new               # match_new(new_prepared, base_index, model, threshold=.75)
    from lazo.analytics.linkage.matching_one import blocking_keys, match_one
    from lazo.analytics.linkage.waterfall import waterfall                  # a pair's row -> steps in order, to be put in words

`Scored.pairs` is an Ibis table, one row per pair at or above the threshold: `left` < `right` int64, `match_weight` (bits), `probability`,
and for each comparison of the model `<name>_level` (name of the level in `model.comparison(name)`, null: unknown on a side) and
`<name>_weight` (bits; their sum and the model's starting point, `model.starting_weight`, is `match_weight`).
`Scored.relations` is an Ibis table of pairs that share a telephone, e-mail or card and are not to be merged: `left`, `right`, `relation`
('HOUSEHOLD' | 'COMPANY'), `shared` ('phones' | 'emails' | 'documents'), `holders` (how many records hold the key).

`cluster` takes an Arrow or Ibis table of pairs and gives `Clusters`: `members` (Arrow: `party_id`, `cluster_id` = smallest party of the
cluster; only parties that have company) and `cut` (Arrow: `left`, `right`, `reason` 'apart' | 'documents' | 'size' | 'weak'). `apart` are pairs of
parties; `documents` an Arrow table `party_id`, `scheme`, `key` of the valid ones.

`blocking_keys(record, model)` gives the texts under which a record is looked up; `Prepared.keys` is the same for a table (`party_id`, `key`), to be
kept by whoever looks records up. `match_one(record, candidates, model)` scores dictionaries with the columns above in plain Python and gives
`Match(party_id, match_weight, probability, contributions, relation)`, best first.
"""
