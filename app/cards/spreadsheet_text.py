"""Text that a spreadsheet takes for text. Pure."""

# What makes a cell a formula in Excel and LibreOffice. Full-width signs are folded by some of them.
_LIVING = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(cell: str) -> str:
    """``cell``, with an apostrophe before it if a spreadsheet would run it as a formula.

    Leading spaces do not hide a formula from every program, so they are looked through.
    """
    return f"'{cell}" if cell.startswith(_LIVING) or cell.lstrip().startswith(_LIVING) else cell
