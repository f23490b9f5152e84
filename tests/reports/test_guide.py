"""The guide on paper: contents, keys in boxes, pictures, as many sheets as it needs."""

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from feverclinic.domain.guide import GuidePage, read_page
from feverclinic.reports.guide import GuidePaper, png_size, render_guide
from feverclinic.wording import wording
from tests.golden_papers import Golden, texts

PAGE = """# {title}

按 **F4** 测温，再输 `37.8`。Press **Shift+F10**, then type `128/80` and **Enter**.

## 步骤

1. **F2** 下一位。
2. **=** 其余均无。

| 写着 | 怎么办 |
|---|---|
| 断开 | 看插头，按 **F5** |

![一支体温枪](gun)

- 一点，说得很长，长到一行写不下，还要再写一行，看看第二行是不是和第一行对齐，按 **Ctrl+Z** 撤销。
"""


def page(title: str) -> GuidePage:
    return read_page("any", PAGE.format(title=title))


def a_picture() -> bytes:
    target = BytesIO()
    Image.new("L", (400, 120), 200).save(target, "PNG")
    return target.getvalue()


PAPER = GuidePaper((page("测体温"),), {"gun": a_picture()})


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_the_guide_looks_as_it_was_looked_at(golden: Golden, language: str) -> None:
    golden.compare(f"guide-{language}", render_guide(PAPER, wording(language)))


def test_the_same_pages_are_the_same_bytes() -> None:
    words = wording("zh_CN")

    assert render_guide(PAPER, words) == render_guide(PAPER, words)


def test_the_contents_say_on_which_sheet_each_page_begins() -> None:
    long = read_page("long", "# 很长\n" + "\n".join(f"第 {number} 段。\n" for number in range(80)))
    pdf = render_guide(GuidePaper((long, page("后面")), {}), wording("zh_CN"))

    contents, *others = texts(pdf)

    assert len(others) == 4
    assert [word for word in contents.split() if word.isdigit()][:2] == ["2", "5"]
    assert "后面" in others[3]
    assert "5 / 5" in others[3]


def test_a_picture_that_is_not_there_leaves_its_words() -> None:
    (_, sheet) = texts(render_guide(GuidePaper((page("测体温"),), {}), wording("zh_CN")))

    assert "一支体温枪" in sheet


def test_every_picture_is_in_the_file() -> None:
    reader = PdfReader(BytesIO(render_guide(PAPER, wording("en"))))

    assert [len(sheet.images) for sheet in reader.pages] == [0, 1]
    assert png_size(a_picture()) == (400, 120)
