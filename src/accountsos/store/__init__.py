"""The only SQL: schema, migrations, one file per table family."""
