"""Invented people and devices for the pictures of the shell, the devices page and administration."""

from datetime import date, datetime

from PySide6.QtWidgets import QWidget

from feverclinic.domain.boards import DeviceState
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.people import Staff, StaffId
from feverclinic.domain.scans import Scan, ScanKind
from feverclinic.errors import Refused
from feverclinic.wording import Wording
from ui.admin.desk import AdminDesk
from ui.admin.presenter import AdminDoor, AdminFacts, AdminPresenter, Fact, SettingRow
from ui.devices.desk import DevicesDesk
from ui.devices.presenter import (
    ConfiguredDevice,
    DevicesDoor,
    DevicesPresenter,
    PortRow,
    ProfileRow,
)
from ui.devices.scanner_presenter import ConfiguredScanner, ScannersDoor, ScannersPresenter
from ui.notices import NoticeKind
from ui.sign_in.first_run import FirstRunPage
from ui.sign_in.page import SignInPage
from ui.sign_in.presenter import FirstRun, SignInDoor, SignInPresenter
from ui.theme import Theme
from ui.widgets.device_chip import DeviceChipState, Readiness, ServerKind, ServerState

NOON = datetime(2020, 2, 28, 14, 32, tzinfo=CHINA)
STATES = ("empty", "busy", "refused")
IS_ZH = "zh_CN"

DEVICES = (
    ConfiguredDevice(
        "Blue 1", "BLUE", "gy-614v3", "/dev/ttyUSB0", "", "G614-0021", date(2020, 12, 31)
    ),
    ConfiguredDevice(
        "Green 2", "GREEN", "ascii-line", "/dev/ttyUSB1", "AXILLARY", "A-7731", date(2020, 3, 15)
    ),
    ConfiguredDevice(
        "Yellow 3", "YELLOW", "gy-mcu90614", "/dev/ttyUSB2", "", "", date(2020, 1, 31)
    ),
)
DEVICE_STATES = (
    DeviceState("Blue 1", "BLUE", "LIVE", last_value="36.71", last_at=NOON),
    DeviceState("Green 2", "GREEN", "LISTENING", last_value="37.8", last_at=NOON),
    DeviceState("Yellow 3", "YELLOW", "LOST"),
)
PROFILES = (
    ProfileRow("gy-614v3", "GY-614V3", "FOREHEAD_NC", (("Baud", "9600 8N1"), ("℃", "32.0–42.9"))),
    ProfileRow("gy-mcu90614", "GY-MCU90614", "", (("Baud", "9600 8N1"),)),
    ProfileRow("ascii-line", "ASCII", "FOREHEAD_NC", (("Baud", "9600 8N1"),)),
)
PORTS = (
    PortRow("/dev/ttyUSB0", "USB Serial", "1A86:7523", "", "1-1.2"),
    PortRow("/dev/ttyUSB1", "CP2102N", "10C4:EA60", "0031A7", "1-1.3"),
)
STAFF = (
    Staff(StaffId(1), "admin", "周立", "工程师", "ADMINISTRATOR"),
    Staff(StaffId(2), "n0102", "张护士", "主管护师", "TRIAGE_NURSE", has_pin=True),
    Staff(StaffId(3), "d0007", "阿依古丽·买买提", "主治医师", "DOCTOR"),
    Staff(StaffId(4), "n0090", "孙敏", "护师", "TRIAGE_NURSE", is_active=False),
)
ROLES = {
    IS_ZH: (("TRIAGE_NURSE", "分诊护士"), ("DOCTOR", "医生"), ("ADMINISTRATOR", "系统管理员")),
    "en": (
        ("TRIAGE_NURSE", "Triage nurse"),
        ("DOCTOR", "Doctor"),
        ("ADMINISTRATOR", "Administrator"),
    ),
}
SETTINGS = (
    SettingRow("language", "zh_CN", "zh_CN", "zh_CN, en"),
    SettingRow("theme", "light", "light", "light, dark, high-contrast"),
    SettingRow("station.name", "预检分诊 1 号点", "预检分诊 1 号点", ""),
    SettingRow("armed_seconds", "60", "60", "5–600"),
)


def _nothing(*_asked: object) -> None:
    """A door that leads nowhere: pictures ask nothing."""


