"""What the form of a sheet holds, as the record that the service reads."""

from feverclinic.services.sheets import TypedSheet


def typed_sheet(fields: dict[str, str]) -> TypedSheet:
    """The fields by their names."""
    return TypedSheet(**fields)
