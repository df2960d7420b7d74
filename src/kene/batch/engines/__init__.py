"""What computes: DuckDB in this process, a PostgreSQL server, a Spark cluster."""
