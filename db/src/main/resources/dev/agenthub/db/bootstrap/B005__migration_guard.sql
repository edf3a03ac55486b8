-- What makes a database unsafe, as one list, and the guard that lets no migration commit while the list has an entry.
-- Default deny: a table is in the guard's own schema, is the migrations' history, or obeys every rule.

set local role hub_guard;

-- The tables outside sec and PostgreSQL's own schemas, with their column org_id.
create view sec.tenant_table with (security_invoker = true) as
select c.oid as relid, n.nspname, format('%I.%I', n.nspname, c.relname) as name, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
       c.relispartition, c.relacl, a.attnum as org_column, coalesce(a.attnotnull and a.atttypid = 'uuid'::regtype, false) as org_column_fits
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
 where c.relkind in ('r', 'p')
   and n.nspname not in ('pg_catalog', 'information_schema', 'sec') and n.nspname !~ '^pg_(toast|temp)'
   and (n.nspname, c.relname) <> ('migration', 'history');

-- The tables whose rows are confined to the current organization, whoever asks. A view and not a function of one table:
-- the guard asks it after every statement of a migration.
create view sec.confined_table with (security_invoker = true) as
select c.oid as relid
  from pg_class c
 where c.relrowsecurity and c.relforcerowsecurity and exists (
    select from pg_policy p
     where p.polrelid = c.oid and not p.polpermissive and p.polcmd = '*' and p.polroles = '{0}'
       and pg_get_expr(p.polqual, p.polrelid) = '(org_id = ( SELECT sec.current_org() AS current_org))'
       and pg_get_expr(p.polwithcheck, p.polrelid) = '(org_id = ( SELECT sec.current_org() AS current_org))');

