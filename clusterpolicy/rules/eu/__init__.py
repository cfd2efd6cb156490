"""The common law that binds every call for research and development in the Union.

One module a legal question: the size of an enterprise, the highest aid intensity, who is excluded from aid, and the
incentive effect. Nothing here knows of a region or of a call.
"""
