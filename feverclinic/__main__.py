"""`python -m feverclinic …`: the commands without a window."""

import sys

from feverclinic.commands.main import main

if __name__ == "__main__":
    sys.exit(main())
