"""What happened, told from the event rows: who, when, where, and what was there before.

`sources` says which rows belong to a subject and finds the acts among them, `rows` reads what an act wrote, `names`
what a foreign key shows, `values` how a value reads, `places` where somebody was; `acts` makes sentences of it all.
The words of each model stand in its app's `told.py`.
"""
