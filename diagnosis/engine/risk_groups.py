"""Which risk group a member belongs to: the first whose condition holds."""

import numpy as np
from numpy.typing import NDArray

from diagnosis.engine.frame import Frame
from diagnosis.engine.truths import FALSE, TRUE


def risk_group_places(frame: Frame) -> NDArray[np.intp]:
    """By sheet the place of its group; one past the last if there is none, or if one before it might hold yet."""
    count, groups = frame.sheets.count, frame.model.risk_groups
    found = np.full(count, len(groups), np.intp)
    waiting = np.ones(count, np.bool_)
    for place, node in enumerate(groups):
        truth = np.full(count, TRUE, np.uint8) if node is None else frame.truth(node)
        found[waiting & (truth == TRUE)] = place
        waiting &= truth == FALSE
    return found
