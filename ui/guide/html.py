"""A page of the guide as the HTML that Qt's text browser understands, in the colours of the theme."""

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape
from itertools import groupby

from feverclinic.domain.guide import (
    Block,
    GuidePage,
    Heading,
    Ink,
    Item,
    Paragraph,
    Picture,
    Spans,
    Table,
)
from ui.theme import Theme

HEADINGS = {1: "banner", 2: "title", 3: "name"}
Bytes = Callable[[str], bytes]  # of a picture's name


def page_html(page: GuidePage, theme: Theme, picture: Bytes, width: int) -> str:
    """The whole page; a picture is at most `width` pixels wide, and never blown up."""
    blocks = "".join(
        _items(list(some), theme)
        if is_list
        else "".join(_block(one, theme, picture, width) for one in some)
        for is_list, some in groupby(page.blocks, lambda one: isinstance(one, Item))
    )
    return f'<body style="color:{theme.colors["text"]}; font-size:{theme.px("body")}px">{blocks}</body>'


def _block(block: Block, theme: Theme, picture: Bytes, width: int) -> str:
    match block:
        case Heading(level, spans):
            size = theme.px(HEADINGS[level])
            style = f"font-size:{size}px; font-weight:700; margin-top:{0 if level == 1 else 22}px"
            return f'<p style="{style}; margin-bottom:8px">{_spans(spans, theme)}</p>'
        case Paragraph(spans):
            return f'<p style="margin:0 0 8px 0; line-height:118%">{_spans(spans, theme)}</p>'
        case Item():
            return _items([block], theme)
        case Table():
            return _table(block, theme)
        case Picture():
            return _picture(block, theme, picture, width)


def _items(items: Sequence[Block], theme: Theme) -> str:
    """Steps or points below each other, their words in line."""
    tone = theme.colors["text2"]
    rows = "".join(
        f'<tr><td width="32" style="color:{tone}; font-weight:700">{one.mark}</td>'
        f"<td>{_spans(one.spans, theme)}</td></tr>"
        for one in items
        if isinstance(one, Item)
    )
    return f'<table cellspacing="0" cellpadding="4" style="margin-bottom:6px">{rows}</table>'


def _table(table: Table, theme: Theme) -> str:
    line = theme.colors["line"]
    rows: list[str] = []
    for place, cells in enumerate(table.rows):
        back = theme.colors["sunken" if place == 0 else "surface"]
        weight = 700 if place == 0 else 400
        style = f"background-color:{back}; font-weight:{weight}"
        said = "".join(f'<td style="{style}">{_spans(cell, theme)}</td>' for cell in cells)
        rows.append(f"<tr>{said}</tr>")
    style = f"border-collapse:collapse; border:1px solid {line}; margin:4px 0 12px 0"
    return (
        f'<table border="1" cellspacing="0" cellpadding="6" style="{style}">{"".join(rows)}</table>'
    )


def _picture(block: Picture, theme: Theme, picture: Bytes, width: int) -> str:
    png = picture(block.name)
    data = b64encode(png).decode()
    width = min(width, int.from_bytes(png[16:20], "big"))  # the head of a PNG says how wide it is
    said = escape(block.caption)
    shown = f'<img src="data:image/png;base64,{data}" width="{width}">' if data else ""
    small = f"color:{theme.colors['text2']}; font-size:{theme.px('small')}px"
    return f'<p style="margin:10px 0 2px 0">{shown}</p><p style="{small}; margin:0 0 14px 0">{said}</p>'


def _spans(spans: Spans, theme: Theme) -> str:
    return "".join(_ink(span.ink, escape(span.text), theme) for span in spans)


def _ink(ink: Ink, said: str, theme: Theme) -> str:
    if ink is Ink.PLAIN:
        return said
    back = theme.colors["sunken"]
    if ink is Ink.KEY:
        return f'<span style="background-color:{back}; font-weight:700">&nbsp;{said}&nbsp;</span>'
    return f'<span style="background-color:{back}; color:{theme.colors["accent"]}">{said}</span>'
