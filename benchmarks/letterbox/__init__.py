"""Papers as a small company finds them in its letterbox, by a hand that had not read the extractor when it wrote them.

Each set is measured the first time that the reader sees it, and then holds as a guard. The scorers are trained on the
first four since; the fifth, by a hand that knew the reader, is not trained on. A paper that `waits` would be wrong in
the books if it went through by itself.
"""
