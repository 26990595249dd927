"""`python -m resourcemap.cli` is `resourcemap`."""

import sys

from resourcemap.cli.arguments import main

sys.exit(main())
