"""For all tests: both databases, and one way for all properties.

A property has the same examples in every `./run test`: a run that fails tells of a change, not of luck. New ones
are drawn by `./run hunt`. No verdict hangs on the clock of a busy machine.
"""

import os

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.databases"]

settings.register_profile("fixed", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
settings.register_profile("fresh", settings.get_profile("fixed"), derandomize=False, print_blob=True)
settings.load_profile("fresh" if "HUNT" in os.environ else "fixed")
