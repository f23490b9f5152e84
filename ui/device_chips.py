"""How the state of a thermometer is told by its chip in the top line."""

from feverclinic.domain.boards import DeviceState
from feverclinic.wording import Wording
from ui.widgets.device_chip import DeviceChipState, Readiness

READINESS = {
    "LIVE": Readiness.READY,
    "LISTENING": Readiness.READY,
    "QUIET": Readiness.READY,
    "OPENING": Readiness.WAITING,
    "CLOSED": Readiness.WAITING,
}


def chip_of(state: DeviceState, words: Wording) -> DeviceChipState:
    """Armed, ready, opening or lost, in a word."""
    readiness = Readiness.ARMED if state.is_armed else READINESS.get(state.link, Readiness.LOST)
    word = words.say(f"shell.device_{readiness.value.lower()}")
    return DeviceChipState(state.name, state.colour, readiness, word)
