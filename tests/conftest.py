"""What all tests share; the fixtures of records stand in engines.py, those of papers in golden_papers.py."""

import os

from hypothesis import HealthCheck, settings

# No test needs a screen; a single file of them runs without one too.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

pytest_plugins = ["tests.engines", "tests.golden_papers"]

# How long an example takes says something of the machine and nothing of the law.
settings.register_profile(
    "checks", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60
)
settings.load_profile("checks")
