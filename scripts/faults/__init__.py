"""The faults that scripts/test-faults injects, by name."""
from . import changes, contents, crowds, disks, errors, folders, kills, names, people, retention, watching, writers

MODULES = (kills, disks, errors, changes, names, contents, watching, folders, writers, people, retention, crowds)
FAULTS = {name[6:].replace("_", "-"): function
          for module in MODULES for name, function in vars(module).items() if name.startswith("fault_")}
