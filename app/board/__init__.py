"""The workshop: grids, professions, shifts and notes."""
