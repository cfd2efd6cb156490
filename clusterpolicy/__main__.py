"""`python -m clusterpolicy` is the same as the command `clusterpolicy`."""

import sys

from clusterpolicy.cli import main

if __name__ == "__main__":
    sys.exit(main())
