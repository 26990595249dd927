"""What all visitors share is not walked for garbage after each rerun."""

from __future__ import annotations

import gc

from resourcemap.ui.shared import settle


def test_what_is_there_is_set_aside_once_for_each_version_of_the_data():
    try:
        settle("one version")
        assert gc.get_freeze_count() > 0
        gc.unfreeze()
        settle("one version")
        assert gc.get_freeze_count() == 0
        settle("the next version")
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
