"""What people do, as state changes: used alike by the drivers of tests and by the browser page."""
