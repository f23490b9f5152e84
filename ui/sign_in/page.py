"""The sign-in page: login, password, Enter."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from feverclinic.errors import ClinicError
from feverclinic.wording import Wording
from ui.notices import sentence_of
from ui.sign_in.presenter import SignInPresenter
from ui.theme import Theme
from ui.widgets.key_cap import KeyButton
from ui.widgets.labelled_field import LabelledField
from ui.widgets.page_alone import PageAlone
from ui.widgets.pane import label, surface, wrapped

CARD_WIDTH = 420
REFUSAL_PX = 44


class SignInPage(QWidget):
    """What is typed stays until it is right; only the password is emptied when it was wrong."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)

    def __init__(
        self, theme: Theme, words: Wording, presenter: SignInPresenter, place: str
    ) -> None:
        super().__init__()
        self._words = words
        self._presenter = presenter
        self.setObjectName("signInPage")
        self.setAccessibleName(words.say("signin.title"))
        caps = words.say("signin.caps_lock")
        self.login = LabelledField(
            "signIn.login", words.say("signin.login"), words.say("signin.login_hint")
        )
        self.password = LabelledField(
            "signIn.password",
            words.say("signin.password"),
            words.say("signin.password_hint"),
            caps_hint=caps,
            is_secret=True,
        )
        self.refusal = wrapped("", "small", "danger", name="signIn.refusal")
        self.refusal.setFixedHeight(REFUSAL_PX)
        self.button = KeyButton(
            theme, words.say("signin.enter"), "Enter", icon="log-in", kind="primary"
        )
        self.button.setObjectName("signIn.enter")
        alone = PageAlone(theme, words, "signInAlone", self._card(place))
        alone.language_chosen.connect(self.language_chosen.emit)
        alone.theme_chosen.connect(self.theme_chosen.emit)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(alone)
        self.setFocusProxy(self.login)
        self._connect()

    def _card(self, place: str) -> QWidget:
        lines = QVBoxLayout()
        lines.setContentsMargins(24, 24, 24, 16)
        lines.setSpacing(8)
        lines.addWidget(label(self._words.say("signin.title"), "banner"))
        lines.addWidget(wrapped(place, "body", "text2", name="signIn.place"))
        lines.addSpacing(8)
        lines.addWidget(self.login)
        lines.addWidget(self.password)
        lines.addWidget(self.button)
        lines.addWidget(self.refusal)
        card = surface(lines, "card")
        card.setFixedWidth(CARD_WIDTH)
        return card

    def _connect(self) -> None:
        self.login.entered.connect(self.password.setFocus)
        self.password.entered.connect(self._enter)
        self.button.clicked.connect(self._enter)
        self._presenter.wrong_fields.connect(self._on_wrong)
        self._presenter.refused.connect(self._on_refused)
        self._presenter.waiting_changed.connect(self._on_waiting)
        self._presenter.signed_in.connect(self.clear)

    def _enter(self) -> None:
        self.refusal.clear()
        self._presenter.sign_in(self.login.text(), self.password.text())

    def clear(self) -> None:
        """Forget what was typed: the next person must not find it."""
        for field in (self.login, self.password):
            field.edit.clear()
            field.set_error("")
        self.refusal.clear()

    def _on_wrong(self, wrong: dict[str, str]) -> None:
        fields = {"login": self.login, "password": self.password}
        for name, key in wrong.items():
            fields[name].set_error(self._words.say(key))
        fields[next(iter(wrong))].setFocus()

    def _on_refused(self, error: ClinicError) -> None:
        self.refusal.setText(f"▲ {sentence_of(error, self._words)}")
        self.password.edit.clear()
        self.password.setFocus()

    def _on_waiting(self, is_waiting: bool) -> None:  # noqa: FBT001 - a signal carries it
        self.button.setEnabled(not is_waiting)
        self.button.setText(self._words.say("signin.waiting" if is_waiting else "signin.enter"))
