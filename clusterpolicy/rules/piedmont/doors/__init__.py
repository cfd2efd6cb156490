"""The questions about the lines of Piedmont that anybody can ask on their own, without an application.

This folder is the only part of Piedmont's rules that knows an engine, and no rule imports it.
"""
