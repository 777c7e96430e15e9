"""The commands of `renkei`, a module for those that belong together."""
