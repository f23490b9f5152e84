"""The user's guide: its pages in the order in which they are read, with the words of the screen."""

import re
from functools import cache
from importlib.resources import files

from feverclinic.domain.guide import GuidePage, read_page
from feverclinic.wording import Wording, wording

PAGES = (
    *("first", "triage", "temperature", "waiting", "people", "alarms"),
    *("isolation", "gates", "signing", "trial"),
    *("papers", "scanners", "patient", "offline", "devices", "admin"),
)
# Which page belongs to a desk of the window or to a page that stands alone.
PAGE_OF_DESK = {
    "triage": "triage",
    "alarms": "alarms",
    "papers": "papers",
    "devices": "devices",
    "settings": "admin",
    "isolation": "isolation",
    "case_papers": "isolation",
    "after": "isolation",
    "merge": "people",
    "sign": "signing",
    "set_up": "isolation",
    "trial": "trial",
    "sign_in": "people",
    "shift": "people",
}
_LABEL = re.compile(r"«\{([\w.]+)\}»")
_QUOTES = {"zh_CN": "「{}」", "en": '"{}"'}


@cache
def guide_pages(language: str) -> tuple[GuidePage, ...]:
    """All pages in one of LANGUAGES."""
    words = wording(language)
    return tuple(read_page(name, with_labels(page_text(language, name), words)) for name in PAGES)


def page_text(language: str, name: str) -> str:
    """A page as it is written, with `«{key}»` where a word of the screen stands."""
    return files("resources").joinpath("guide", language, f"{name}.md").read_text("utf-8")


def labels_in(text: str) -> tuple[str, ...]:
    """The keys of the words of the screen that a page quotes."""
    return tuple(_LABEL.findall(text))


def with_labels(text: str, words: Wording) -> str:
    """The page with the words of the screen in it; a word that is not there is a KeyError."""
    quotes = _QUOTES[words.language]
    return _LABEL.sub(lambda found: quotes.format(words.sentences[found[1]]), text)


def picture_bytes(name: str, language: str) -> bytes:
    """The PNG of a picture of the guide; empty when it does not lie there."""
    entry = files("resources").joinpath("pictures", "guide", f"guide-{name}-{language}.png")
    return entry.read_bytes() if entry.is_file() else b""
