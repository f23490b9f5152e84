"""`feverclinic --demo`: a clinic with invented people, simulated thermometers and a clock that runs."""
