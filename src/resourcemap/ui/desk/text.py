"""Texts of people on a page: as they were written, never as Markdown."""


def plain(text: str) -> str:
    r"""
    Keep every sign of a text from becoming a link, a picture or a heading.

    Examples
    --------
    >>> print(plain("[Ana](x)"))
    \[Ana\]\(x\)
    """
    return "".join(f"\\{char}" if char in r"\`*_{}[]()<>#+-.!|~$:&" else char for char in text)
