"""Uplift: whom a treatment changes, which is not who would do it anyway.

Learned from customers who were treated or not by lot. Tables and arrays in and out; scikit-learn is loaded by the fit alone.
"""
