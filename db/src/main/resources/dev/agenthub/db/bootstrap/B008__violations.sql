-- What makes a database unsafe, as one list: sec.violation. Default deny: a table is in the guard's own schema, is the migrations' history,
-- or obeys every rule. The guard asks the list before a migration commits, the doctor at every start, and so do the tests. Beside each stands
-- the statement that mends it, where one does: the guard lets none commit before the list is empty, so all are run in one transaction.

set local role hub_guard;

-- The tables outside sec and PostgreSQL's own schemas, with their column org_id.
create view sec.tenant_table with (security_invoker = true) as
select c.oid as relid, n.nspname, format('%I.%I', n.nspname, c.relname) as name, c.relowner, c.relrowsecurity, c.relforcerowsecurity,
       c.relispartition, c.relpersistence, c.relacl, a.attnum as org_column,
       coalesce(a.attnotnull and a.atttypid = 'uuid'::regtype, false) as org_column_fits
  from pg_class c
  join pg_namespace n on n.oid = c.relnamespace
  left join pg_attribute a on a.attrelid = c.oid and a.attname = 'org_id' and not a.attisdropped
 where c.relkind in ('r', 'p')
   and n.nspname not in ('pg_catalog', 'information_schema', 'sec') and n.nspname !~ '^pg_(toast|temp)'
   and (n.nspname, c.relname) <> ('migration', 'history');

-- Whether a policy's condition costs the planner nothing: values of subqueries that ask sec once a statement, and columns that are compared
-- with them as uuids. Each such term becomes T, then whatever joins them, until nothing else is left.
create function sec.is_free(condition text) returns boolean language plpgsql immutable
set search_path = pg_catalog, pg_temp as $$
declare
    before text;
    left_over text := condition;
begin
    left_over := regexp_replace(left_over, '\( SELECT sec\.[a-z_]+\(\) AS [a-z_]+\)', '$', 'g');
    left_over := regexp_replace(left_over, '\([a-z_]+ = (\$|ANY \(ARRAY\[\$]\)|ANY \(\(?\$\)?(::uuid\[])?\))\)', 'T', 'g');
    left_over := regexp_replace(left_over, '\(\$ IS (NOT )?NULL\)', 'T', 'g');
    left_over := regexp_replace(left_over, '\$|\mtrue\M', 'T', 'g');
    loop
        before := left_over;
        left_over := regexp_replace(left_over, '\(T( (AND|OR) T)+\)', 'T', 'g');
        exit when left_over = before;
    end loop;
    return left_over = 'T';
end $$;

-- The policies that confine the application's commands on tenant tables, with whether each does: the organization first, and free.
create view sec.confining_policy with (security_invoker = true) as
select p.polrelid as relid, p.oid, p.polname, p.polcmd, p.polroles, x.conditions,
       (select bool_and(sec.is_free(c.condition) and c.condition ~ ('^\(?\(org_id = ANY \(ARRAY\[\( SELECT '
               'sec\.(current_org|org_of_people|org_of_members)\(\) AS \1\)]\)\)( AND |$)'))
          from unnest(x.conditions) c (condition)) as confines
  from pg_policy p
  cross join lateral (select array_remove(array[pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)], null) as conditions) x
 where not p.polpermissive;

-- The tables whose rows are confined to the current organization, whoever asks: for each command exactly one restrictive policy, since a
-- second would be evaluated after what the statement brings along. A view and not a function of one table: the guard asks it after every
-- statement of a migration.
create view sec.confined_table with (security_invoker = true) as
select c.oid as relid
  from pg_class c
  join pg_roles owner on owner.oid = c.relowner
 where c.relrowsecurity and c.relforcerowsecurity
   and not exists (
    select from pg_roles r, unnest('{r,a,w,d}'::"char"[]) command
     where r.rolname in ('hub_app', case owner.rolname when 'hub_guard' then 'hub_guard' end)
       and (select count(*) <> 1 or not coalesce(bool_and(f.confines), false)
              from sec.confining_policy f where f.relid = c.oid and f.polcmd in ('*', command) and f.polroles && array[r.oid, 0]))
   and not exists (
    select from pg_policy p cross join lateral unnest(p.polroles) r (role)
     where p.polrelid = c.oid and p.polpermissive
       and not exists (select from pg_roles o
        where o.oid = r.role and (o.rolname = 'hub_app' or o.rolname = 'hub_guard' and owner.rolname = 'hub_guard')));

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

