"""The patient's own screen: the question being asked, the temperature, the way; nothing that names him."""
