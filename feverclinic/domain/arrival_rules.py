"""The limits of ISO-2, as a rule file gives them."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ArrivalRules:
    """Minutes from the decision on; the limit itself is on time (T-2).

    Until `not_arrived_minutes` the fever clinic acknowledges whoever was sent there, until
    `isolation_gap_minutes` whoever must be isolated (TRI-1, TRI-3) is.
    """

    not_arrived_minutes: int
    isolation_gap_minutes: int
