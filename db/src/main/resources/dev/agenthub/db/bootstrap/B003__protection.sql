-- How a tenant table is protected: the one way in, used by every migration that creates one.

set local role hub_guard;

-- Rights are as after "grant", for instance 'select, insert, update (name)'.
create procedure sec.protect(tenant_table regclass, rights text) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    execute format('alter table %s enable row level security, force row level security', tenant_table);
    execute format('create policy organization on %s as restrictive for all to public
        using (org_id = (select sec.current_org())) with check (org_id = (select sec.current_org()))', tenant_table);
    execute format('create policy application on %s as permissive for all to hub_app using (true) with check (true)', tenant_table);
    execute format('revoke all on %s from public', tenant_table);
    execute format('grant %s on %s to hub_app', rights, tenant_table);
end $$;
grant execute on procedure sec.protect(regclass, text) to hub_owner;
