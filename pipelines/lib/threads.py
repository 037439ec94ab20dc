"""How many threads a model's arithmetic may use.

Dagster trains the models beside each other, one process each. Threads of several OpenMP pools on the same cores wait
for each other by spinning. `headway build` prints the seconds of each model.
"""

from threadpoolctl import threadpool_limits


def one_thread() -> threadpool_limits:
    """A context in which OpenMP and BLAS use one thread of this process."""
    return threadpool_limits(limits=1)
