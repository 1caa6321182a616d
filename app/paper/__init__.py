"""The print engine's only home. It knows no other room: templates and data are brought to it."""
