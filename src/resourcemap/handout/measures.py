"""The sizes of the printed sheet, in points: the page to print and the PDF share them."""

# US Letter is the smaller paper in height once A4's wider margins are set.
PAGE_WIDTH, PAGE_HEIGHT = 612.0, 792.0
MARGIN_X, MARGIN_Y = 30.0, 25.0
BODY, TITLE, HEAD, SMALL = 14.0, 16.0, 24.0, 11.0
LEADING, TITLE_LEADING = 16.6, 19.0
MARK, GAP, SIDE = 32.0, 9.0, 160.0
ITEM_PADDING, RULE = 4.0, 1.0
HEAD_HEIGHT, FOOT_HEIGHT = 32.0, 117.0
MAP_WIDTH, MAP_HEIGHT = 212.0, 108.0
SMALL_LEADING, FOOT_PADDING = 13.0, 6.0
QR = 104.0
FULL_SHEET = 5

TEXT = PAGE_WIDTH - 2 * MARGIN_X - MARK - GAP
MAIN = TEXT - SIDE - GAP
ROOM = PAGE_HEIGHT - 2 * MARGIN_Y - HEAD_HEIGHT - FOOT_HEIGHT
"""The height that the items of one page share."""
