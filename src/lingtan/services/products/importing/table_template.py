"""The table of many products, one a row, in the columns of public declaration lists."""

from __future__ import annotations

from lingtan.files import SheetOut, csv_bytes

__all__ = ["TABLE_COLUMNS", "table_template"]

#: Column names as `product.spec_from_row` reads them; any but the first three may be empty.
TABLE_COLUMNS = (
    *("manufacturer", "name", "subcategory", "weight", "screen_size", "lifetime", "yearly_tec", "use_location", "assembly_location"),
    *("report_date", "memory", "hard_drive", "number_cpu"),
)
_EXAMPLE = ("Synthetic Devices", "Synthetic Book 13", "laptop", 1.2, 13.3, 4, 18.5, "China", "China", "2025-03", 16, "512GB SSD", 1)


def table_template() -> bytes:
    """The header and one synthetic row, as CSV."""
    return csv_bytes(SheetOut(title="Products", rows=[TABLE_COLUMNS, _EXAMPLE]))
