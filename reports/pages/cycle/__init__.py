"""How a round is going, for its organisers: numbers, each with the address of exactly the rows that it counts."""
