"""Lappetavla: a live board for lappeteknikk, and the cards that come out of it."""
