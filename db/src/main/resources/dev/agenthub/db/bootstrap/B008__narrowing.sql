-- Who acts narrows what is seen within the organization, and nothing tells of rows that are not seen.

set local role hub_guard;

-- A table is closed to agents, auditors and members of some workspaces only, until its migration says what they see of it
-- ("alter policy actor on ..."). It binds whoever serves; what the owner's foreign keys look at is confined by organization.
create procedure sec.narrow(tenant_table regclass) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    execute format('create policy actor on %s as restrictive for all to hub_app
        using ((select sec.sees_everything())) with check ((select sec.sees_everything()))', tenant_table);
end $$;
grant execute on procedure sec.narrow(regclass) to hub_owner;

create or replace procedure sec.protect(tenant_table regclass, rights text) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    execute format('alter table %s enable row level security, force row level security', tenant_table);
    execute format('create policy organization on %s as restrictive for all to public
        using (org_id = (select sec.current_org())) with check (org_id = (select sec.current_org()))', tenant_table);
    call sec.narrow(tenant_table);
    execute format('create policy application on %s as permissive for all to hub_app using (true) with check (true)', tenant_table);
    execute format('revoke all on %s from public', tenant_table);
    execute format('grant %s on %s to hub_app', rights, tenant_table);
end $$;

-- Columns of whose values PostgreSQL would keep a sample: EXPLAIN's estimates tell what other organizations' rows hold.
create view sec.sampled_column with (security_invoker = true) as
select a.attrelid as relid, c.relkind, c.relowner, a.attname, a.attnum
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  left join pg_index i on i.indexrelid = c.oid
 where n.nspname not in ('pg_catalog', 'information_schema', 'sec', 'migration') and n.nspname !~ '^pg_(toast|temp)'
   and (c.relkind in ('r', 'p') or c.relkind = 'i' and i.indkey[a.attnum - 1] = 0)
   and coalesce(a.attstattarget, -1) <> 0;

-- One statement a table or index, because each that changes the schema is examined by the guard.
create view sec.sample_remedy with (security_invoker = true) as
select s.relowner,
       case s.relkind when 'i'
            then format('alter index %s %s', s.relid::regclass, string_agg(format('alter column %s set statistics 0', s.attnum), ', '))
            else format('alter table only %s %s', s.relid::regclass, string_agg(format('alter column %I set statistics 0', s.attname), ', '))
       end as statement
  from sec.sampled_column s
 group by s.relid, s.relkind, s.relowner;

-- Runs as whoever migrates, on what is theirs.
create function sec.keep_no_sample() returns event_trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    remedy text;
begin
    for remedy in select r.statement from sec.sample_remedy r where r.relowner = current_user::regrole loop
        execute remedy;
    end loop;
end $$;
grant select on sec.sampled_column, sec.sample_remedy to hub_owner;

-- Functions of PostgreSQL's own that look past rows, or let one session disturb another.
create view sec.side_door with (security_invoker = true) as
select p.oid::regprocedure as routine,
       -- What Flyway keeps two migrations apart with.
       p.proname ~ '^pg_(try_)?advisory_' as of_migrations
  from pg_proc p
 where p.pronamespace = 'pg_catalog'::regnamespace
   and p.proname ~ ('^(lo_.*|loread|lowrite|pg_notify|pg_stat_get_.*|pg_lock_status|pg_blocking_pids|pg_(try_)?advisory_.*|pg_cancel_backend'
        || '|pg_terminate_backend|pg_(database|tablespace|relation|total_relation|table|indexes)_size|pg_logical_emit_message)$');

reset role;

do $$
declare
    door      record;
    statement text;
begin
    for door in select * from sec.side_door loop
        execute format('revoke execute on routine %s from public', door.routine);
        if door.of_migrations then
            execute format('grant execute on routine %s to hub_owner', door.routine);
        end if;
    end loop;
    for statement in select r.statement from sec.sample_remedy r loop
        execute statement;
    end loop;
    delete from pg_statistic s using sec.tenant_table t where s.starelid = t.relid;
    for statement in select format('call sec.narrow(%L)', t.name) from sec.tenant_table t
                      where not exists (select from pg_policy p where p.polrelid = t.relid and p.polname = 'actor') loop
        execute statement;
    end loop;
end $$;

alter policy actor on audit.event
    using ((select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]));

create event trigger migration_guard_sample on ddl_command_end
    when tag in ('CREATE TABLE', 'ALTER TABLE', 'CREATE INDEX', 'CREATE TABLE AS', 'SELECT INTO')
    execute function sec.keep_no_sample();
