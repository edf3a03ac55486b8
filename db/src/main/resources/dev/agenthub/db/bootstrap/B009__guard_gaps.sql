-- Further entries of the list of what makes a database unsafe: found by attacking it.

set local role hub_guard;

create function sec.table_gaps() returns table (object text, rule text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select t.name, 'has no restrictive policy that narrows what agents, auditors and members of some workspaces see'
      from sec.tenant_table t
     where not exists (select from pg_policy p where p.polrelid = t.relid and p.polname = 'actor' and not p.polpermissive
        and p.polcmd = '*' and p.polroles && array['hub_app'::regrole::oid, 0])
    union all
    select s.relid::regclass::text, format('keeps a sample of the values of %I', s.attname) from sec.sampled_column s
    union all
    select t.name, format('draws %I from a sequence, whose gaps tell what others insert', a.attname)
      from sec.tenant_table t join pg_attribute a on a.attrelid = t.relid where a.attidentity <> ''
    union all
    select t.name, format('has the exclusion constraint %I, which compares organizations by more than their being the same', k.conname)
      from sec.tenant_table t join pg_constraint k on k.conrelid = t.relid and k.contype = 'x'
     where exists (select from generate_subscripts(k.conkey, 1) at
        where k.conkey[at] = t.org_column and k.conexclop[at] <> 'pg_catalog.=(uuid,uuid)'::regoperator)
    union all
    select t.name, format('has the trigger %I, which is disabled', g.tgname)
      from sec.tenant_table t join pg_trigger g on g.tgrelid = t.relid where g.tgenabled in ('D', 'R')
$$;

create function sec.role_gaps() returns table (object text, rule text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    -- A member that may only administer has to grant itself more before it can use it, and is the one who made the roles.
    select format('role %s', m.member::regrole), format('can become %s', m.roleid::regrole)
      from pg_auth_members m join pg_roles r on r.oid = m.member
     where m.roleid in ('hub_guard'::regrole, 'hub_owner'::regrole, 'hub_app'::regrole) and not r.rolsuper
       and (coalesce((to_jsonb(m) ->> 'set_option')::boolean, true) or coalesce((to_jsonb(m) ->> 'inherit_option')::boolean, true))
    union all
    select format('role %s', s.setrole::regrole), format('has the setting %s', c.setting)
      from pg_db_role_setting s, unnest(s.setconfig) c (setting)
     where s.setrole in ('hub_guard'::regrole, 'hub_owner'::regrole, 'hub_app'::regrole)
       and c.setting <> 'search_path=pg_catalog, hub'
    union all
    select format('role %s', r.name), format('may set %s', p.name)
      from unnest(array['hub_app', 'hub_owner', 'hub_guard', 'public']) r (name),
           unnest(array['session_replication_role', 'row_security', 'allow_system_table_mods', 'event_triggers']) p (name)
     where exists (select from pg_parameter_acl a cross join lateral aclexplode(a.paracl) g
        left join pg_roles o on o.oid = g.grantee
        where a.parname = p.name and coalesce(o.rolname, 'public') = r.name)
    union all
    select format('role %s', r.name), format('may use the language %I', l.lanname)
      from pg_language l, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_language_privilege(r.name, l.oid, 'usage') and l.lanname not in ('sql', 'internal', 'c')
       and not (r.name = 'hub_owner' and l.lanname = 'plpgsql')
    union all
    select format('role %s', r.name), format('may call %s', d.routine)
      from sec.side_door d, unnest(array['hub_app', 'hub_owner']) r (name)
     where has_function_privilege(r.name, d.routine, 'execute') and not (r.name = 'hub_owner' and d.of_migrations)
$$;

create function sec.guard_gaps() returns table (object text, rule text) language sql stable
set search_path = pg_catalog, pg_temp as $$
    select p.oid::regprocedure::text, 'is a security definer function that finds names by its caller''s search_path'
      from pg_proc p
     where p.pronamespace in ('sec'::regnamespace, 'audit'::regnamespace) and p.prosecdef
       and not exists (select from unnest(p.proconfig) c (setting) where c.setting = 'search_path=pg_catalog, pg_temp')
    union all
    select p.oid::regprocedure::text, 'may be called by everybody'
      from pg_proc p cross join lateral aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) g
     where p.pronamespace in ('sec'::regnamespace, 'audit'::regnamespace) and g.grantee = 0
    union all
    select c.oid::regclass::text, format('is open to %s', r.name)
      from pg_class c, unnest(array['hub_app', 'hub_owner']) r (name)
     where c.relnamespace = 'sec'::regnamespace and c.relkind in ('r', 'p', 'v')
       and not (c.oid in ('sec.sampled_column'::regclass, 'sec.sample_remedy'::regclass) and r.name = 'hub_owner'
            and not has_table_privilege(r.name, c.oid, 'insert, update, delete'))
       and (has_any_column_privilege(r.name, c.oid, 'select, insert, update, references')
            or has_table_privilege(r.name, c.oid, 'delete, truncate, trigger'))
    union all
    select format('schema %I', n.nspname), format('belongs to %s', n.nspowner::regrole)
      from pg_namespace n where n.nspname in ('sec', 'audit', 'hub', 'migration') and n.nspowner <> 'hub_guard'::regrole
    union all
    select 'trigger at_commit on sec.pending_check', 'is missing or not enabled'
     where not exists (select from pg_trigger t
        where t.tgrelid = 'sec.pending_check'::regclass and t.tgname = 'at_commit' and t.tgenabled in ('O', 'A') and t.tginitdeferred)
    union all
    select format('event trigger %s', g.name), 'is missing or not enabled'
      from (values ('migration_guard_end', 'sec.guard_migration()'), ('migration_guard_drop', 'sec.guard_migration()'),
                   ('migration_guard_sample', 'sec.keep_no_sample()')) g (name, routine)
     where not exists (select from pg_event_trigger e
        where e.evtname = g.name and e.evtenabled in ('O', 'A') and e.evtfoid = to_regprocedure(g.routine))
$$;

create or replace view sec.violation with (security_invoker = true) as
select object, rule from sec.table_violations()
union all
select object, rule from sec.other_violations()
union all
select object, rule from sec.table_gaps()
union all
select object, rule from sec.role_gaps()
union all
select object, rule from sec.guard_gaps();
