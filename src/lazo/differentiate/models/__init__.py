"""The rows of value and place, one noun a file."""

from lazo.differentiate.models.bulk_change import BulkChange, BulkChangeRow
from lazo.differentiate.models.cost_sheet import CostSheet
from lazo.differentiate.models.customer_card import CustomerCard
from lazo.differentiate.models.cycle_position import CyclePosition
from lazo.differentiate.models.cycle_settings import CycleSettings
from lazo.differentiate.models.equity_figure import EquityFigure
from lazo.differentiate.models.label_table import LabelTable
from lazo.differentiate.models.map_cell import MapCell, Movement
from lazo.differentiate.models.model_pin import ModelPin
from lazo.differentiate.models.party_card import PartyCard
from lazo.differentiate.models.portfolio import AccountJudgement, AccountStrategy, PortfolioSettings, Strategy
from lazo.differentiate.models.propensity import Propensity
from lazo.differentiate.models.propensity_model import ModelVersion, PropensityModel
from lazo.differentiate.models.rfm_cell import RfmCell
from lazo.differentiate.models.saved_view import SavedView
from lazo.differentiate.models.score import CycleArea, Score, ValueTier
from lazo.differentiate.models.score_run import ScoreRun
from lazo.differentiate.models.segment import Segment, SegmentMember, SegmentRebuild, SegmentVersion
from lazo.differentiate.models.strategic_customer import StrategicCustomer, StrategicEvidence, StrategicReview
from lazo.differentiate.models.unreached_value import UnreachedValue
from lazo.differentiate.models.value_band import ValueBand
from lazo.differentiate.models.wallet_settings import WalletSettings

__all__ = [
    "AccountJudgement",
    "AccountStrategy",
    "BulkChange",
    "BulkChangeRow",
    "CostSheet",
    "CustomerCard",
    "CycleArea",
    "CyclePosition",
    "CycleSettings",
    "EquityFigure",
    "LabelTable",
    "MapCell",
    "ModelPin",
    "ModelVersion",
    "Movement",
    "PartyCard",
    "PortfolioSettings",
    "Propensity",
    "PropensityModel",
    "RfmCell",
    "SavedView",
    "Score",
    "ScoreRun",
    "Segment",
    "SegmentMember",
    "SegmentRebuild",
    "SegmentVersion",
    "StrategicCustomer",
    "StrategicEvidence",
    "StrategicReview",
    "Strategy",
    "UnreachedValue",
    "ValueBand",
    "ValueTier",
    "WalletSettings",
]
