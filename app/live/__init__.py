"""The engine under the board. It knows commands, events and connections, and no domain."""
