"""The small part of Markdown in which the guide is written."""

import pytest

from feverclinic.domain.guide import (
    Heading,
    Ink,
    Item,
    Paragraph,
    Picture,
    Span,
    Table,
    keys_named,
    read_page,
    words_of,
)

PAGE = """# 测体温

按 **F4**，再输 `37.8`。

- 一点
1. **Shift+F4** 交出

| 写着 | 怎么办 |
|---|---|
| 断开 | 按 **F5** |

![体温枪](trouble)
"""


def test_a_page_is_read_block_by_block() -> None:
    page = read_page("temperature", PAGE)

    assert page.title == "测体温"
    assert page.blocks == (
        Heading(1, (Span("测体温"),)),
        Paragraph(
            (
                Span("按 "),
                Span("F4", Ink.KEY),
                Span("，再输 "),
                Span("37.8", Ink.TYPED),
                Span("。"),
            )
        ),
        Item("•", (Span("一点"),)),
        Item("1.", (Span("Shift+F4", Ink.KEY), Span(" 交出"))),
        Table(
            (
                ((Span("写着"),), (Span("怎么办"),)),
                ((Span("断开"),), (Span("按 "), Span("F5", Ink.KEY))),
            )
        ),
        Picture("trouble", "体温枪"),
    )


def test_the_keys_of_a_page_are_known_also_in_its_tables() -> None:
    page = read_page("temperature", PAGE)

    assert [key for block in page.blocks for key in keys_named(block)] == ["F4", "Shift+F4", "F5"]


def test_all_words_can_be_searched() -> None:
    words = read_page("temperature", PAGE).words

    assert [
        word for word in ("测体温", "37.8", "一点", "断开 按 F5", "体温枪") if word not in words
    ] == []


@pytest.mark.parametrize("line", ["**F4", "`37", "####four", "|", "![x]", "[a](b)", "-", "1."])
def test_what_is_not_understood_is_shown_as_it_is(line: str) -> None:
    (block,) = read_page("odd", line).blocks or (Paragraph((Span(line),)),)

    assert line.strip("|") in words_of(block)


def test_a_page_without_a_heading_is_called_by_its_file() -> None:
    assert read_page("odd", "nothing").title == "odd"
