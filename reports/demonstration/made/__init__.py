"""Officials beyond the demonstration's own, as many as are wanted, to try the site with the numbers of a province.

What is made follows from an official's number alone: made again, or in two goes, it is the same. `load` brings it into
the database, a town of a thousand officials at a time, all of it or nothing.
"""
