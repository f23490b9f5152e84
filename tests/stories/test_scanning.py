"""A scan at a working desk: it opens something of its own, and nothing that is open is touched."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from feverclinic.devices.scanner import ScannerConfig
from feverclinic.devices.twin import PtyLine
from feverclinic.errors import ClinicError
from feverclinic.wording import wording
from tests.engines import Clinic
from tests.stories.workplace import WorkPlace, a_gun, real_time_work_place
from ui.scan_acts import ScanActs
from ui.scans import Scans

CARD, OTHER_CARD = "370399199001011231", "37039919900101116X"
FRAME = bytes.fromhex("A4 03 07 07 61 0D DE 09 42 0E 42 9C")  # body 36.50


@dataclass
class Scanning:
    """A desk with one scanner on a real terminal, and what was said of each scan."""

    place: WorkPlace
    line: PtyLine
    scans: Scans
    acts: ScanActs
    said: list[str] = field(default_factory=list[str])
    badges: list[str] = field(default_factory=list[str])
    sheets: list[str] = field(default_factory=list[str])

    def scan(self, code: str) -> None:
        self.line.send(code.encode() + b"\r")


@pytest.fixture
def scanning(
    qtbot: QtBot, qapp: QApplication, clinic: Clinic, tmp_path: Path
) -> Iterator[Scanning]:
    line = PtyLine(tmp_path / "scanner")
    words = wording("zh_CN")
    with real_time_work_place(clinic) as place:
        owner = QObject()

        def tell(_kind: str, key: str, facts: Mapping[str, object]) -> None:
            one.said.append(words.say(key, **facts))

        scans = Scans(place.bench, place.clock.now, place.clock.monotonic, owner)
        one = Scanning(place, line, scans, ScanActs(place.desk, place.runner, tell, owner))
        scans.scanned.connect(one.acts.act)
        scans.noticed.connect(lambda name, key: tell("warning", key, {"device": name}))
        one.acts.badge_scanned.connect(one.badges.append)
        one.acts.sheet_scanned.connect(one.sheets.append)
        scans.start((ScannerConfig("扫码枪", line.where),), None)
        qtbot.waitUntil(lambda: scans.states[0].link == "LISTENING")
        yield one
        scans.stop()
        owner.deleteLater()
    line.unplug()


def names_kept(qtbot: QtBot, place: WorkPlace) -> list[str]:
    """The names of the forms that wait in the list."""
    with qtbot.waitSignal(place.runner.rested):
        place.desk.refresh()
    with place.clinic.work() as store:
        return [draft.intake.text("name") for draft in store.drafts.of_station("GATE")]


def test_a_card_opens_a_new_form_and_the_open_one_stays_as_it_stands(
    qtbot: QtBot, scanning: Scanning
) -> None:
    place = scanning.place
    place.desk.set_field("name", "李四")

    scanning.scan(CARD)
    qtbot.waitUntil(lambda: place.desk.intake.text("id_no") == CARD)

    assert place.desk.intake.text("name") == ""
    assert place.desk.intake.text("birth_date") == "1990-01-01"
    assert "李四" in names_kept(qtbot, place)
    assert "1231" in scanning.said[-1]


def test_the_card_of_the_open_form_opens_no_second_one(qtbot: QtBot, scanning: Scanning) -> None:
    place = scanning.place
    place.desk.set_fields({"name": "李四", "id_no": CARD})

    scanning.scan(CARD)
    qtbot.waitUntil(lambda: bool(scanning.said))

    assert place.desk.intake.text("name") == "李四"
    assert scanning.said == ["身份证尾号 1231 就是当前登记，未另开。"]


@pytest.mark.rule("TEMP-1")
def test_a_scan_never_moves_the_arming(qtbot: QtBot, scanning: Scanning, tmp_path: Path) -> None:
    place, gun = scanning.place, PtyLine(tmp_path / "gun")
    place.devices.start([a_gun(gun.where)])
    qtbot.waitUntil(lambda: place.devices.has_live)
    gun.send(FRAME)  # the first frame makes the link live; it must not meet the arming
    qtbot.waitUntil(lambda: place.devices.states[0].link == "LIVE")
    place.desk.set_field("name", "李四")
    place.desk.arm()

    scanning.scan(CARD)
    qtbot.waitUntil(lambda: place.desk.intake.text("id_no") == CARD)
    with qtbot.waitSignal(place.devices.taken):
        gun.send(bytes.fromhex("A4 03 07 07 61 0D DE 09 42 0E 4C A6"))  # body 36.60
    kept = names_kept(qtbot, place)
    with place.clinic.work() as store:
        readings = {
            draft.intake.text("name"): [one.raw_text for one in draft.intake.readings]
            for draft in store.drafts.of_station("GATE")
        }
    gun.unplug()

    assert "李四" in kept
    assert readings["李四"] == ["36.60"]
    assert place.desk.intake.readings == ()


def test_a_slip_opens_its_visit(qtbot: QtBot, scanning: Scanning) -> None:
    place = scanning.place
    place.fill("36.5")
    with qtbot.waitSignal(place.desk.slips_changed):
        place.desk.save_and_print()
    (visit,) = place.visits
    place.desk.set_field("name", "王五")

    scanning.scan("20200225-0001")
    qtbot.waitUntil(lambda: place.desk.intake.visit_id == visit.id)

    assert place.desk.intake.text("name") == "张建国"
    assert "王五" in names_kept(qtbot, place)


def test_a_slip_of_nobody_here_is_refused_in_words_and_opens_nothing(
    qtbot: QtBot, scanning: Scanning
) -> None:
    place = scanning.place
    place.desk.set_field("name", "李四")

    with qtbot.waitSignal(place.runner.refused) as caught:
        scanning.scan("20200225-0099")

    assert caught.args is not None
    error: ClinicError = caught.args[0]
    assert (error.code, error.facts) == ("scan.visit_unknown", {"number": "20200225-0099"})
    assert place.desk.intake.text("name") == "李四"


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("6901234567892", "不认识的码(13 个字符)"),
        ("370399199001011232", "身份证号校验不符(18 个字符)"),
        ("https://example.cn/h?c=1", "这是手机用的二维码(24 个字符)"),
    ],
    ids=["goods", "wrong_card", "health_code"],
)
def test_a_code_without_meaning_is_told_by_its_length_and_fills_nothing(
    qtbot: QtBot, scanning: Scanning, code: str, told: str
) -> None:
    scanning.place.desk.set_field("name", "李四")

    scanning.scan(code)
    qtbot.waitUntil(lambda: bool(scanning.said))

    assert scanning.said[0].startswith(told)
    assert code not in scanning.said[0]
    assert scanning.place.desk.intake.fields == {"name": "李四"}


def test_a_code_that_is_no_text_is_said_without_its_content(
    qtbot: QtBot, scanning: Scanning
) -> None:
    scanning.line.send(b"370399\x00199001011231\r")

    qtbot.waitUntil(lambda: bool(scanning.said))

    assert scanning.said[0].startswith("扫码枪 扫码枪：读到的不是文字")


def test_where_staff_sign_in_a_card_is_a_badge_and_opens_no_form(
    qtbot: QtBot, scanning: Scanning
) -> None:
    scanning.scans.use_for_staff(lambda: True)

    scanning.scan(CARD)
    qtbot.waitUntil(lambda: scanning.badges == [CARD])

    assert scanning.place.desk.intake.is_empty


def test_a_blank_sheet_is_handed_to_whoever_enters_sheets(qtbot: QtBot, scanning: Scanning) -> None:
    scanning.scan("GATE-20200225-001")

    qtbot.waitUntil(lambda: scanning.sheets == ["GATE-20200225-001"])


def test_one_card_twice_within_a_moment_is_one_form(qtbot: QtBot, scanning: Scanning) -> None:
    scanning.scan(CARD)
    scanning.scan(CARD)
    scanning.scan(OTHER_CARD)
    qtbot.waitUntil(lambda: scanning.place.desk.intake.text("id_no") == OTHER_CARD)

    assert len(scanning.said) == 2
