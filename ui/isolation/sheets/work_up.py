"""Sheets of the work-up: orders by set, a refusal, the taking of a sample, another value, a blood count, an image."""

from collections.abc import Mapping

from feverclinic.domain.case_facts import (
    BloodCount,
    Compared,
    Features,
    Flag,
    Imaging,
    Pathogen,
    SampleKind,
    Specimen,
)
from feverclinic.domain.open_items import ordered_items
from feverclinic.domain.work_up_entries import (
    BloodCountReported,
    ImageRead,
    LabFlag,
    LabReported,
    Order,
    Refusal,
    SampleTaken,
)
from ui.isolation.sheets.fields import Field, Kind, Occasion, Sheet
from ui.isolation.sheets.typed import Typed

ORDER, REFUSE, SAMPLE, LAB, BLOOD_COUNT, IMAGE = (
    *("order", "refuse", "sample"),
    *("lab", "blood_count", "image"),
)
# What a person may refuse: the core set and the stay itself.
REFUSABLE = ("CBC", "CRP", "CHEST_CT", "SPO2", "NAT", "OBSERVATION")
# Items with a sheet of their own; all others of the sets are entered by the four keys.
OWN_SHEETS = frozenset({"CBC", "CHEST_CT", "NAT", "ANTIBODY", "OBSERVATION"})
IMAGE_KINDS = ("CHEST_CT", "CHEST_XRAY")
COUNT_LIMITS = ("0", "500")
VALUE_LIMITS = ("0", "1000000")


def order_sheet(asked: Occasion) -> Sheet:
    """F5: every set with its examinations; a digit ticks; each set becomes an entry of its own.

    What this case must have and nobody has ordered yet is ticked, so that one act orders it.
    """
    sets: Mapping[str, tuple[str, ...]] = asked.sets
    names = {f"items_{at}": name for at, name in enumerate(sets)}
    fields = tuple(
        Field(
            field,
            Kind.TICKS,
            dict(asked.options("work_up_set", (name,)))[name],
            asked.options("work_up", sets[name]),
        )
        for field, name in names.items()
    )
    in_his = asked.field("in_his", Kind.TICK, unit=asked.words.say("sheet.in_his"))

    def read(typed: Typed) -> tuple[Order, ...]:
        ticked = {name: typed.ticked(field) for field, name in names.items()}
        is_in_his = typed.is_ticked("in_his")
        return tuple(Order(items, name, is_in_his) for name, items in ticked.items() if items)

    title, hint = asked.title(ORDER), asked.hint(ORDER)
    needs = (tuple(names),)
    start = {field: _to_order(asked, name) for field, name in names.items() if name in asked.must}
    return Sheet(ORDER, title, hint, (*fields, in_his), read, needs, start)


def _to_order(asked: Occasion, name: str) -> str:
    """The items of a set that are not ordered, as the ticks of its field."""
    entries = asked.view.book.entries if asked.view is not None else ()
    return ",".join(item for item in asked.sets[name] if item not in ordered_items(entries))


def refuse_sheet(asked: Occasion) -> Sheet:
    """An examination or the stay is refused: what, why, and which doctor noted it (WORK-2)."""
    fields = (
        asked.field("item", Kind.PICK, asked.options("work_up", REFUSABLE), is_required=True),
        asked.field("reason", Kind.LONG, is_required=True),
        asked.field("note_by", is_required=True),
    )

    def read(typed: Typed) -> tuple[Refusal, ...]:
        return (Refusal(typed.chosen("item"), typed.note("reason"), typed.text("note_by")),)

    needs = (("item",), ("reason",), ("note_by",))
    start = {"note_by": asked.actor}
    return Sheet(REFUSE, asked.title(REFUSE), asked.hint(REFUSE), fields, read, needs, start)


def sample_sheet(asked: Occasion) -> Sheet:
    """WORK-3: a sample with its tube; what it showed comes later as an entry of its own."""
    fields = (
        asked.field("kind", Kind.PICK, asked.options("sample_kind", SampleKind), is_required=True),
        asked.field("specimen", Kind.LIST, asked.options("specimen", Specimen)),
        asked.field("pathogen", Kind.LIST, asked.options("pathogen", Pathogen)),
        asked.field("collected_at", Kind.MOMENT, is_required=True),
        *asked.texts("tube_no", "collector", "site", "transport_box"),
        asked.field("sent_at", Kind.MOMENT),
        asked.field("laboratory"),
    )

    def read(typed: Typed) -> tuple[SampleTaken, ...]:
        taken = SampleTaken(
            SampleKind(typed.chosen("kind") or SampleKind.NAT),
            typed.moment("collected_at") or typed.now,
            typed.code("specimen", Specimen),
            typed.code("pathogen", Pathogen),
            typed.text("site"),
            typed.text("collector"),
            typed.text("tube_no"),
            typed.text("transport_box"),
            typed.moment("sent_at"),
            typed.text("laboratory"),
        )
        if taken.sent_at is not None and taken.sent_at < taken.collected_at:
            typed.refuse("sent_at", "before_taken")
        if taken.kind in (SampleKind.NAT, SampleKind.ANTIGEN) and taken.specimen is None:
            typed.refuse("specimen", "required")
        return (taken,)

    start = {
        "kind": SampleKind.NAT.value,
        "specimen": Specimen.NASOPHARYNGEAL_SWAB.value,
        "collected_at": asked.moment(),
        "collector": asked.actor,
    }
    needs = (("kind",), ("collected_at",))
    title, hint = asked.title(SAMPLE), asked.hint(SAMPLE)
    return Sheet(SAMPLE, title, hint, fields, read, needs, start, at="collected_at")