-- What the planner is told instead of a sample, the same whatever the rows hold: an organization might own a tenth of the table, and a
-- key's last column names one row. Without this, the two conditions on org_id, the statement's and the policy's, already seemed to leave a
-- single row, and then any index was as good as the right one; with much more, all of a table would seem worth reading. Likewise of a column
-- of a few words: half of the rows may have any of them, so that an index in the order of a list is worth more than one that needs a sort.
-- And of the log: an entry is found by its place, not by reading all of an index that ends with it.
create view sec.assumed_statistic with (security_invoker = true) as
select t.relid, t.org_column as attnum, 10::real as distinct_values from sec.tenant_table t where t.org_column_fits
union
select t.relid, i.indkey[1], -1
  from sec.tenant_table t join pg_index i on i.indrelid = t.relid
 where i.indisunique and i.indnkeyatts = 2 and i.indpred is null and i.indkey[0] = t.org_column and i.indkey[1] <> 0
union
select t.relid, c.attnum, 2
  from sec.tenant_table t join pg_attribute c on c.attrelid = t.relid and c.attname in ('state', 'risk') and not c.attisdropped
union
select a.attrelid, a.attnum, case a.attname when 'seq' then -1 else 2 end
  from pg_attribute a where a.attrelid = 'audit.event'::regclass and a.attname in ('incarnation', 'seq');

-- Only the administrator may write these: at every setup, when all tables stand. ANALYZE leaves them alone, as it does whatever column has
-- no target; of other columns nothing is kept.
create procedure sec.assume_statistics() language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    delete from pg_statistic s
     where s.starelid in (select t.relid from sec.tenant_table t
                          union all select i.indexrelid from pg_index i join sec.tenant_table t on t.relid = i.indrelid)
       and not exists (select from sec.assumed_statistic a
                        where a.relid = s.starelid and a.attnum = s.staattnum and a.distinct_values = s.stadistinct
                          and 0 = all (array[s.stakind1, s.stakind2, s.stakind3, s.stakind4, s.stakind5]));
    insert into pg_statistic (starelid, staattnum, stainherit, stanullfrac, stawidth, stadistinct, stakind1, stakind2, stakind3, stakind4, stakind5,
           staop1, staop2, staop3, staop4, staop5, stacoll1, stacoll2, stacoll3, stacoll4, stacoll5)
    select a.relid, a.attnum, false, 0, case when c.attlen > 0 then c.attlen else 32 end, a.distinct_values, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
      from sec.assumed_statistic a join pg_attribute c on c.attrelid = a.relid and c.attnum = a.attnum
     where not exists (select from pg_statistic s where s.starelid = a.relid and s.staattnum = a.attnum);
end $$;

