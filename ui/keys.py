"""The one catalogue of keys: it feeds the caps on buttons, the foot, the page of all keys and tests.

A key's words are `key.<act>` and, where the foot is narrow, `key_short.<act>`.
"""

from dataclasses import dataclass

EVERYWHERE = "everywhere"
FOOT_MOST, FOOT_MOST_NARROW = 9, 6


@dataclass(frozen=True, slots=True)
class Key:
    """`sequence` is the key as Qt names it; `where` is a desk or everywhere.

    `foot` and `narrow_foot` are places in the foot line from the left, 0 for none.
    """

    act: str
    sequence: str
    where: str = EVERYWHERE
    foot: int = 0
    narrow_foot: int = 0


KEYS: tuple[Key, ...] = (
    Key("all_keys", "F1", foot=50, narrow_foot=50),
    Key("change_actor", "F12"),
    Key("lock", "Ctrl+L"),
    Key("alarms", "Alt+0"),
    Key("papers", "Alt+9"),
    Key("back", "Esc", foot=99),
    Key("next_desk", "Ctrl+Tab"),
    Key("patient_window", "Ctrl+P"),
    Key("yes", "1", "triage", foot=10, narrow_foot=10),
    Key("no", "0", "triage", foot=20, narrow_foot=20),
    Key("unknown", "9", "triage", foot=30, narrow_foot=30),
    Key("unasked", "Del", "triage"),
    Key("others_none", "=", "triage"),
    Key("nth_choice", "1…9", "triage"),
    Key("next_question", "Enter", "triage", foot=40),
    Key("next_patient", "F2", "triage"),
    Key("find", "F3", "triage"),
    Key("measure", "F4", "triage", foot=60, narrow_foot=60),
    Key("print_queue", "F5", "triage", foot=70),
    Key("companions", "F6", "triage"),
    Key("next_error", "F7", "triage"),
    Key("set_aside", "F8", "triage"),
    Key("save_and_print", "F9", "triage", foot=80, narrow_foot=80),
    Key("assign", "F10", "triage"),
    Key("resuscitate", "F11", "triage"),
    Key("announce", "Shift+F2", "triage"),
    Key("hand_out", "Shift+F4", "triage"),
    Key("next_member", "Shift+F6", "triage"),
    Key("void_reading", "Shift+F7", "triage"),
    Key("end_form", "Shift+F8", "triage"),
    Key("send", "Shift+F9", "triage"),
    Key("receive", "Shift+F10", "triage"),
    Key("undo_count", "Ctrl+Z", "triage"),
    Key("column_list", "Alt+1", "triage"),
    Key("column_form", "Alt+2", "triage"),
    Key("column_route", "Alt+3", "triage"),
    Key("likeness", "Alt+4", "triage"),
    Key("on_the_way", "Alt+5", "triage"),
    Key("tier_now", "Ctrl+1", "triage"),
    Key("tier_desk", "Ctrl+2", "triage"),
    Key("tier_card", "Ctrl+3", "triage"),
    Key("find_ports", "F3", "devices", foot=10, narrow_foot=10),
    Key("refresh", "F5", "devices", foot=20, narrow_foot=20),
    Key("add_staff", "F2", "settings", foot=10, narrow_foot=10),
    Key("check_database", "F5", "settings", foot=20, narrow_foot=20),
    Key("paper_nth", "1…9", "papers", foot=10, narrow_foot=10),
    Key("day_before", "PgUp", "papers", foot=20, narrow_foot=20),
    Key("day_after", "PgDown", "papers", foot=30, narrow_foot=30),
    Key("day_today", "Home", "papers"),
    Key("paper_entry", "F2", "papers", foot=40, narrow_foot=40),
    Key("paper_look", "F4", "papers", foot=60),
    Key("paper_waiting", "F5", "papers", foot=70),
    Key("whole_numbers", "F6", "papers"),
    Key("sheet_spoil", "F7", "papers"),
    Key("sheet_missing", "F8", "papers"),
    Key("paper_print", "F9", "papers", foot=80, narrow_foot=80),
    Key("comparison_add", "F10", "papers"),
    Key("alarm_go", "Enter", "alarms", foot=10, narrow_foot=10),
    Key("alarm_known", "F2", "alarms", foot=20, narrow_foot=20),
    Key("try_act_now", "F3", "alarms", foot=30, narrow_foot=30),
    Key("try_refused", "F4", "alarms", foot=40),
    Key("week_back", "F6", "alarms"),
    Key("week_forward", "F7", "alarms"),
    Key("case_next", "F2", "isolation", foot=10, narrow_foot=10),
    Key("case_find", "F3", "isolation", foot=20),
    Key("case_measure", "F4", "isolation", foot=30, narrow_foot=20),
    Key("case_order", "F5", "isolation", foot=40, narrow_foot=30),
    Key("case_timeline", "F6", "isolation"),
    Key("gate_next", "F7", "isolation", foot=45, narrow_foot=40),
    Key("case_sample", "F8", "isolation", foot=60),
    Key("gate_print", "F9", "isolation", foot=70),
    Key("gate_sign", "F10", "isolation", foot=80, narrow_foot=60),
    Key("case_consultation", "F11", "isolation"),
    Key("room_act", "Shift+F2", "isolation"),
    Key("case_measured", "Shift+F3", "isolation"),
    Key("case_dose", "Shift+F4", "isolation"),
    Key("case_class", "Shift+F5", "isolation"),
    Key("case_after", "Shift+F6", "isolation"),
    Key("case_progress", "Shift+F7", "isolation"),
    Key("case_away", "Shift+F8", "isolation"),
    Key("gate_act", "Shift+F9", "isolation"),
    Key("case_more", "Shift+F10", "isolation"),
    Key("case_papers", "Shift+F11", "isolation"),
    *(Key(f"case_column_{n}", f"Alt+{n}", "isolation") for n in range(1, 9)),
    Key("sheet_take", "Ctrl+Enter", "isolation"),
    Key("sheet_clear", "Ctrl+Del", "isolation"),
    Key("case_paper_look", "F4", "case_papers", foot=10, narrow_foot=10),
    Key("case_paper_again", "F5", "case_papers"),
    Key("case_paper_whole", "F6", "case_papers"),
    Key("case_paper_drop", "F7", "case_papers"),
    Key("case_paper_sheet", "F8", "case_papers"),
    Key("case_paper_print", "F9", "case_papers", foot=20, narrow_foot=20),
    Key("trial_choose", "F2", "trial", foot=10, narrow_foot=10),
    Key("trial_run", "F5", "trial", foot=20, narrow_foot=20),
    Key("trial_stop", "F7", "trial"),
    Key("trial_save", "F8", "trial", foot=30),
    Key("trial_print", "F9", "trial", foot=40),
    Key("set_up_add", "F2", "set_up", foot=10, narrow_foot=10),
    Key("set_up_change", "F4", "set_up", foot=20, narrow_foot=20),
    Key("after_call", "F4", "after", foot=10, narrow_foot=10),
    Key("after_contact", "F5", "after", foot=20, narrow_foot=20),
    Key("after_notice", "F6", "after", foot=30, narrow_foot=30),
    Key("after_close", "F7", "after", foot=40),
    Key("after_recall", "F8", "after"),
    Key("after_recall_end", "F9", "after", foot=45),
    Key("merge_find", "F3", "merge", foot=10, narrow_foot=10),
    Key("merge_swap", "F6", "merge", foot=20, narrow_foot=20),
    Key("merge_do", "F9", "merge", foot=30, narrow_foot=30),
    Key("sign_case", "F10", "sign", foot=10, narrow_foot=10),
    Key("guide_search", "F3", "help"),
    Key("sign_in", "Enter", "sign_in", foot=10, narrow_foot=10),
    Key("hand_over", "F2", "shift", foot=10, narrow_foot=10),
    Key("leave_station", "F3", "shift", foot=20, narrow_foot=20),
    Key("own_secrets", "F4", "shift"),
    Key("preview_sheet", "F5", "shift"),
    Key("set_pin", "F6", "shift"),
    Key("change_password", "F7", "shift"),
    Key("close_anyway", "F8", "shift"),
    Key("sign_hand_over", "F9", "shift"),
)


def key_for(act: str) -> str:
    """The sequence of an act for a button's cap; an unknown act is a KeyError."""
    return _BY_ACT[act].sequence


def keys_of(where: str) -> tuple[Key, ...]:
    """All keys that work at a desk, the desk's own first."""
    own = tuple(key for key in KEYS if key.where == where)
    return own + tuple(key for key in KEYS if key.where == EVERYWHERE)


def foot_keys(where: str, *, is_narrow: bool) -> tuple[Key, ...]:
    """What the foot shows at a desk: at most nine, six where it is narrow."""
    if is_narrow:
        listed = [key for key in keys_of(where) if key.narrow_foot]
        return tuple(sorted(listed, key=lambda key: key.narrow_foot))[:FOOT_MOST_NARROW]
    listed = [key for key in keys_of(where) if key.foot]
    return tuple(sorted(listed, key=lambda key: key.foot))[:FOOT_MOST]


_BY_ACT = {key.act: key for key in KEYS}
