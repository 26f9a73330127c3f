"""The running program: settings, assembly, engine, web endpoints, command line."""
