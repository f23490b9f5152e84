"""The station of a thermometer: a link whose ear makes samples of what the profile understands."""

import time
from collections.abc import Callable
from datetime import datetime

from feverclinic.devices.events import DeviceConfig, DeviceEvent
from feverclinic.devices.finder import ListPorts
from feverclinic.devices.link import BACK_OFF_S, Link, OpenPort, Speech
from feverclinic.devices.listener import Listener, Told
from feverclinic.devices.port import listed_ports, open_port
from feverclinic.devices.profiles import Profile, find_profile


class Station(Link[Told]):
    """Everything that one thermometer does, told to `on_event` from the station's own thread.

    `now` gives the host's wall time for the record, `clock` monotonic seconds for ages.
    """

    def __init__(
        self,
        settings: DeviceConfig,
        profile: Profile,
        on_event: Callable[[DeviceEvent], None],
        now: Callable[[], datetime],
        *,
        clock: Callable[[], float] = time.monotonic,
        open_port: OpenPort = open_port,
        list_ports: ListPorts = listed_ports,
        back_off_s: tuple[float, ...] = BACK_OFF_S,
    ) -> None:
        speech: Speech[Told] = Speech(
            title=profile.id,
            kind="thermometer",
            speeds=tuple(profile.line.baud),
            line_format=profile.line.format,
            may_try_speeds=profile.talks_continuously,
            ear=lambda opened_at: Listener(settings, profile, now, opened_at),
        )
        super().__init__(
            settings.name,
            settings.port,
            speech,
            on_event,
            now,
            clock=clock,
            open_port=open_port,
            list_ports=list_ports,
            back_off_s=back_off_s,
        )
        self._config = settings

    @property
    def config(self) -> DeviceConfig:
        return self._config


def station_for(
    config: DeviceConfig,
    profiles: dict[str, Profile],
    on_event: Callable[[DeviceEvent], None],
    now: Callable[[], datetime],
) -> Station:
    """The station of a configured thermometer; an unknown profile is Unavailable with its remedy."""
    return Station(config, find_profile(profiles, config.profile), on_event, now)
