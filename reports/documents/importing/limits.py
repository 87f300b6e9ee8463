"""How much of a file is read before it is refused."""

MAX_BYTES = 5 * 1024 * 1024
MAX_CHARACTERS = 200_000
MAX_ENTRIES = 1_000
MAX_UNPACKED = 50 * 1024 * 1024  # all of a .docx, pictures included
MAX_XML_UNPACKED = 20 * 1024 * 1024  # one part; a part is parsed in memory
MAX_RATIO = 200  # of one entry above RATIO_FROM; prose in XML packs to 1:20, a style sheet to 1:60
RATIO_FROM = 1024 * 1024
MAX_DEPTH = 200  # of elements in elements: some forty tables in tables; libxml2 itself reads no more than 256
