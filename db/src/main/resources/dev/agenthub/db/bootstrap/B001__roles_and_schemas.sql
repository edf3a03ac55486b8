-- Run once by the server's administrator, in the database that AgentHub is to live in. Passwords are set afterwards.
--   hub_guard  owns keys, guard functions and the audit log; nobody logs in as it
--   hub_owner  migrates and owns the tenant tables
--   hub_app    serves: owns nothing, defines nothing, bypasses nothing

create role hub_guard nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
create role hub_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
create role hub_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

drop schema if exists public;
create schema sec authorization hub_guard;
create schema audit authorization hub_guard;
create schema hub authorization hub_guard;
create schema migration authorization hub_guard;
grant usage on schema sec, audit, hub to hub_owner, hub_app;
grant create on schema hub to hub_owner;
grant usage, create on schema migration to hub_owner;

alter default privileges for role hub_guard revoke execute on functions from public;
alter default privileges for role hub_owner revoke execute on functions from public;

-- Anonymous code.
revoke usage on language plpgsql from public;
grant usage on language plpgsql to hub_guard, hub_owner;

-- What of this folder has been applied, with the digest of its text.
create table sec.bootstrap_script (
    name       text        not null primary key,
    digest     bytea       not null,
    applied_at timestamptz not null default now()
);
alter table sec.bootstrap_script owner to hub_guard;

set local role hub_guard;

-- The release whose setup came to its end here: a backend serves no other, and none that was left half-way.
create table sec.setup (
    only_row    boolean     not null primary key default true check (only_row),
    release     bytea       not null,
    finished_at timestamptz not null default clock_timestamp()
);

-- What set this database up: the scripts of this folder, by name and digest, the migrations, by name, and the release whose setup came to its
-- end. The migrations' history belongs to hub_owner, who lets the guard read it.
create function sec.applied_steps() returns table (kind text, name text, digest bytea) language plpgsql stable security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return query select 'script', b.name, b.digest from sec.bootstrap_script b union all select 'setup', '', s.release from sec.setup s;
    if has_table_privilege(to_regclass('migration.history'), 'select') then
        return query select 'migration', h.script::text, null::bytea from migration.history h where h.success and h.version is not null;
    end if;
end $$;
grant execute on function sec.applied_steps() to hub_app;

-- Functions of PostgreSQL's own that look past rows, or let one session disturb another. Large objects belong to no organization.
create view sec.side_door with (security_invoker = true) as
select p.oid::regprocedure as routine,
       -- What Flyway keeps two migrations apart with.
       p.proname like any ('{pg\\_advisory\\_%,pg\\_try\\_advisory\\_%}'::text[]) as of_migrations
  from pg_proc p
 where p.pronamespace = 'pg_catalog'::regnamespace
   and p.proname like any ('{lo\\_%,loread,lowrite,pg\\_notify,pg\\_stat\\_get\\_%,pg\\_lock\\_status,pg\\_blocking\\_pids,pg\\_advisory\\_%,
pg\\_try\\_advisory\\_%,pg\\_cancel\\_backend,pg\\_terminate\\_backend,pg\\_database\\_size,pg\\_tablespace\\_size,pg\\_relation\\_size,
pg\\_total\\_relation\\_size,pg\\_table\\_size,pg\\_indexes\\_size,pg\\_logical\\_emit\\_message,currtid2,
pg\\_isolation\\_test\\_session\\_is\\_blocked,pg\\_safe\\_snapshot\\_blocking\\_pids,pg\\_available\\_wal\\_summaries,
pg\\_wal\\_summary\\_contents,pg\\_get\\_wal\\_summarizer\\_state}'::text[]);

-- What belongs to the server and not to a script: a dump carries none of it, and whoever runs the server may have changed it. The
-- administrator sets it at every setup. The guard does not watch it: in a database that was restored the guard's own record may name roles
-- and words of another server, and what stands afterwards is examined as a whole.
create procedure sec.renew_settings() language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    watching constant text := current_setting('session_replication_role');
    door     record;
    other    record;
    routine  text;
