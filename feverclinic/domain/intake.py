"""The triage form as it stands on the screen: what was typed, letter for letter, and what it says.

A field's name is the member name of the contract (`spo2`, `q1`, `symptoms.COUGH`, `signs.STRIDOR`,
`companions.0.name`, `q2.last_exposure_on`); its value is the text as typed or the code chosen. A
field that is missing or empty was not yet asked, which is not UNKNOWN (1.5 of the rules).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from feverclinic.domain.people import PatientId
from feverclinic.domain.readings import Reading
from feverclinic.domain.visits import DraftId, VisitId


@dataclass(frozen=True, slots=True)
class Intake:
    """One open form. A draft is this record, whole."""

    arrived_at: datetime
    fields: Mapping[str, str] = field(default_factory=dict[str, str])
    readings: tuple[Reading, ...] = ()
    patient_id: PatientId | None = None
    visit_id: VisitId | None = None

    def text(self, name: str) -> str:
        return self.fields.get(name, "")

    def with_field(self, name: str, text: str) -> "Intake":
        """The form with one more answer; an empty text is "not yet asked" again."""
        kept = {key: value for key, value in self.fields.items() if key != name}
        return replace(self, fields=kept | {name: text} if text else kept)

    def with_fields(self, changes: Mapping[str, str]) -> "Intake":
        merged = dict(self.fields) | dict(changes)
        return replace(self, fields={key: value for key, value in merged.items() if value})

    def with_reading(self, reading: Reading) -> "Intake":
        return replace(self, readings=(*self.readings, reading))

    @property
    def is_empty(self) -> bool:
        return not self.fields and not self.readings


@dataclass(frozen=True, slots=True)
class Draft:
    """A form put aside (or not yet saved) at a station; it belongs to the desk, not to the person."""

    id: DraftId
    station: str
    intake: Intake
    changed_at: datetime
    is_set_aside: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one field (`where`); the sentence is `problem.<code>` with `found` and the facts.

    A warning stands beside the field and does not keep the record from being saved.
    """

    where: str
    code: str
    found: str = ""
    facts: Mapping[str, str] = field(default_factory=dict[str, str])
    is_warning: bool = False
