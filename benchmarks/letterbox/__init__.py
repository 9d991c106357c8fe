"""Papers as a small company finds them in its letterbox, by a hand that had not read the extractor when it wrote them.

Nothing is ever trained or calibrated on them: each set is measured the first time that the reader sees it, and then
holds as a guard. A paper that `waits` would be wrong in the books if it went through by itself.
"""
