"""RxDB: programs that keep documents in the browser and synchronise them (RxDB's HTTP replication)."""
