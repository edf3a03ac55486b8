-- Run once by the server's administrator, in the database that AgentHub is to live in. Passwords are set afterwards.
--   hub_guard  owns keys, guard functions and the audit log; nobody logs in as it
--   hub_owner  migrates and owns the tenant tables
--   hub_app    serves: owns nothing, defines nothing, bypasses nothing

create role hub_guard nologin nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
create role hub_owner login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;
create role hub_app login nosuperuser nocreatedb nocreaterole noreplication nobypassrls;

do $$
begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to hub_owner, hub_app', current_database());
end $$;
drop schema if exists public;

create schema sec authorization hub_guard;
create schema audit authorization hub_guard;
create schema hub authorization hub_guard;
create schema migration authorization hub_guard;
grant usage on schema sec, audit, hub to hub_owner, hub_app;
grant create on schema hub to hub_owner;
grant usage, create on schema migration to hub_owner;

-- Nothing is found by accident: an unqualified name means PostgreSQL's own or a tenant table.
alter role hub_app set search_path = pg_catalog, hub;
alter role hub_owner set search_path = pg_catalog, hub;

-- What of this folder has been applied, with the digest of its text.
create table sec.bootstrap_script (
    name       text        not null primary key,
    digest     bytea       not null,
    applied_at timestamptz not null default now()
);
alter table sec.bootstrap_script owner to hub_guard;

alter default privileges for role hub_guard revoke execute on functions from public;
alter default privileges for role hub_owner revoke execute on functions from public;

-- Ways around rows: anonymous code, and large objects, which belong to no organization.
revoke usage on language plpgsql from public;
grant usage on language plpgsql to hub_guard, hub_owner;
do $$
declare
    routine regprocedure;
begin
    for routine in
        select oid::regprocedure from pg_proc
         where pronamespace = 'pg_catalog'::regnamespace and (proname like 'lo\_%' or proname in ('loread', 'lowrite', 'pg_notify'))
    loop
        execute format('revoke execute on function %s from public', routine);
    end loop;
end $$;
