"""Golden papers: the text and the picture of each page, kept beside the tests and compared.

`pytest --golden-update` writes them anew, `--golden-clean` deletes those that no test asked for.
A plugin: `pytest_plugins = ["tests.golden_papers"]` in tests/conftest.py.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader

FOLDER = Path(__file__).parent / "golden"
DPI = 100
DIFFERENT = 96  # grey levels; below that it is the edge of a letter drawn by another version
MOST_DIFFERENT = 0.002


def texts(pdf: bytes) -> list[str]:
    """The text of each page as a reader would copy it."""
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def pictures(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """Each page as a grey picture."""
    document = pypdfium2.PdfDocument(pdf)
    scale: Any = dpi / 72  # declared as a whole number there, and meant as any
    return [page.render(scale=scale).to_pil().convert("L") for page in document]


@dataclass
class Golden:
    """What was asked for in this run, and whether it is to be written."""

    writes: bool
    asked: set[Path] = field(default_factory=set[Path])

    def compare(self, name: str, pdf: bytes) -> None:
        """Each page against `golden/NAME-PAGE.txt` and `.png`; a missing file is a difference."""
        for number, (text, picture) in enumerate(
            zip(texts(pdf), pictures(pdf), strict=True), start=1
        ):
            self._text(FOLDER / f"{name}-{number}.txt", text)
            self._picture(FOLDER / f"{name}-{number}.png", picture)

    def _text(self, path: Path, text: str) -> None:
        self.asked.add(path)
        if self.writes:
            path.write_text(text + "\n", "utf-8")
        assert path.is_file(), f"{path.name} is missing: run pytest --golden-update and look at it"
        assert text + "\n" == path.read_text("utf-8")

    def _picture(self, path: Path, picture: Image.Image) -> None:
        self.asked.add(path)
        if self.writes:
            picture.save(path, optimize=True)
        assert path.is_file(), f"{path.name} is missing: run pytest --golden-update and look at it"
        kept = Image.open(path).convert("L")
        assert picture.size == kept.size
        counts = ImageChops.difference(picture, kept).histogram()
        share = sum(counts[DIFFERENT:]) / sum(counts)
        assert share <= MOST_DIFFERENT, f"{path.name}: {share:.2%} of the page look different"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("golden papers")
    group.addoption("--golden-update", action="store_true", help="write the golden papers anew")
    group.addoption("--golden-clean", action="store_true", help="delete those nobody asked for")


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Iterator[Golden]:
    papers = Golden(bool(request.config.getoption("--golden-update")))
    FOLDER.mkdir(exist_ok=True)
    yield papers
    if request.config.getoption("--golden-clean"):
        for path in (*FOLDER.glob("*.txt"), *FOLDER.glob("*.png")):
            if path not in papers.asked:
                path.unlink()
