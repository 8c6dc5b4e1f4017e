"""Forms as truth, and the independent changes under which they must read the same.

``plan`` draws a combination of the changes that ``axes.yaml`` lists, ``table``, ``head``, ``page`` and ``listing``
print the truths of ``truths.yaml`` in it, ``trial`` writes the file, reads it and holds it against the truth.
"""
