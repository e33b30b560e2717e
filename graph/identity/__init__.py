"""Who is who: which actors of different data sets are the same, by rules with a reason each."""
