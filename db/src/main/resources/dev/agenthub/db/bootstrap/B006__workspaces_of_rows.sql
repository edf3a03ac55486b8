-- Where a row comes to belong to a workspace and an agent, for the policies: it has them from the row that it hangs on, and what it names
-- besides is of the same workspace. The functions behind the triggers of the tables that the migrations create. They belong to the guard, so that
-- no migration empties them; that the triggers stand is part of sec.violation. They act as whoever causes the change, and see no more than that.

set local role hub_guard;

create function hub.of_agent() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.workspace_id := (select a.workspace_id from hub.agent a where a.org_id = new.org_id and a.id = new.agent_id);
    return new;
end $$;

create function hub.of_connector() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.workspace_id := (select c.workspace_id from hub.connector c where c.org_id = new.org_id and c.id = new.connector_id);
    return new;
end $$;

create function hub.of_request() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.workspace_id := (select r.workspace_id from hub.approval_request r where r.org_id = new.org_id and r.id = new.request_id);
    return new;
end $$;

create function hub.of_decision() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.workspace_id := (select d.workspace_id from hub.decision d where d.org_id = new.org_id and d.id = new.decision_id);
    return new;
end $$;

create function hub.of_run() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.workspace_id := (select r.workspace_id from hub.run r where r.org_id = new.org_id and r.id = new.run_id);
    return new;
end $$;

create function hub.run_of_request() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    select r.workspace_id, r.agent_id into new.workspace_id, new.agent_id
      from hub.approval_request r where r.org_id = new.org_id and r.id = new.request_id;
    return new;
end $$;

create function hub.replaces_in_workspace() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if new.replaces is not null and new.workspace_id is distinct from
            (select r.workspace_id from hub.approval_request r where r.org_id = new.org_id and r.id = new.replaces) then
        raise exception 'a request replaces one of its own workspace' using errcode = '23514';
    end if;
    return new;
end $$;

create function hub.budgets_in_workspace() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if exists (select from unnest(new.budgets) u (id) where not exists (
            select from hub.budget b where b.org_id = new.org_id and b.id = u.id and b.workspace_id = new.workspace_id)) then
        raise exception 'a reservation counts in budgets of its own workspace' using errcode = '23514';
    end if;
    return new;
end $$;

grant execute on function hub.of_agent(), hub.of_connector(), hub.of_request(), hub.of_decision(), hub.of_run(), hub.run_of_request(),
    hub.replaces_in_workspace(), hub.budgets_in_workspace() to hub_owner;
