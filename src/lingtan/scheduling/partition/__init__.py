"""The last end as a partition: of every line one course, which holds some orders, so that every order is in one.

Where lines have few orders each, the courses that end by a minute can be counted out, and a programme in whole numbers finds a plan of
them or shows that there is none (courses brought in by price: Lopes & Valério de Carvalho 2007, EJOR 176:1508).
"""

from lingtan.scheduling.partition.courses import Courses, courses_by
from lingtan.scheduling.partition.earliest import shortened

__all__ = ["Courses", "courses_by", "shortened"]
