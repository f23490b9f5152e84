"""Sheets of consultations: the hospital's experts (CLS-7), Western and Chinese medicine together (4.4)."""

from feverclinic.domain.clinical_entries import Consulted, JointConsulted
from ui.isolation.sheets.fields import Kind, Occasion, Sheet
from ui.isolation.sheets.typed import Typed

CONSULTATION, JOINT = "consultation", "joint"
EXAMINED = ("four_examinations", "tongue", "pulse", "syndrome", "formula", "injections")


def consultation_sheet(asked: Occasion) -> Sheet:
    """CLS-7: when the experts ended, and whether the suspicion stays."""
    fields = (
        asked.field("ended_at", Kind.MOMENT, is_required=True),
        asked.field("keeps", Kind.TRUTH, is_required=True),
        asked.field("experts", hint=asked.words.say("sheet.names_why"), is_required=True),
        asked.field("place"),
        asked.field("is_remote", Kind.TICK, unit=asked.words.say("sheet.remote")),
        asked.field("opinion", Kind.LONG, is_required=True),
    )

    def read(typed: Typed) -> tuple[Consulted, ...]:
        return (
            Consulted(
                typed.moment("ended_at") or typed.now,
                typed.truth("keeps"),
                typed.names("experts"),
                typed.text("place"),
                typed.note("opinion"),
                is_remote=typed.is_ticked("is_remote"),
            ),
        )

    title, hint = asked.title(CONSULTATION), asked.hint(CONSULTATION)
    needs = (("ended_at",), ("keeps",), ("experts",), ("opinion",))
    start = {"ended_at": asked.moment()}
    return Sheet(CONSULTATION, title, hint, fields, read, needs, start, at="ended_at")


def joint_sheet(asked: Occasion) -> Sheet:
    """Section 4.4: both sides with their experts, findings and names; when it is due again."""
    names_why = asked.words.say("sheet.names_why")
    fields = (
        asked.field("held_at", Kind.MOMENT, is_required=True),
        asked.field("place"),
        asked.field("western_experts", hint=names_why, is_required=True),
        asked.field("tcm_experts", hint=names_why, is_required=True),
        asked.field("is_remote", Kind.TICK, unit=asked.words.say("sheet.remote")),
        *asked.texts(*EXAMINED),
        asked.field("contraindications_checked", Kind.TICK, unit=asked.words.say("sheet.checked")),
        asked.field("opinion", Kind.LONG, is_required=True),
        asked.field("next_on", Kind.DAY),
    )

    def read(typed: Typed) -> tuple[JointConsulted, ...]:
        made = JointConsulted(
            typed.moment("held_at") or typed.now,
            typed.names("western_experts"),
            typed.names("tcm_experts"),
            typed.text("place"),
            is_remote=typed.is_ticked("is_remote"),
            four_examinations=typed.text("four_examinations"),
            tongue=typed.text("tongue"),
            pulse=typed.text("pulse"),
            syndrome=typed.text("syndrome"),
            formula=typed.text("formula"),
            injections=typed.text("injections"),
            contraindications_checked=typed.is_ticked("contraindications_checked"),
            opinion=typed.note("opinion"),
            next_on=typed.day("next_on", may_be_later=True),
        )
        if (made.formula or made.injections) and not made.contraindications_checked:
            typed.refuse("contraindications_checked", "contraindications")
        return (made,)

    title, hint = asked.title(JOINT), asked.hint(JOINT)
    needs = (("held_at",), ("western_experts",), ("tcm_experts",), ("opinion",))
    start = {"held_at": asked.moment()}
    return Sheet(JOINT, title, hint, fields, read, needs, start, at="held_at")
