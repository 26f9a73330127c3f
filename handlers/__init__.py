"""What people say and tap: one module per feature; parse, call one service, choose one template."""
