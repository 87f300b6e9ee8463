"""The geometry of pictures: numbers in, places on a drawing out. Templates draw them as SVG, with classes for colours.

Everything is whole numbers, so that no language writes a decimal comma into a path.
"""
