"""Event data that machines coded, such as GDELT: by engines, millions of rows become a claim a speaker and day."""
