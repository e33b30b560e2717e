"""Queries in processes of their own, which can be ended: one for each (`child`), or a pool that stays (`pool`)."""
