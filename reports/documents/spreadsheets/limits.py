"""How much of a spreadsheet is read before it is refused."""

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024  # 50,000 rows of 15 cells unpack to 47 MB
MAX_XML_UNPACKED = MAX_UNPACKED  # the rows are one part; it is never held as a tree
MAX_ROWS = 60_000
MAX_COLUMNS = 100
MAX_CHARACTERS = 40_000_000  # of all cells: one text of the table of strings may stand in thousands of them
MAX_CELL = 32_767  # characters; Excel writes no more
MAX_MERGED = 20_000  # merged ranges
MAX_SHEETS = 20
