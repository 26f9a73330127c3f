"""Benchmarks: ratios measured in one run, side by side with what a user would pick instead."""
