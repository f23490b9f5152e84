"""What all tests share; the fixtures of records stand in engines.py, those of papers in golden_papers.py."""

pytest_plugins = ["tests.engines", "tests.golden_papers"]
