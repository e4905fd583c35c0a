"""What every floor stands on: who may see what, money, time, events, long jobs and the warehouse.

Nothing here knows what a customer is. The seed asks that data become information and information money; the kernel
keeps the three honest: every change leaves an event, every amount a currency, every long task a resumable job.
"""
