"""Measure: what an action changed, in money, against those who were left alone; and where the money of the whole cycle goes.

«Data must become information, and information money, in sales and in cost reduction» (DOMAIN 1.6 to 1.8).
"""
