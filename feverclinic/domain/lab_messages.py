"""Results as a laboratory sends them: a file of lines, each read exactly, each fault named by its column.

CSV with a line of names, or one JSON object a line; the same names in both. A tube number says whose
sample it is, a visit number whose count or value.
"""

import csv
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any, cast

from feverclinic.domain.case_facts import BloodCount, Flag, Result, SampleKind
from feverclinic.domain.cases import EntryId
from feverclinic.domain.civil_time import CHINA
from feverclinic.domain.ternary import UNKNOWN, Ternary
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    LabFlag,
    LabReported,
    SampleResult,
    Via,
)

COLUMNS = (
    *("message_id", "tube_no", "visit_no", "name", "item", "result", "igm", "igg", "igg_titre"),
    *("ct_n", "ct_orf", "cut_off", "quantitative", "internal_control"),
    *("wbc", "lymphocytes", "wbc_flag", "lymphocyte_flag", "value", "unit", "flag"),
    *("collected_at", "received_at", "reported_at", "method", "kit", "verified_by"),
)
BLOOD_COUNT = "CBC"
UNDETECTED = frozenset({"UNDETECTED", "UNDET", "ND", "NOCT", "未检出", "无CT值"})
# As laboratories write them, narrowed and in capitals.
RESULTS = {
    "POS": Result.POS,
    "POSITIVE": Result.POS,
    "阳性": Result.POS,
    "+": Result.POS,
    "NEG": Result.NEG,
    "NEGATIVE": Result.NEG,
    "阴性": Result.NEG,
    "IND": Result.IND,
    "灰区": Result.IND,
    "可疑": Result.IND,
    "单靶阳性": Result.IND,
    "INV": Result.INV,
    "INVALID": Result.INV,
    "无效": Result.INV,
    "不合格": Result.INV,
}
FLAGS = {"H": "H", "HIGH": "H", "偏高": "H", "↑": "H", "L": "L", "LOW": "L", "偏低": "L", "↓": "L"}
NORMAL = {"N": "N", "NORMAL": "N", "正常": "N"}
TRUTHS = {"YES": Ternary.YES, "Y": Ternary.YES, "是": Ternary.YES, "1": Ternary.YES}
UNTRUTHS = {"NO": Ternary.NO, "N": Ternary.NO, "否": Ternary.NO, "0": Ternary.NO}
# A year outside is a slip of the pen or a date of a spreadsheet that was never set.
FIRST_YEAR, LAST_YEAR = 2000, 2199
# The ends of lines of a file, and no other: a text may hold the separators that Unicode knows.
LINE_ENDS = re.compile(r"\r\n|\r|\n")
WHOLE_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|$)")
LARGEST = Decimal(1_000_000)
LONGEST = 200


@dataclass(frozen=True, slots=True)
class LabProblem:
    """What is wrong with a line; `row` counts from 1 as the file does.

    `code` says what (`lab_problem.<code>` in words) and what helps (`lab_remedy.<code>`).
    """

    row: int
    column: str
    value: str
    code: str


@dataclass(frozen=True, slots=True)
class LabMessage:
    """One line: the texts as they came, by column."""

    row: int
    texts: Mapping[str, str]

    def text(self, column: str) -> str:
        return self.texts.get(column, "")


class LabFault(ValueError):  # noqa: N818 - what is wrong with a line, not a fault of the program
    """A value that cannot be; `column` and `code` as in LabProblem."""

    def __init__(self, column: str, code: str) -> None:
        super().__init__(column, code)
        self.column = column
        self.code = code


def read_messages(text: str) -> tuple[tuple[LabMessage, ...], tuple[LabProblem, ...]]:
    """The lines of a file, and those that are none."""
    lines = LINE_ENDS.split(text.lstrip("\ufeff"))
    first = next((line for line in lines if line.strip()), "")
    found = list(_json_lines(lines) if first.lstrip().startswith("{") else _csv_lines(text))
    messages = [one for one in found if isinstance(one, LabMessage)]
    problems = [one for one in found if isinstance(one, LabProblem)]
    return tuple(messages), tuple(problems)


def _json_lines(lines: Sequence[str]) -> Iterator[LabMessage | LabProblem]:
    for row, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            told = json.loads(line)
        except (ValueError, RecursionError):
            yield LabProblem(row, "", line[:80], "NOT_JSON")
            continue
        if not isinstance(told, dict):
            yield LabProblem(row, "", line[:80], "NOT_JSON")
            continue
        members = cast("dict[str, Any]", told)
        yield LabMessage(row, {name: _json_text(value) for name, value in members.items()})


def _json_text(value: Any) -> str:
    return "" if value is None else _narrow(value if isinstance(value, str) else json.dumps(value))


def _csv_lines(text: str) -> Iterator[LabMessage | LabProblem]:
    rows = csv.reader(WHOLE_LINE.findall(text.lstrip("\ufeff")))
    names: list[str] = []
    last = 0
    try:
        for cells in rows:
            row, last = last + 1, rows.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if not names:
                names = [_narrow(cell).lower() for cell in cells]
                if not set(names) & set(COLUMNS):
                    yield LabProblem(row, "", ",".join(cells)[:80], "NO_HEADER")
                    return
                continue
            if len(cells) > len(names):
                yield LabProblem(row, "", cells[len(names)][:80], "TOO_MANY_CELLS")
                continue
            told = {name: _narrow(cell) for name, cell in zip(names, cells, strict=False)}
            yield LabMessage(row, told)
    except csv.Error:
        yield LabProblem(last + 1, "", "", "NOT_CSV")


