"""The training-data report: what is in a file of examples, what to mend in it, whether it is enough. DOMAIN section 5.

`surveyor` surveys some whole lines and is all that a worker process needs (no pydantic here); `gathering` puts the
surveys of a file together; `near` holds rows against each other; `making` makes the `report` of what they come to.
"""
