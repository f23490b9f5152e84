"""The settings in force at this work place, and the one way to change them."""

from dataclasses import replace

from feverclinic.settings import Settings
from feverclinic.settings_writing import save_settings


class SettingsKeeper:
    """The settings in force; what a page changes is on disk before it counts."""

    def __init__(self, settings: Settings) -> None:
        self.now = settings

    def change(self, **changes: object) -> Settings:
        """Write the changed settings; raises Unavailable `settings.not_saved`, nothing changed then."""
        changed = replace(self.now, **changes)  # pyright: ignore[reportArgumentType] - fields of Settings
        save_settings(changed)
        self.now = changed
        return changed
