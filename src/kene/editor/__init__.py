"""What an ordinary editor asks of packs while they are typed; `server` speaks LSP."""
