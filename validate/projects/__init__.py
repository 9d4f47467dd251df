"""The projects of a submission: named in text, with forms of their own, their goals and amounts."""
