"""The command line, one file a command: each declares options, calls stages, prints."""
