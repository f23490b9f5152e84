"""`feverclinic guide FILE.pdf`: the user's guide on paper, from the pages that F1 shows."""

import argparse
import sys
from pathlib import Path
from typing import Any

from feverclinic.reports.guide import GuidePaper, render_guide
from feverclinic.services.guide import guide_pages, picture_bytes
from feverclinic.wording import LANGUAGES, wording


def add(subparsers: Any) -> None:
    """Register the command."""
    words = wording(LANGUAGES[0])
    parser = subparsers.add_parser("guide", help=words.say("cli.help.guide"))
    parser.add_argument(
        "file", type=Path, metavar="FILE.pdf", help=words.say("cli.help.guide_file")
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Write the file and say so; a place that cannot be written is an OSError, told by `main`."""
    arguments.file.write_bytes(guide_pdf(arguments.language))
    said = wording(arguments.language).say("guide.made", file=arguments.file)
    sys.stdout.write(said + "\n")
    return 0


def guide_pdf(language: str) -> bytes:
    """The guide in one of LANGUAGES as PDF bytes."""
    pages = guide_pages(language)
    names = {picture.name for page in pages for picture in page.pictures}
    pictures = {name: picture_bytes(name, language) for name in sorted(names)}
    return render_guide(GuidePaper(pages, pictures), wording(language))
