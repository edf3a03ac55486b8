-- Until when nothing is called through a connection, because its provider failed again and again; a time that is over says nothing.
alter table hub.connection add circuit_open_until timestamptz;
grant update (circuit_open_until) on hub.connection to hub_app;
