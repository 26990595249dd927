"""A link as a QR code."""

from html import escape
from io import BytesIO

import segno

from resourcemap.errors import ResourceMapError

QUIET_MODULES = 4  # The empty border that the standard (ISO/IEC 18004) asks for.


def qr_modules(link: str) -> tuple[tuple[bool, ...], ...]:
    """
    Give the squares of a link's code, True for dark, without the empty border.

    Raises
    ------
    ResourceMapError
        When the link is too long for a code.
    """
    return tuple(tuple(bool(dark) for dark in row) for row in _code(link).matrix)


def qr_svg(link: str, *, size: int = 120, label: str | None = None) -> str:
    """
    Draw a link's code as an SVG element to put into a page.

    Parameters
    ----------
    link
        The link, from `plan_link`.
    size
        Width and height with the border, CSS pixels.
    label
        What the picture is called for those who do not see it.
    """
    rows = qr_modules(link)
    side = len(rows) + 2 * QUIET_MODULES
    path = "".join(
        f"M{start + QUIET_MODULES} {y + QUIET_MODULES}h{length}v1h-{length}z"
        for y, row in enumerate(rows)
        for start, length in _runs(row)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}" '
        f'viewBox="0 0 {side} {side}" shape-rendering="crispEdges" {_labelled(label)}>'
        f'<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
    )


def qr_png(link: str, *, scale: int = 6) -> bytes:
    """Draw a link's code as a PNG, each square `scale` pixels wide."""
    out = BytesIO()
    _code(link).save(out, kind="png", scale=scale, border=QUIET_MODULES)
    return out.getvalue()


def _code(link: str) -> segno.QRCode:
    try:
        # Medium: a fold or a coffee stain must not cost the plan.
        return segno.make_qr(link, error="m", boost_error=False)
    except segno.DataOverflowError as error:
        raise ResourceMapError(
            f"QR code: a link of {len(link)} characters does not fit into one. Hand over fewer places."
        ) from error


def _runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and sum(runs[-1]) == x:
            runs[-1] = (runs[-1][0], runs[-1][1] + 1)
        elif dark:
            runs.append((x, 1))
    return runs


def _labelled(label: str | None) -> str:
    return f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