def _narrow(text: str) -> str:
    """Full-width digits and letters narrowed, blanks at the ends dropped."""
    return unicodedata.normalize("NFKC", text).strip()


# -- one line as an entry -----------------------------------------------------------------------


def sample_result(message: LabMessage, of: EntryId, kind: SampleKind, via: Via) -> SampleResult:
    """What a line says of a sample; raises LabFault."""
    ct_n, is_n_undetected = _ct(message, "ct_n")
    ct_orf, is_orf_undetected = _ct(message, "ct_orf")
    is_antibody = kind is SampleKind.ANTIBODY
    result = None if is_antibody else _result(message, "result")
    has_targets = message.text("ct_n") and message.text("ct_orf") and message.text("cut_off")
    if not is_antibody and result is None and not has_targets:
        raise LabFault("result", "RESULT_MISSING")
    igm, igg = _result(message, "igm"), _result(message, "igg")
    if is_antibody and igm is None and igg is None:
        raise LabFault("igm", "RESULT_MISSING")
    return SampleResult(
        of=of,
        reported_at=_instant(message, "reported_at"),
        result=result,
        igm=igm,
        igg=igg,
        igg_titre=_number(message, "igg_titre"),
        quantitative=_truth(message, "quantitative"),
        ct_n=ct_n,
        ct_n_undetected=is_n_undetected,
        ct_orf=ct_orf,
        ct_orf_undetected=is_orf_undetected,
        cut_off=_number(message, "cut_off"),
        internal_control=_truth(message, "internal_control"),
        method=_short(message, "method"),
        kit=_short(message, "kit"),
        received_at=_instant(message, "received_at") if message.text("received_at") else None,
        verified_by=_short(message, "verified_by"),
        via=via,
        message_id=_short(message, "message_id"),
    )


def blood_count(message: LabMessage, via: Via) -> BloodCountReported:
    """A blood count of a visit; raises LabFault."""
    reported_at = _instant(message, "reported_at")
    collected = message.text("collected_at")
    wbc, lymphocytes = _flag(message, "wbc_flag"), _flag(message, "lymphocyte_flag")
    count = BloodCount(
        collected_at=_instant(message, "collected_at") if collected else reported_at,
        wbc_flag=Flag(wbc) if wbc else None,
        lymphocyte_flag=Flag(lymphocytes) if lymphocytes else None,
        wbc=_number(message, "wbc"),
        lymphocytes=_number(message, "lymphocytes"),
    )
    for flag, value in (("wbc_flag", "wbc"), ("lymphocyte_flag", "lymphocytes")):
        if not message.text(flag) and not message.text(value):
            raise LabFault(value, "RESULT_MISSING")
    return BloodCountReported(count, reported_at, via, _short(message, "message_id"))


def lab_value(message: LabMessage, via: Via) -> LabReported:
    """Any other value of a visit; raises LabFault."""
    flag = _flag(message, "flag")
    if not flag:
        raise LabFault("flag", "RESULT_MISSING")
    return LabReported(
        item=_short(message, "item").upper(),
        flag=LabFlag(flag),
        reported_at=_instant(message, "reported_at"),
        value=_number(message, "value"),
        unit=_short(message, "unit"),
        collected_at=_instant(message, "collected_at") if message.text("collected_at") else None,
        via=via,
        message_id=_short(message, "message_id"),
    )


def _result(message: LabMessage, column: str) -> Result | None:
    text = message.text(column)
    if not text:
        return None
    found = RESULTS.get(text.upper().replace(" ", ""))
    if found is None:
        raise LabFault(column, "RESULT")
    return found


def _flag(message: LabMessage, column: str) -> str:
    text = message.text(column).upper()
    if not text:
        return ""
    found = (FLAGS | NORMAL).get(text)
    if found is None:
        raise LabFault(column, "FLAG")
    return found


def _ct(message: LabMessage, column: str) -> tuple[Decimal | None, bool]:
    text = message.text(column).upper().replace(" ", "")
    if text in UNDETECTED:
        return None, True
    return _number(message, column), False


def _number(message: LabMessage, column: str) -> Decimal | None:
    text = message.text(column)
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise LabFault(column, "NUMBER") from None
    if not value.is_finite() or not 0 <= value <= LARGEST or len(text) > LONGEST:
        raise LabFault(column, "NUMBER")
    return value


def _truth(message: LabMessage, column: str) -> Ternary:
    text = message.text(column).upper()
    if not text:
        return UNKNOWN
    found = (TRUTHS | UNTRUTHS).get(text)
    if found is None:
        raise LabFault(column, "YES_OR_NO")
    return found


def _instant(message: LabMessage, column: str) -> datetime:
    """With an offset as it says, without one as the time of this place (T-1)."""
    text = message.text(column)
    if not text:
        raise LabFault(column, "TIME_MISSING")
    try:
        found = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        raise LabFault(column, "TIME") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise LabFault(column, "TIME")
    return found.replace(tzinfo=CHINA) if found.tzinfo is None else found


def _short(message: LabMessage, column: str) -> str:
    text = message.text(column)
    if len(text) > LONGEST:
        raise LabFault(column, "TOO_LONG")
    return text
