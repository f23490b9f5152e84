import pytest

from ui.print_queue import trouble


@pytest.mark.parametrize(
    ("accepting", "reasons", "code"),
    [
        ("true", "none", ""),
        ("true", "", ""),
        ("", "", ""),
        ("false", "none", "printer.rejecting"),
        ("true", "media-empty-error", "printer.no_paper"),
        ("true", "media-empty", "printer.no_paper"),
        ("true", "media-needed-error", "printer.no_paper"),
        ("true", "media-jam-error", "printer.jammed"),
        ("true", "cover-open", "printer.open"),
        ("true", "offline-report", ""),
        ("true", "offline", "printer.offline"),
        ("true", "toner-low-warning,media-jam-error", "printer.jammed"),
        ("true", "media-low-warning", ""),
        ("true", "marker-supply-empty-error", ""),
    ],
)
def test_a_queue_that_cannot_print_says_why(accepting: str, reasons: str, code: str) -> None:
    told = {"printer-is-accepting-jobs": accepting, "printer-state-reasons": reasons}

    assert trouble(lambda option: told[option]) == code
