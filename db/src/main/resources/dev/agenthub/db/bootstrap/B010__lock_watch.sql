-- Whoever may update a table may lock it, and an injected statement that does stops everybody: so does one that waits for such a lock, since
-- all who come later wait behind it. What the application runs takes no stronger lock on a table than ROW EXCLUSIVE: a session of it that
-- holds or wants one is not at the application's work. Each backend asks for such sessions, and ends those that it finds again after some
-- seconds. An injected statement may call these functions too: it learns of, and ends, nothing but sessions of that kind.

set local role hub_guard;

-- A session and its transaction are named together, because a process serves many transactions and its number comes again.
create function sec.unusual_locks() returns table (pid int, holder text, relation text, mode text) language sql volatile security definer
set search_path = pg_catalog, pg_temp as $$
    select l.pid, l.virtualtransaction, l.relation::regclass::text, l.mode
      from pg_lock_status() l
     where l.locktype = 'relation'
       and l.database = (select d.oid from pg_database d where d.datname = current_database())
       and l.mode not in ('AccessShareLock', 'RowShareLock', 'RowExclusiveLock')
       and l.pid <> pg_backend_pid()
       and exists (select from pg_stat_get_activity(l.pid) a where a.usesysid = 'hub_app'::regrole)
$$;

-- Whether there was something to end.
create function sec.end_unusual_lock(pid int, holder text) returns boolean language sql volatile security definer
set search_path = pg_catalog, pg_temp as $$
    select coalesce((select pg_terminate_backend(l.pid) from sec.unusual_locks() l
                      where l.pid = end_unusual_lock.pid and l.holder = end_unusual_lock.holder limit 1), false)
$$;
grant execute on function sec.unusual_locks(), sec.end_unusual_lock(int, text) to hub_app;

reset role;
