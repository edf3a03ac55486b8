-- How a tenant table is protected: the one way in, used by every migration that creates one.
--
-- PostgreSQL evaluates what a statement brings along before a policy, wherever that is leakproof and cheaper, and how it then goes on tells
-- what others' rows hold. So a table has one restrictive policy a command, and its condition costs the planner nothing: the organization
-- first, in a form that is no equivalence of two columns and so keeps its place, then who sees what, by uuids alone, from subqueries that
-- are evaluated once a statement. What the conditions are made of is checked in sec.is_free.

set local role hub_guard;

-- Rights are as after "grant", for instance 'select, insert, update (name)'. Who may read and who may write is narrowed within the
-- organization by conditions on the row's own columns; a table of which nothing is said is closed to agents, auditors and members of
-- some workspaces only. It binds everybody, but for the guard on its own tables: whoever else might come to read has no policy that lets
-- them see anything.
create procedure sec.protect(tenant_table regclass, rights text,
    reads text default '(select sec.sees_everything())', writes text default '(select sec.sees_everything())') language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    -- Whose organization is asked for decides who visits rows at all: of a table of which they see nothing, agents and auditors visit none.
    shown  constant text := case when reads = 'true' or reads ~ 'acting_(workspaces|connectors)|= \(select sec\.acting_agent' then 'current_org'
                                 when reads ~ 'reads_everything|acting_agent\(\)\) is null' then 'org_of_people' else 'org_of_members' end;
    own    constant text := 'org_id = any (array[(select sec.current_org())])';
    read   constant text := replace(own, 'current_org', shown);
    write  constant text := replace(own, 'current_org', 'org_of_members');
    guards constant boolean := (select c.relowner = 'hub_guard'::regrole from pg_class c where c.oid = tenant_table);
    whom   constant text := case when guards then 'hub_app' else 'public' end;
begin
    execute format('alter table %s enable row level security, force row level security', tenant_table);
    execute format('create policy confined_select on %s as restrictive for select to %s using (%s and (%s))', tenant_table, whom, read, reads);
    execute format('create policy confined_insert on %s as restrictive for insert to %s with check (%s and (%s))', tenant_table, whom, write, writes);
    execute format('create policy confined_update on %s as restrictive for update to %s using (%3$s and (%4$s)) with check (%3$s and (%4$s))',
        tenant_table, whom, write, writes);
    execute format('create policy confined_delete on %s as restrictive for delete to %s using (%s and (%s))', tenant_table, whom, write, writes);
    execute format('create policy application on %s as permissive for all to hub_app using (true) with check (true)', tenant_table);
    if guards then
        execute format('create policy confined on %s as restrictive for all to hub_guard using (%s) with check (%2$s)', tenant_table, own);
        execute format('create policy guard on %s as permissive for all to hub_guard using (true) with check (true)', tenant_table);
    end if;
    execute format('revoke all on %s from public', tenant_table);
    execute format('grant %s on %s to hub_app', rights, tenant_table);
end $$;
grant execute on procedure sec.protect(regclass, text, text, text) to hub_owner;

-- What the acting agent works with, as uuids for the policies of what it does not own. Asked as the agent itself, which sees its own rows only.

create function sec.acting_workspaces() returns uuid[] language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return array(select a.workspace_id from hub.agent a where a.id = (select sec.acting_agent()));
end $$;

create function sec.acting_connectors() returns uuid[] language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return array(select t.connector_id from hub.agent_tool t where t.agent_id = (select sec.acting_agent()));
end $$;
grant execute on function sec.acting_workspaces(), sec.acting_connectors() to hub_app, hub_owner;
