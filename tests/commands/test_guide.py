"""`feverclinic guide FILE.pdf`: both languages, the first page on one sheet, a clear no."""

from pathlib import Path

import pytest

from feverclinic.commands.guide import guide_pdf
from feverclinic.commands.main import main
from feverclinic.services.guide import guide_pages
from tests.golden_papers import texts


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_file_holds_every_page(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    file = tmp_path / "guide.pdf"

    code = main(["guide", str(file), "--language", language])

    assert code == 0
    assert str(file) in capsys.readouterr().out
    told = "\n".join(texts(file.read_bytes()))
    missing = [page.title for page in guide_pages(language) if told.count(page.title) < 2]
    assert missing == []


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_first_page_is_one_sheet(language: str) -> None:
    second, third = texts(guide_pdf(language))[1:3]
    first, after = guide_pages(language)[:2]

    assert first.title in second
    assert after.title in third


def test_a_folder_that_is_not_there_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["guide", str(tmp_path / "none" / "guide.pdf")])

    told = capsys.readouterr()
    assert code == 1
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert not (tmp_path / "none").exists()
