"""What histogram gradient boosting needs of its columns, whatever model it serves."""

import numpy as np

from ml.metrics import Floats


def teaching(columns: Floats, weight: Floats) -> Floats:
    """Columns that boosting can be fitted on: one of which nothing is known is constant, so that no tree asks for it.

    scikit-learn bins what is known of a column, and fails where that is nothing: an institute that gives no assessments
    knows no marks, and of a rare column all that is known may lie in another fold.

    Args:
        columns: rows by columns; NaN is not known.
        weight: of each row; a row of weight 0 does not teach.
    """
    is_unknown = np.isnan(columns[weight > 0]).all(axis=0)
    filled: Floats = np.where(is_unknown, 0.0, columns)
    return filled