begin
    perform set_config('session_replication_role', 'replica', true);
    -- A role may set what it likes of its own, an injected statement as well: one such setting must not stop everybody for good.
    for other in
        select s.setrole::regrole as role, d.datname, c.setting
          from pg_db_role_setting s cross join lateral unnest(s.setconfig) c (setting) left join pg_database d on d.oid = s.setdatabase
         where s.setrole in ('hub_app'::regrole, 'hub_owner'::regrole) and c.setting <> 'search_path=pg_catalog, hub'
    loop
        raise warning 'role % had the setting % of its own, which is taken back', other.role, split_part(other.setting, '=', 1);
        execute format('alter role %s %s reset %I', other.role, 'in database ' || quote_ident(other.datname), split_part(other.setting, '=', 1));
    end loop;
    -- Who sets up means both roles to serve. A limit that lets somebody in is the administrator's own.
    for other in
        select r.rolname, concat(case when r.rolconnlimit = 0 then ' connection limit -1' end,
                                 case when r.rolvaliduntil <= now() then ' valid until ''infinity''' end) as remedy
          from pg_roles r
         where r.rolname in ('hub_app', 'hub_owner') and (not r.rolcanlogin or r.rolconnlimit = 0 or r.rolvaliduntil <= now())
    loop
        raise warning 'role % could no longer log in, which is taken back', other.rolname;
        execute format('alter role %I login%s', other.rolname, other.remedy);
    end loop;
    -- Nothing is found by accident: an unqualified name means PostgreSQL's own or a tenant table.
    alter role hub_app set search_path = pg_catalog, hub;
    alter role hub_owner set search_path = pg_catalog, hub;
    -- A new database has this schema, and a dump of one that had none does not drop it.
    if to_regnamespace('public') is not null and not exists (select from pg_depend d
            where d.refclassid = 'pg_namespace'::regclass and d.refobjid = to_regnamespace('public')) then
        drop schema public;
    end if;
    if not has_schema_privilege('hub_owner', 'hub', 'create') or not has_schema_privilege('hub_owner', 'migration', 'create') then
        grant usage, create on schema hub, migration to hub_owner;
    end if;
    for other in select r.rolname from pg_roles r
                  where r.rolname in ('hub_app', 'hub_owner') and not has_database_privilege(r.oid, current_database(), 'connect') loop
        raise warning 'role % could not connect to the database, which is taken back', other.rolname;
    end loop;
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to hub_owner, hub_app', current_database());
    -- Without statistics a bitmap scan always seems cheap, and a page in index order never does.
    execute format('alter database %I set enable_bitmapscan = off', current_database());
    for door in select d.* from sec.side_door d
                 where has_function_privilege('hub_app', d.routine, 'execute')
                    or d.of_migrations and not has_function_privilege('hub_owner', d.routine, 'execute') loop
        execute format('revoke execute on routine %s from public', door.routine);
        if door.of_migrations then
            execute format('grant execute on routine %s to hub_owner', door.routine);
        end if;
    end loop;
    -- What sec.end_unusual_lock needs: a role that owns nothing of a session may neither examine nor end it.
    foreach routine in array array['pg_lock_status()', 'pg_stat_get_activity(int)', 'pg_terminate_backend(int, bigint)'] loop
        if not has_function_privilege('hub_guard', routine, 'execute') then
            execute format('grant execute on function %s to hub_guard', routine);
        end if;
    end loop;
    if not pg_has_role('hub_guard', 'pg_signal_backend', 'usage') then
        grant pg_signal_backend to hub_guard;
    end if;
    -- Where B003 keeps the organization context.
    if not has_parameter_privilege('hub_guard', 'backtrace_functions', 'set') then
        grant set on parameter backtrace_functions to hub_guard;
    end if;
    -- Policies compare by this function. What costs nothing is evaluated before everything that a statement brings along.
    update pg_proc p set procost = 0 where p.oid = 'pg_catalog.uuid_eq(uuid, uuid)'::regprocedure and p.procost <> 0;
    perform set_config('session_replication_role', watching, true);
end $$;

reset role;
call sec.renew_settings();
