"""The isolation desk: the doctor's list, the rooms, one case with its conditions, and its sheets."""