create function sec.table_violations() returns table (object text, rule text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select t.name, 'has no column org_id uuid not null' from sec.tenant_table t where not t.org_column_fits
    union all
    select t.name, 'has no forced row-level security with the organization''s restrictive policy'
      from sec.tenant_table t where not exists (select from sec.confined_table c where c.relid = t.relid)
    union all
    select t.name, 'has no primary key with org_id' from sec.tenant_table t
     where not exists (select from pg_index i where i.indrelid = t.relid and i.indisprimary and t.org_column = any (i.indkey))
    union all
    select t.name, format('has the unique index %s without org_id', i.indexrelid::regclass)
      from sec.tenant_table t join pg_index i on i.indrelid = t.relid
     where (i.indisunique or i.indisexclusion)
       and not coalesce(t.org_column = any ((i.indkey::int2[])[0 : i.indnkeyatts - 1]), false)
    union all
    select t.name, format('has the foreign key %I that does not carry org_id', k.conname)
      from sec.tenant_table t join pg_constraint k on k.conrelid = t.relid and k.contype = 'f'
     where not exists (
        select from sec.tenant_table r, generate_subscripts(k.conkey, 1) at
         where r.relid = k.confrelid and k.conkey[at] = t.org_column and k.confkey[at] = r.org_column)
    union all
    select t.name, 'has a rewrite rule'
      from sec.tenant_table t where exists (select from pg_rewrite r where r.ev_class = t.relid)
    union all
    select t.name, format('belongs to %I', o.rolname)
      from sec.tenant_table t join pg_roles o on o.oid = t.relowner
     where o.rolname <> case when t.nspname = 'audit' then 'hub_guard' else 'hub_owner' end
    union all
    select t.name, format('grants %s to %s', g.privilege_type, coalesce(r.rolname, 'public'))
      from sec.tenant_table t
      cross join lateral aclexplode(t.relacl) g
      left join pg_roles r on r.oid = g.grantee
     where g.grantee <> t.relowner
       and (coalesce(r.rolname, '') <> 'hub_app' or g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            or g.is_grantable or t.relispartition)
    union all
    select format('%s.%I', t.name, a.attname), format('grants %s to %s', g.privilege_type, coalesce(r.rolname, 'public'))
      from sec.tenant_table t
      join pg_attribute a on a.attrelid = t.relid
      cross join lateral aclexplode(a.attacl) g
      left join pg_roles r on r.oid = g.grantee
     where g.grantee <> t.relowner
       and (coalesce(r.rolname, '') <> 'hub_app' or g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE')
            or g.is_grantable or t.relispartition)
$$;

create function sec.other_violations() returns table (object text, rule text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select c.oid::regclass::text, case c.relkind when 'v' then 'is a view without security_invoker'
            when 'm' then 'is a materialized view' when 'f' then 'is a foreign table' else 'is a sequence that the application may use' end
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
       and (c.relkind in ('m', 'f')
            or c.relkind = 'v' and not exists (select from pg_options_to_table(c.reloptions) o
                where o.option_name = 'security_invoker' and o.option_value::boolean)
            or c.relkind = 'S' and has_sequence_privilege('hub_app', c.oid, 'usage, select, update'))
    union all
    select c.oid::regclass::text, 'is open to the application'
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where (n.nspname = 'sec' or (n.nspname, c.relname) = ('migration', 'history')) and c.relkind in ('r', 'p', 'v')
       and has_any_column_privilege('hub_app', c.oid, 'select, insert, update, references')
    union all
    select p.oid::regprocedure::text, 'is a security definer function outside the guard''s schemas'
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname not in ('sec', 'audit', 'pg_catalog', 'information_schema')
    union all
    select p.oid::regprocedure::text, 'does not belong to hub_guard'
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('sec', 'audit') and p.proowner <> 'hub_guard'::regrole
    union all
    select 'sec.current_org()', 'is not the guard''s stable function'
     where not exists (select from pg_proc p where p.oid = to_regprocedure('sec.current_org()')
        and p.provolatile = 's' and p.prosecdef and p.proowner = 'hub_guard'::regrole)
    union all
    select format('role %I', r.rolname), 'has rights that bypass row-level security or make roles'
      from pg_roles r where r.rolname in ('hub_guard', 'hub_owner', 'hub_app')
       and (r.rolsuper or r.rolbypassrls or r.rolreplication or r.rolcreaterole or r.rolcreatedb)
    union all
    select format('role %I', m.member::regrole), format('is a member of %s', m.roleid::regrole)
      from pg_auth_members m where m.member in ('hub_app'::regrole, 'hub_owner'::regrole, 'hub_guard'::regrole)
    union all
    select 'role hub_guard', 'may log in' from pg_roles r where r.rolname = 'hub_guard' and r.rolcanlogin
    union all
    select 'role hub_app', 'owns something' where exists (
        select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = 'hub_app'::regrole and d.deptype = 'o')
    union all
    select format('role %s', r.name), format('may create in schema %I', n.nspname)
      from pg_namespace n, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_schema_privilege(r.name, n.oid, 'create') and not (r.name = 'hub_owner' and n.nspname in ('hub', 'migration'))
    union all
    select format('role %s', r.name), 'may create in the database' from unnest(array['hub_app', 'hub_owner']) r (name)
     where has_database_privilege(r.name, current_database(), 'create, temporary')
    union all
    select format('trigger %s on %s', g.trigger_name, g.table_name), 'is missing or not always enabled'
      from (values ('append_only', 'audit.event'), ('append_only_truncate', 'audit.event'), ('append_only', 'audit.head'),
                   ('append_only_truncate', 'audit.head'), ('grows', 'audit.head')) g (trigger_name, table_name)
     where not exists (select from pg_trigger t
        where t.tgrelid = to_regclass(g.table_name) and t.tgname = g.trigger_name and t.tgenabled = 'A')
    union all
    select format('event trigger %s', g.name), 'is missing or not enabled' from unnest(array['migration_guard_end', 'migration_guard_drop']) g (name)
     where not exists (select from pg_event_trigger e where e.evtname = g.name and e.evtenabled in ('O', 'A')
        and e.evtfoid = to_regprocedure('sec.guard_migration()'))
$$;

create view sec.violation with (security_invoker = true) as
select object, rule from sec.table_violations()
union all
select object, rule from sec.other_violations();

-- Tables that were once found confined: from then on no statement may weaken them, not even for a moment.
create table sec.guarded_table (
    relid oid not null primary key
);

-- One row for each statement that changed the schema; checked and removed when its transaction commits.
create table sec.pending_check (
    id  uuid not null primary key default gen_random_uuid(),
    xid xid8 not null default pg_current_xact_id()
);

create function sec.guard_migration() returns event_trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
    weakened text;
begin
    select c.oid::regclass into weakened from sec.guarded_table g join pg_class c on c.oid = g.relid
     where not exists (select from sec.confined_table f where f.relid = c.oid) limit 1;
    if found then
        raise exception '% would weaken the row-level security of %', tg_tag, weakened using errcode = '42501';
    end if;
    insert into sec.pending_check default values;
end $$;

create function sec.check_migration() returns trigger language plpgsql security definer
set search_path = pg_catalog, pg_temp as $$
declare
    violations text;
begin
    if not exists (select from sec.pending_check p where p.id = new.id) then
        return null;
    end if;
    select string_agg(v.object || ' ' || v.rule, '; ') into violations from sec.violation v;
    if violations is not null then
        raise exception 'the migration leaves the database unsafe: %', violations using errcode = '42501';
    end if;
    delete from sec.guarded_table g where not exists (select from pg_class c where c.oid = g.relid);
    insert into sec.guarded_table select t.relid from sec.tenant_table t on conflict do nothing;
    delete from sec.pending_check p where p.xid = new.xid;
    return null;
end $$;

create constraint trigger at_commit after insert on sec.pending_check deferrable initially deferred
    for each row execute function sec.check_migration();

reset role;
create event trigger migration_guard_end on ddl_command_end execute function sec.guard_migration();
create event trigger migration_guard_drop on sql_drop execute function sec.guard_migration();
