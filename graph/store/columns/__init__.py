"""Records by columns, in files beside the store of which a few columns can be read quickly.

Each line of a file is a piece of one column: its name (`Claim.speakers`), a tab, and as JSON its distinct values and
for each row the number of its value; where most values differ, the values row by row and null. The pieces of a column
follow each other as the records did, so that a file of any size is written in constant memory. JSON, so that a file
that someone tampered with can be wrong but cannot do anything. The last line has a checksum of those before it: a file
that was cut short, or that never reached the disk, is known, and is made again.
"""
