"""The acts that come seldom, each with its key, below everything else of the right pane."""

from feverclinic.wording import Wording
from ui.keys import key_for
from ui.theme import Theme
from ui.triage.route_parts import Section
from ui.widgets.flow_layout import flow
from ui.widgets.key_cap import KeyButton

OF_FORMS = ("hand_out", "next_member", "end_form", "announce", "undo_count", "void_reading")
OF_VISITS = ("send", "receive")


class MoreActs(Section):
    """Whoever has no hand for the keyboard finds them here, and learns their keys."""

    def __init__(self, words: Wording, theme: Theme) -> None:
        super().__init__("more", words.say("triage_day.more"), theme)
        self.buttons = {act: self._button(act, words, theme) for act in (*OF_VISITS, *OF_FORMS)}
        self.add(flow(*self.buttons.values(), gap=6))

    @staticmethod
    def _button(act: str, words: Wording, theme: Theme) -> KeyButton:
        button = KeyButton(theme, words.say(f"key_short.{act}"), key_for(act))
        button.setObjectName(f"more.{act}")
        button.setAccessibleName(words.say(f"key.{act}"))
        button.setToolTip(words.say(f"key.{act}"))
        button.setProperty("least", "true")
        return button

    def show_saved(self, *, is_saved: bool) -> None:
        """A guide and a receipt are for who is saved."""
        for act in OF_VISITS:
            self.buttons[act].setVisible(is_saved)