create function sec.table_violations() returns table (object text, rule text, mend text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select t.name, 'has no column org_id uuid not null', null from sec.tenant_table t where not t.org_column_fits
    union all
    select t.name, 'has no forced row-level security with one restrictive policy of the organization for each command, first and free',
           case when not t.relrowsecurity or not t.relforcerowsecurity
                then format('alter table %s enable row level security, force row level security', t.name) end
      from sec.tenant_table t where not exists (select from sec.confined_table c where c.relid = t.relid)
    union all
    select t.name, 'is unlogged: a crash would empty it', format('alter table %s set logged', t.name) from sec.tenant_table t where t.relpersistence <> 'p'
    union all
    select t.name, format('inherits from %s, which would show its rows', i.inhparent::regclass),
           case when not t.relispartition then format('alter table %s no inherit %s', t.name, i.inhparent::regclass) end
      from sec.tenant_table t join pg_inherits i on i.inhrelid = t.relid
     where not exists (select from sec.tenant_table p where p.relid = i.inhparent and t.relispartition)
    union all
    select t.name, 'has no primary key with org_id first', null from sec.tenant_table t
     where not exists (select from pg_index i where i.indrelid = t.relid and i.indisprimary)
    union all
    select t.name, format('has the index %s in which org_id is not first', i.indexrelid::regclass),
           case when not exists (select from pg_constraint k where k.conindid = i.indexrelid) then format('drop index %s', i.indexrelid::regclass) end
      from sec.tenant_table t join pg_index i on i.indrelid = t.relid where i.indkey[0] is distinct from t.org_column
    union all
    -- Another kind takes the statement's condition on org_id, and leaves the policy's, which compares with an array, to the rows that it found.
    select t.name, format('has the %s index %s, in which a policy is no condition', m.amname, i.indexrelid::regclass),
           format('drop index %s', i.indexrelid::regclass)
      from sec.tenant_table t join pg_index i on i.indrelid = t.relid join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
     where m.amname <> 'btree'
    union all
    select t.name, format('has the foreign key %I that does not carry org_id', k.conname),
           format('alter table %s drop constraint %I', t.name, k.conname)
      from sec.tenant_table t join pg_constraint k on k.conrelid = t.relid and k.contype = 'f'
     where not exists (
        select from sec.tenant_table r, generate_subscripts(k.conkey, 1) at
         where r.relid = k.confrelid and k.conkey[at] = t.org_column and k.confkey[at] = r.org_column)
    union all
    select t.name, format('has the exclusion constraint %I, which compares organizations by more than their being the same', k.conname),
           format('alter table %s drop constraint %I', t.name, k.conname)
      from sec.tenant_table t join pg_constraint k on k.conrelid = t.relid and k.contype = 'x'
     where exists (select from generate_subscripts(k.conkey, 1) at
        where k.conkey[at] = t.org_column and k.conexclop[at] <> 'pg_catalog.=(uuid,uuid)'::regoperator)
    union all
    select t.name, format('draws %I from a sequence, whose gaps tell what others insert', a.attname),
           format('alter table %s alter column %I drop identity', t.name, a.attname)
      from sec.tenant_table t join pg_attribute a on a.attrelid = t.relid where a.attidentity <> ''
    union all
    select s.relid::regclass::text, format('keeps a sample of the values of %I', s.attname),
           case s.relkind when 'i' then format('alter index %s alter column %s set statistics 0', s.relid::regclass, s.attnum)
                else format('alter table only %s alter column %I set statistics 0', s.relid::regclass, s.attname) end
      from sec.sampled_column s
    union all
    select t.name, format('has the rewrite rule %I', r.rulename), format('drop rule %I on %s', r.rulename, t.name)
      from sec.tenant_table t join pg_rewrite r on r.ev_class = t.relid
    union all
    select t.name, format('has the trigger %I, which is disabled', g.tgname),
           format('alter table %s enable %strigger %I', t.name, (select 'always ' from sec.required_trigger q
             where to_regclass(q.table_name) = t.relid and q.trigger_name = g.tgname and q.enabled = 'A'), g.tgname)
      from sec.tenant_table t join pg_trigger g on g.tgrelid = t.relid where g.tgenabled in ('D', 'R')
    union all
    select t.name, format('has no trigger %I that calls %s as it should', q.trigger_name, q.function_name),
           (select format('alter table %s enable always trigger %I', t.name, g.tgname) from pg_trigger g
             where q.enabled = 'A' and g.tgrelid = t.relid and g.tgname = q.trigger_name and g.tgenabled <> 'A')
      from sec.required_trigger q join sec.tenant_table t on t.relid = to_regclass(q.table_name)
     where not exists (
        select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
         where g.tgrelid = t.relid and g.tgname = q.trigger_name and g.tgfoid = to_regprocedure(q.function_name)
           and g.tgtype = q.kind and g.tgenabled = q.enabled and g.tgqual is null and g.tgattr = '' and p.proowner = 'hub_guard'::regrole)
    union all
    select t.name, format('belongs to %I', o.rolname), format('alter table %s owner to %I', t.name, k.keeper)
      from sec.tenant_table t join pg_roles o on o.oid = t.relowner
      cross join lateral (select case when t.nspname = 'audit' then 'hub_guard' else 'hub_owner' end as keeper) k
     where o.rolname <> k.keeper
    union all
    select t.name, format('grants %s to %s', g.privilege_type, coalesce(r.rolname, 'public')),
           format('revoke %s on %s from %s', g.privilege_type, t.name, coalesce(quote_ident(r.rolname), 'public'))
      from sec.tenant_table t
      cross join lateral aclexplode(t.relacl) g
      left join pg_roles r on r.oid = g.grantee
     where g.grantee <> t.relowner
       and (coalesce(r.rolname, '') <> 'hub_app' or g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE', 'DELETE')
            or g.is_grantable or t.relispartition)
    union all
    select format('%s.%I', t.name, a.attname), format('grants %s to %s', g.privilege_type, coalesce(r.rolname, 'public')),
           format('revoke %s (%I) on %s from %s', g.privilege_type, a.attname, t.name, coalesce(quote_ident(r.rolname), 'public'))
      from sec.tenant_table t
      join pg_attribute a on a.attrelid = t.relid
      cross join lateral aclexplode(a.attacl) g
      left join pg_roles r on r.oid = g.grantee
     where g.grantee <> t.relowner
       and (coalesce(r.rolname, '') <> 'hub_app' or g.privilege_type not in ('SELECT', 'INSERT', 'UPDATE')
            or g.is_grantable or t.relispartition)
$$;

create function sec.other_violations() returns table (object text, rule text, mend text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select c.oid::regclass::text, case c.relkind when 'v' then 'is a view without security_invoker'
            when 'm' then 'is a materialized view' when 'f' then 'is a foreign table' else 'is a sequence that the application may use' end,
           case c.relkind when 'v' then format('alter view %s set (security_invoker = true)', c.oid::regclass)
            when 'S' then format('revoke all on sequence %s from public, hub_app', c.oid::regclass) end
      from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname !~ '^pg_(toast|temp)'
       and (c.relkind in ('m', 'f')
            or c.relkind = 'v' and not exists (select from pg_options_to_table(c.reloptions) o
                where o.option_name = 'security_invoker' and o.option_value::boolean)
            or c.relkind = 'S' and has_sequence_privilege('hub_app', c.oid, 'usage, select, update'))
    union all
    select p.oid::regprocedure::text, 'is a security definer function outside the guard''s schemas',
           format('alter routine %s security invoker', p.oid::regprocedure)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prosecdef and n.nspname not in ('sec', 'audit', 'pg_catalog', 'information_schema')
    union all
    select p.oid::regprocedure::text, 'does not belong to hub_guard', format('alter routine %s owner to hub_guard', p.oid::regprocedure)
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname in ('sec', 'audit') and p.proowner <> 'hub_guard'::regrole
    union all
    select p.oid::regprocedure::text, 'is a security definer function that finds names by its caller''s search_path',
           format('alter routine %s set search_path = pg_catalog, pg_temp', p.oid::regprocedure)
      from pg_proc p
     where p.pronamespace in ('sec'::regnamespace, 'audit'::regnamespace) and p.prosecdef
       and not exists (select from unnest(p.proconfig) c (setting) where c.setting = 'search_path=pg_catalog, pg_temp')
    union all
    select p.oid::regprocedure::text, 'may be called by everybody', format('revoke execute on routine %s from public', p.oid::regprocedure)
      from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
     where p.pronamespace in ('sec'::regnamespace, 'audit'::regnamespace) and g.grantee = 0
    union all
    select f.routine, 'is not the guard''s stable function', null
      from unnest(array['sec.current_org()', 'sec.org_of_people()', 'sec.org_of_members()']) f (routine)
     where not exists (select from pg_proc p where p.oid = to_regprocedure(f.routine)
        and p.provolatile = 's' and p.proowner = 'hub_guard'::regrole)
    union all
    select 'pg_catalog.uuid_eq', 'costs something, so that conditions of a statement are evaluated before those of policies',
           'update pg_catalog.pg_proc set procost = 0 where oid = ''pg_catalog.uuid_eq(uuid, uuid)''::regprocedure'
      from pg_proc p where p.oid = 'pg_catalog.uuid_eq(uuid, uuid)'::regprocedure and p.procost <> 0
    union all
    select c.oid::regclass::text, format('is open to %s', r.name), format('revoke all on %s from public, %I', c.oid::regclass, r.name)
      from pg_class c join pg_namespace n on n.oid = c.relnamespace, unnest(array['hub_app', 'hub_owner']) r (name)
     where c.relkind in ('r', 'p', 'v')
       and (n.nspname = 'sec' and not (c.relname in ('sampled_column', 'sample_remedy') and r.name = 'hub_owner'
                and not has_table_privilege(r.name, c.oid, 'insert, update, delete'))
            or (n.nspname, c.relname, r.name) = ('migration', 'history', 'hub_app'))
       and (has_any_column_privilege(r.name, c.oid, 'select, insert, update, references')
            or has_table_privilege(r.name, c.oid, 'delete, truncate, trigger'))
    union all
    select format('schema %I', n.nspname), format('belongs to %s', n.nspowner::regrole), format('alter schema %I owner to hub_guard', n.nspname)
      from pg_namespace n where n.nspname in ('sec', 'audit', 'hub', 'migration') and n.nspowner <> 'hub_guard'::regrole
    union all
    select 'trigger at_commit on sec.pending_check', 'is missing or not enabled', 'alter table sec.pending_check enable trigger at_commit'
     where not exists (select from pg_trigger t
        where t.tgrelid = to_regclass('sec.pending_check') and t.tgname = 'at_commit' and t.tgenabled in ('O', 'A') and t.tginitdeferred)
    union all
    select format('event trigger %s', g.name), 'is missing or not enabled', format('alter event trigger %I enable', g.name)
      from (values ('migration_guard_end', 'sec.guard_migration()'), ('migration_guard_drop', 'sec.guard_migration()'),
                   ('migration_guard_sample', 'sec.keep_no_sample()')) g (name, routine)
     where not exists (select from pg_event_trigger e
        where e.evtname = g.name and e.evtenabled in ('O', 'A') and e.evtfoid = to_regprocedure(g.routine))
$$;

create function sec.role_violations() returns table (object text, rule text, mend text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select format('role %I', r.rolname), 'has rights that bypass row-level security or make roles',
           format('alter role %I nosuperuser nobypassrls noreplication nocreaterole nocreatedb', r.rolname)
      from pg_roles r where r.rolname in ('hub_guard', 'hub_owner', 'hub_app')
       and (r.rolsuper or r.rolbypassrls or r.rolreplication or r.rolcreaterole or r.rolcreatedb)
    union all
    select format('role %I', m.member::regrole), format('is a member of %s', m.roleid::regrole), format('revoke %s from %s', m.roleid::regrole, m.member::regrole)
      from pg_auth_members m where m.member in ('hub_app'::regrole, 'hub_owner'::regrole, 'hub_guard'::regrole)
       -- Whom sec.end_unusual_lock ends sessions as.
       and not (m.member = 'hub_guard'::regrole and m.roleid = 'pg_signal_backend'::regrole and not m.admin_option)
    union all
    -- A member that may only administer has to grant itself more before it can use it, and is the one who made the roles.
    select format('role %s', m.member::regrole), format('can become %s', m.roleid::regrole), format('revoke %s from %s', m.roleid::regrole, m.member::regrole)
      from pg_auth_members m join pg_roles r on r.oid = m.member
     where m.roleid in ('hub_guard'::regrole, 'hub_owner'::regrole, 'hub_app'::regrole) and not r.rolsuper
       and (coalesce((to_jsonb(m) ->> 'set_option')::boolean, true) or coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true))
    union all
    select 'role hub_guard', 'may log in', 'alter role hub_guard nologin' from pg_roles r where r.rolname = 'hub_guard' and r.rolcanlogin
    union all
    select 'role hub_app', 'owns something', null where exists (
        select from pg_shdepend d where d.refclassid = 'pg_authid'::regclass and d.refobjid = 'hub_app'::regrole and d.deptype = 'o')
    union all
    select format('role %s', r.name), format('may create in schema %I', n.nspname),
           format('revoke create on schema %I from public, %I', n.nspname, r.name)
      from pg_namespace n, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_schema_privilege(r.name, n.oid, 'create') and not (r.name = 'hub_owner' and n.nspname in ('hub', 'migration'))
    union all
    select format('role %s', r.name), 'may create in the database',
           format('revoke create, temporary on database %I from public, %I', current_database(), r.name)
      from unnest(array['hub_app', 'hub_owner']) r (name)
     where has_database_privilege(r.name, current_database(), 'create, temporary')
    union all
    select format('role %s', s.setrole::regrole), format('has the setting %s', c.setting),
           format('alter role %s%s reset %I', s.setrole::regrole, ' in database ' || quote_ident(d.datname), split_part(c.setting, '=', 1))
      from pg_db_role_setting s cross join lateral unnest(s.setconfig) c (setting) left join pg_database d on d.oid = s.setdatabase
     where s.setrole in ('hub_guard'::regrole, 'hub_owner'::regrole, 'hub_app'::regrole)
       and c.setting <> 'search_path=pg_catalog, hub'
    union all
    select format('role %s', r.name), format('may set %s', p.name),
           format('revoke set, alter system on parameter %I from %s', p.name, r.name)
      from unnest(array['hub_app', 'hub_owner', 'hub_guard', 'public']) r (name),
           unnest(array['session_replication_role', 'row_security', 'allow_system_table_mods', 'event_triggers', 'backtrace_functions']) p (name)
     where (r.name, p.name) <> ('hub_guard', 'backtrace_functions') and exists (select from pg_parameter_acl a cross join lateral aclexplode(a.paracl) g
        left join pg_roles o on o.oid = g.grantee
        where a.parname = p.name and coalesce(o.rolname, 'public') = r.name)
    union all
    select format('role %s', r.name), format('may use the language %I', l.lanname),
           format('revoke usage on language %I from public, %I', l.lanname, r.name)
      from pg_language l, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_language_privilege(r.name, l.oid, 'usage') and l.lanname not in ('sql', 'internal', 'c')
       and not (r.name = 'hub_owner' and l.lanname = 'plpgsql')
    union all
    select format('role %s', r.name), format('may call %s', d.routine), format('revoke execute on routine %s from public, %I', d.routine, r.name)
      from sec.side_door d, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_function_privilege(r.name, d.routine, 'execute') and not (r.name = 'hub_owner' and d.of_migrations)
    union all
    select format('role %s', d.defaclrole::regrole), format('gives %s on what it will create to %s', g.privilege_type, coalesce(r.rolname, 'public')),
           format('alter default privileges for role %s%s revoke %s on %s from %s', d.defaclrole::regrole,
               ' in schema ' || nullif(d.defaclnamespace, 0)::regnamespace, g.privilege_type,
               case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'routines' when 'T' then 'types'
                    when 'n' then 'schemas' else 'large objects' end, coalesce(quote_ident(r.rolname), 'public'))
      from pg_default_acl d cross join lateral aclexplode(d.defaclacl) g left join pg_roles r on r.oid = g.grantee
     where d.defaclrole in ('hub_guard'::regrole, 'hub_owner'::regrole) and g.grantee <> d.defaclrole
$$;

create view sec.violation with (security_invoker = true) as
select object, rule, mend from sec.table_violations()
union all
select object, rule, mend from sec.other_violations()
union all
select object, rule, mend from sec.role_violations();

-- The list for whoever serves, who reads no table of the guard's: it names objects and rules, and nothing of any row. What the role that
-- serves has of settings is left to it to judge: an injected statement may set some, and those that do no harm stop nobody.
create function sec.violations() returns table (object text, rule text, mend text) language plpgsql stable security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return query select v.object, v.rule, v.mend from sec.violation v
                  where v.object <> 'role hub_app' or v.rule not like 'has the setting %' order by v.object, v.rule;
end $$;
grant execute on function sec.violations() to hub_app;
