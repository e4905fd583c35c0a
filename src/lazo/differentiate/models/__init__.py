"""The rows of value and place, one noun a file."""

from lazo.differentiate.models.cycle_position import CyclePosition
from lazo.differentiate.models.map_cell import MapCell, Movement
from lazo.differentiate.models.rfm_cell import RfmCell
from lazo.differentiate.models.score import CycleArea, Score
from lazo.differentiate.models.score_run import ScoreRun
from lazo.differentiate.models.strategic_customer import StrategicCustomer
from lazo.differentiate.models.value_band import ValueBand

__all__ = [
    "CycleArea",
    "CyclePosition",
    "MapCell",
    "Movement",
    "RfmCell",
    "Score",
    "ScoreRun",
    "StrategicCustomer",
    "ValueBand",
]
