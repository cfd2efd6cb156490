"""Piedmont: the calls of 2016 and 2017 for joint research projects of its innovation clusters.

>>> from clusterpolicy.rules import piedmont
>>> piedmont.LINE_A.name
'piedmont/line-a'
>>> [cluster.code for cluster in piedmont.CLUSTERS]
['AGRIFOOD', 'BIOPMED', 'CGREEN', 'CLEVER', 'ICT', 'MESAP', 'POINTEX']
"""

from clusterpolicy.rules.piedmont.clusters import CLUSTERS
from clusterpolicy.rules.piedmont.line_a import LINE_A

__all__ = ["CLUSTERS", "LINE_A"]
