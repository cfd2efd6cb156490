"""The questions of the common law that anybody can ask on their own, without any call.

Each door takes plain facts, lets an engine answer, and returns the answer with its reasons and sources. This folder is
the only part of the rules that knows an engine, and no other rule imports it.
"""
