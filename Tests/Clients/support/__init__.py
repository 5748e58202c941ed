"""Runs the program for the tests, and looks at what it does from outside."""
