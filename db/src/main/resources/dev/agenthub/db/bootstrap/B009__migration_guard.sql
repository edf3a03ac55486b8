-- The guard that lets no migration commit while sec.violation has an entry, and lets none weaken what was once found safe, not even for a moment.

set local role hub_guard;

-- Tables that were once found confined, with what every later statement has to leave as it is: their policies, word for word, and the columns
-- that the application may not change. Whoever means to change these does so in a script of this folder. A dump names tables and roles, whose
-- numbers are others where it is restored.
create table sec.guarded_table (
    relid    regclass not null primary key,
    policies jsonb    not null,
    fixed    int2[]   not null
);

-- What a table has of this now.
create view sec.guardable_table with (security_invoker = true) as
select t.relid, t.name,
       (select coalesce(jsonb_object_agg(p.polname, jsonb_build_array(p.polcmd, p.polpermissive,
                array(select coalesce(o.rolname, 'public') from unnest(p.polroles) r (oid) left join pg_roles o on o.oid = r.oid order by 1),
                pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))), '{}')
          from pg_policy p where p.polrelid = t.relid) as policies,
       array(select a.attnum from pg_attribute a
              where a.attrelid = t.relid and a.attnum > 0 and not a.attisdropped and not has_column_privilege('hub_app', t.relid, a.attnum, 'update')
              order by a.attnum) as fixed,
       not t.relrowsecurity or not t.relforcerowsecurity or t.relpersistence <> 'p'
           or exists (select from pg_inherits i where i.inhrelid = t.relid) as weak
  from sec.tenant_table t;

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
    select t.name into weakened from sec.guarded_table g join sec.guardable_table t on t.relid = g.relid
     where t.weak or t.policies <> g.policies
        or exists (select from unnest(g.fixed) f (attnum) join pg_attribute a on a.attrelid = g.relid and a.attnum = f.attnum
            where not a.attisdropped and f.attnum <> all (t.fixed)) limit 1;
    if weakened is not null then
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
    call sec.renew_guard();
    delete from sec.pending_check p where p.xid = new.xid;
    return null;
end $$;

create constraint trigger at_commit after insert on sec.pending_check deferrable initially deferred
    for each row execute function sec.check_migration();

-- Writes down what stands. The administrator also calls it at a setup that found no violation: another release of PostgreSQL may word
-- the same conditions differently.
create procedure sec.renew_guard() language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    delete from sec.guarded_table g where not exists (select from sec.tenant_table t where t.relid = g.relid);
    insert into sec.guarded_table select t.relid, t.policies, t.fixed from sec.guardable_table t
    on conflict (relid) do update set policies = excluded.policies, fixed = excluded.fixed
     where (guarded_table.policies, guarded_table.fixed) is distinct from (excluded.policies, excluded.fixed);
end $$;

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

-- The guard's own tables of tenant data stand already.
do $$
declare
    remedy text;
begin
    for remedy in select r.statement from sec.sample_remedy r loop
        execute remedy;
    end loop;
end $$;

reset role;
create event trigger migration_guard_end on ddl_command_end execute function sec.guard_migration();
create event trigger migration_guard_drop on sql_drop execute function sec.guard_migration();
create event trigger migration_guard_sample on ddl_command_end
    when tag in ('CREATE TABLE', 'ALTER TABLE', 'CREATE INDEX', 'CREATE TABLE AS', 'SELECT INTO')
    execute function sec.keep_no_sample();