def lab_sheet(asked: Occasion) -> Sheet:
    """Any other value by the four keys, and the number when it is at hand."""
    listed = (item for items in asked.sets.values() for item in items if item not in OWN_SHEETS)
    items = tuple(dict.fromkeys(listed))
    fields = (
        asked.field("item", Kind.LIST, asked.options("work_up", items), is_required=True),
        asked.field("flag", Kind.FLAG, asked.options("lab_flag", LabFlag), is_required=True),
        asked.field("value", Kind.NUMBER),
        asked.field("unit"),
        asked.field("collected_at", Kind.MOMENT),
        asked.field("reported_at", Kind.MOMENT, is_required=True),
    )

    def read(typed: Typed) -> tuple[LabReported, ...]:
        reported = LabReported(
            typed.chosen("item"),
            LabFlag(typed.chosen("flag") or LabFlag.NOT_DONE),
            typed.moment("reported_at") or typed.now,
            typed.number("value", *VALUE_LIMITS, places=4),
            typed.text("unit"),
            typed.moment("collected_at"),
        )
        _refuse_report_before_taking(typed)
        return (reported,)

    start = {"reported_at": asked.moment()}
    needs = (("item",), ("flag",), ("reported_at",))
    title, hint = asked.title(LAB), asked.hint(LAB)
    return Sheet(LAB, title, hint, fields, read, needs, start, at="reported_at")


def blood_count_sheet(asked: Occasion) -> Sheet:
    """C3: the laboratory's flags by the keys 8 5 2, or the counts in 10^9/l."""
    flags = asked.options("lab_flag", (Flag.HIGH, Flag.NORMAL, Flag.LOW))
    fields = (
        asked.field("wbc_flag", Kind.FLAG, flags),
        asked.field("wbc", Kind.NUMBER, unit="×10⁹/L"),
        asked.field("lymphocyte_flag", Kind.FLAG, flags),
        asked.field("lymphocytes", Kind.NUMBER, unit="×10⁹/L"),
        asked.field("collected_at", Kind.MOMENT, is_required=True),
        asked.field("reported_at", Kind.MOMENT, is_required=True),
    )

    def read(typed: Typed) -> tuple[BloodCountReported, ...]:
        count = BloodCount(
            typed.moment("collected_at") or typed.now,
            typed.code("wbc_flag", Flag),
            typed.code("lymphocyte_flag", Flag),
            typed.number("wbc", *COUNT_LIMITS, places=2),
            typed.number("lymphocytes", *COUNT_LIMITS, places=2),
        )
        _refuse_report_before_taking(typed)
        return (BloodCountReported(count, typed.moment("reported_at") or typed.now),)

    needs = (
        ("wbc_flag", "wbc"),
        ("lymphocyte_flag", "lymphocytes"),
        ("collected_at",),
        ("reported_at",),
    )
    start = {"collected_at": asked.moment(), "reported_at": asked.moment()}
    title, hint = asked.title(BLOOD_COUNT), asked.hint(BLOOD_COUNT)
    return Sheet(BLOOD_COUNT, title, hint, fields, read, needs, start, at="collected_at")


def image_sheet(asked: Occasion) -> Sheet:
    """C2 and I: the structured reading; a comparison names who compared (REL-7)."""
    fields = (
        asked.field("kind", Kind.PICK, asked.options("image_kind", IMAGE_KINDS)),
        asked.field("done_at", Kind.MOMENT, is_required=True),
        asked.field("features", Kind.PICK, asked.options("features", Features), is_required=True),
        *asked.truths("pneumonia"),
        asked.field("compared", Kind.PICK, asked.options("compared", Compared)),
        asked.field("read_by", hint=asked.words.say("sheet.read_by_why")),
        asked.field("finding", Kind.LONG),
        asked.field("reported_at", Kind.MOMENT, is_required=True),
    )

    def read(typed: Typed) -> tuple[ImageRead, ...]:
        image = Imaging(
            Features(typed.chosen("features") or Features.NOT_DONE),
            typed.moment("done_at"),
            typed.truth("pneumonia"),
            typed.code("compared", Compared),
            typed.text("read_by"),
        )
        if image.compared not in (None, Compared.NOT_DONE) and not image.read_by:
            typed.refuse("read_by", "reader_missing")
        reported_at = typed.moment("reported_at") or typed.now
        if image.done_at is not None and reported_at < image.done_at:
            typed.refuse("reported_at", "before_taken")
        kind = typed.chosen("kind") or IMAGE_KINDS[0]
        return (ImageRead(image, reported_at, typed.note("finding"), kind),)

    start = {
        "kind": IMAGE_KINDS[0],
        "done_at": asked.moment(),
        "reported_at": asked.moment(),
        "read_by": asked.actor,
    }
    needs = (("done_at",), ("features",), ("reported_at",))
    title, hint = asked.title(IMAGE), asked.hint(IMAGE)
    return Sheet(IMAGE, title, hint, fields, read, needs, start, at="done_at")


def _refuse_report_before_taking(typed: Typed) -> None:
    taken, reported = typed.moment("collected_at"), typed.moment("reported_at")
    if taken is not None and reported is not None and reported < taken:
        typed.refuse("reported_at", "before_taken")
