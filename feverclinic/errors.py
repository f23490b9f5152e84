"""The three ways in which the program says no; anything else that is raised is a bug."""


class ClinicError(Exception):
    """A no with a code and its facts; the sentence comes from the wording files (`error.<code>`)."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


class Refused(ClinicError):  # noqa: N818 - the glossary's word
    """A rule of the clinic says no."""


class Stale(ClinicError):  # noqa: N818 - the glossary's word
    """Another desk was faster."""


class Unavailable(ClinicError):  # noqa: N818 - the glossary's word
    """A port, a disk, a file or the network cannot be used now."""
