"""What the assistant knows: tables, queries, search index, migrations, spreadsheets, packaged data."""
