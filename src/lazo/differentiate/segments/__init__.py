"""Segments over the company's own base: what rules may speak of, the base as arrays with a warm mask per condition, one customer.

"Segmentation and data management decide campaigns and communications" (seed 1). The meaning of a rule is in `lazo.analytics.segments`.
"""
