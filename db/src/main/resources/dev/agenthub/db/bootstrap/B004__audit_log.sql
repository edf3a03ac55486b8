-- The audit log: entries are linked here, where the application cannot skip a link, and never change.
-- h_i = SHA-256("agenthub/audit/v1/link\n" || u64be(i) || h_(i-1) || SHA-256("agenthub/audit/v1/event\n" || event_i))

set local role hub_guard;

create table audit.head (
    org_id uuid   not null primary key,
    size   bigint not null check (size >= 0),
    link   bytea  not null check (length(link) = 32),
    origin text   not null
) with (fillfactor = 50);

create table audit.event (
    org_id      uuid        not null references audit.head,
    seq         bigint      not null check (seq >= 0),
    event       bytea       not null,
    link        bytea       not null check (length(link) = 32),
    recorded_at timestamptz not null default clock_timestamp(),
    primary key (org_id, seq)
);

call sec.protect('audit.head', 'select');
call sec.protect('audit.event', 'select');
revoke select on audit.head from hub_app;
create policy guard on audit.head as permissive for all to hub_guard using (true) with check (true);
create policy guard on audit.event as permissive for all to hub_guard using (true) with check (true);

create function audit.refuse_change() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'the audit log is append-only' using errcode = '23001';
end $$;

create trigger append_only before update or delete on audit.event for each row execute function audit.refuse_change();
create trigger append_only_truncate before truncate on audit.event for each statement execute function audit.refuse_change();
create trigger append_only before delete on audit.head for each row execute function audit.refuse_change();
create trigger append_only_truncate before truncate on audit.head for each statement execute function audit.refuse_change();

create function audit.head_grows() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if new.org_id <> old.org_id or new.origin <> old.origin or new.size <= old.size then
        raise exception 'the audit log is append-only' using errcode = '23001';
    end if;
    return new;
end $$;
create trigger grows before update on audit.head for each row execute function audit.head_grows();

alter table audit.event enable always trigger append_only;
alter table audit.event enable always trigger append_only_truncate;
alter table audit.head enable always trigger append_only;
alter table audit.head enable always trigger append_only_truncate;
alter table audit.head enable always trigger grows;

-- Opens the log of the current organization, which must be new here.
create function audit.open_log(deployment text) returns text language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    org    uuid := sec.current_org();
    origin text := deployment || '/org/' || org || '/1';
begin
    if sec.current_actor_kind() <> 'system' then
        raise exception 'only the system opens a log' using errcode = '42501';
    end if;
    if deployment is null or deployment !~ '^[A-Za-z0-9._-]{1,100}$' then
        raise exception 'a deployment is named by letters, digits, dots, dashes and underscores' using errcode = '22023';
    end if;
    insert into audit.head (org_id, size, link, origin)
    values (org, 0, sha256(convert_to(E'agenthub/audit/v1/genesis\n' || origin, 'UTF8')), origin);
    insert into sec.organization_directory (org_id) values (org);
    return origin;
end $$;

create function audit.current_head() returns table (size bigint, link bytea, origin text) language plpgsql stable security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return query select h.size, h.link, h.origin from audit.head h where h.org_id = (select sec.current_org());
end $$;

-- Waits until nobody else appends to the current organization's log, and holds that place until the commit. Whoever reads the
-- clock after this and appends then writes times that never run backwards along the log.
create function audit.take_turn() returns void language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
begin
    perform from audit.head h where h.org_id = (select sec.current_org()) for no key update;
end $$;

-- Appends events to the current organization's log, in order. Call it last in the transaction: it holds the head's lock
-- until the commit, so that places are given in the order of commits and no log ever forks.
create function audit.append(events bytea[]) returns table (seq bigint, link bytea) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    org      uuid := sec.current_org();
    count    int := coalesce(array_length(events, 1), 0);
    position bigint;
    previous bytea;
    links    bytea[] := '{}';
begin
    if count = 0 or array_ndims(events) <> 1 or array_position(events, null) is not null then
        raise exception 'events to append are a plain array without null' using errcode = '22004';
    end if;
    select h.size, h.link into position, previous from audit.head h where h.org_id = org for no key update;
    if not found then
        raise exception 'the audit log of this organization is not open' using errcode = '55000';
    end if;
    for i in 1 .. count loop
        previous := sha256('\x6167656e746875622f61756469742f76312f6c696e6b0a'::bytea || int8send(position + i - 1) || previous
            || sha256('\x6167656e746875622f61756469742f76312f6576656e740a'::bytea || events[array_lower(events, 1) + i - 1]));
        links := links || previous;
    end loop;
    update audit.head h set size = position + count, link = previous where h.org_id = org;
    return query
        insert into audit.event as e (org_id, seq, event, link)
        select org, position + x.place - 1, x.event, x.link
          from unnest(events, links) with ordinality as x (event, link, place)
        returning e.seq, e.link;
end $$;

grant execute on function audit.open_log(text), audit.current_head(), audit.take_turn(), audit.append(bytea[]) to hub_app;