def chips(words: Wording, state: str) -> tuple[DeviceChipState, ...]:
    """The thermometers of the top line; in the refused scene one is armed and one is lost."""
    names = ("蓝", "绿", "黄") if words.language == IS_ZH else ("Blue", "Green", "Yellow")
    usual = (Readiness.READY, Readiness.READY, Readiness.READY)
    are = (Readiness.ARMED, Readiness.READY, Readiness.LOST) if state == "refused" else usual
    return tuple(
        DeviceChipState(name, colour, one, words.say(f"shell.device_{one.value.lower()}"))
        for name, colour, one in zip(names, ("BLUE", "GREEN", "YELLOW"), are, strict=True)
    )


def server() -> ServerState:
    """The records are on this computer."""
    return ServerState(ServerKind.LOCAL)


def notice(words: Wording, state: str) -> tuple[NoticeKind, str] | None:
    """What stands in the foot: an arrival, or that a thermometer went away."""
    if state == "busy":
        return NoticeKind.DONE, words.say("shell.scene_done")
    if state == "refused":
        name = "黄枪" if words.language == IS_ZH else "Yellow"
        remedy = words.say("device.remedy.gone")
        return NoticeKind.ERROR, words.say("triage.said.lost", device=name, remedy=remedy)
    return None


SCANNERS = {
    "zh_CN": (ConfiguredScanner("预检台扫码枪", "/dev/ttyACM0"),),
    "en": (ConfiguredScanner("Desk scanner", "/dev/ttyACM0"),),
}


def devices_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """No thermometer; three of them; the form with a port that is refused."""
    presenter = DevicesPresenter(DevicesDoor(_nothing, _nothing, _nothing), PROFILES, lambda: NOON)
    scanners = ScannersPresenter(ScannersDoor(_nothing, _nothing), 50)
    desk = DevicesDesk(theme, words, presenter, scanners)
    scanners.setParent(desk)
    if state == "empty":
        return desk
    scanners.show_scanners(SCANNERS[words.language])
    scanners.show_states((DeviceState(SCANNERS[words.language][0].name, "", "LIVE"),))
    scanners.show_trial(Scan(ScanKind.VISIT, "", 13))
    presenter.show_devices(DEVICES)
    presenter.show_states(DEVICE_STATES)
    presenter.ports_found.emit(PORTS)
    if state == "refused":
        desk.open_form()
        presenter.save(ConfiguredDevice("", port="/dev/ttyUSB0", profile="gy-614v3"))
    return desk


def admin_desk(theme: Theme, words: Wording, state: str) -> QWidget:
    """The staff list with one of them chosen; the form with what is wrong."""
    about = (Fact("admin.about_version", "0.1.0"), Fact("admin.about_fonts", "Noto Sans SC"))
    facts = AdminFacts(
        ROLES[words.language], SETTINGS, "settings.toml", about, words.language, theme.name
    )
    door = AdminDoor(*[_nothing] * 6)
    presenter = AdminPresenter(door, facts)
    desk = AdminDesk(theme, words, presenter)
    presenter.setParent(desk)
    presenter.database_told.emit((Fact("admin.database_engine", "SQLite"),))
    presenter.staff_listed.emit(STAFF[:1] if state == "empty" else STAFF)
    if state == "busy":
        desk.staff.table.selectRow(1)
    if state == "refused":
        desk.staff.fields["name"].edit.setText("李梅")
        desk.staff.fields["password"].edit.setText("1234")
        desk.staff.add.click()
    return desk


def sign_in_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing typed; a login typed; a login that is refused."""
    presenter = SignInPresenter(SignInDoor(_nothing, _nothing))
    page = SignInPage(theme, words, presenter, "预检分诊 1 号点")
    presenter.setParent(page)
    if state != "empty":
        page.login.edit.setText("n0102")
    if state == "refused":
        presenter.refused.emit(Refused("sign_in.wrong", allowed=5, minutes=15, left=4))
    return page


def first_run_page(theme: Theme, words: Wording, state: str) -> QWidget:
    """Nothing typed; all typed; fields that are wrong."""
    presenter = SignInPresenter(SignInDoor(_nothing, _nothing))
    page = FirstRunPage(theme, words, presenter, "预检分诊 1 号点")
    presenter.setParent(page)
    if state == "busy":
        for name, text in (("facility_name", "某市中心医院"), ("name", "周立"), ("login", "admin")):
            page.fields[name].edit.setText(text)
    if state == "refused":
        presenter.make_administrator(FirstRun("", "预检分诊 1 号点", "周立", "a", "abc", ""))
    return page
