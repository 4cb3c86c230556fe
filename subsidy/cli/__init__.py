"""The command line: arguments in, the library's front door, a report out."""
