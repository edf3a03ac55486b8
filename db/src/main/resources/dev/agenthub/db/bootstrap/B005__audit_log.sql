-- The audit log: entries are linked here, where the application cannot skip a link, and never change.
-- h_i = SHA-256("agenthub/audit/v1/link\n" || u64be(i) || h_(i-1) || SHA-256("agenthub/audit/v1/event\n" || event_i))
--
-- After its database was restored an organization's log goes on as a new incarnation: a chain of its own, from 0, while the
-- entries of the older ones stay where they are.

set local role hub_guard;

create table audit.head (
    org_id      uuid   not null,
    incarnation int    not null check (incarnation >= 1),
    size        bigint not null check (size >= 0),
    link        bytea  not null check (length(link) = 32),
    origin      text   not null,
    primary key (org_id, incarnation)
) with (fillfactor = 50);

-- Beside the event stands what it is looked for by, taken from its bytes. Its family is its type up to the first dot.
create table audit.event (
    org_id       uuid        not null,
    incarnation  int         not null,
    seq          bigint      not null check (seq >= 0),
    event        bytea       not null,
    link         bytea       not null check (length(link) = 32),
    recorded_at  timestamptz not null default clock_timestamp(),
    event_type   text collate "C",
    family       text collate "C",
    actor_id     text collate "C",
    subject_id   text collate "C",
    workspace_id uuid,
    event_time   timestamptz,
    -- No foreign key to the head: what alone inserts here holds its lock, and would look it up again for every event.
    primary key (org_id, incarnation, seq)
);
create index event_by_type on audit.event (org_id, incarnation, event_type, seq);
create index event_by_family on audit.event (org_id, incarnation, family, seq);
create index event_by_actor on audit.event (org_id, incarnation, actor_id, seq);
create index event_by_subject on audit.event (org_id, incarnation, subject_id, seq);
create index event_by_workspace on audit.event (org_id, incarnation, workspace_id, seq) where workspace_id is not null;

-- The application reads events; it writes them, and learns of heads, by the functions below, which act as the guard.
call sec.protect('audit.head', 'select');
revoke select on audit.head from hub_app;
call sec.protect('audit.event', 'select',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

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
    if new.org_id <> old.org_id or new.incarnation <> old.incarnation or new.origin <> old.origin or new.size <= old.size then
        raise exception 'the audit log is append-only' using errcode = '23001';
    end if;
    if exists (select from audit.head h where h.org_id = new.org_id and h.incarnation > new.incarnation) then
        raise exception 'this incarnation of the audit log is closed' using errcode = '23001';
    end if;
    return new;
end $$;
create trigger grows before update on audit.head for each row execute function audit.head_grows();

alter table audit.event enable always trigger append_only;
alter table audit.event enable always trigger append_only_truncate;
alter table audit.head enable always trigger append_only;
alter table audit.head enable always trigger append_only_truncate;
alter table audit.head enable always trigger grows;

-- The functions from here to the next grant act within those that the application may call, with their rights and their search_path.

-- What an event is looked for by. Bytes that are no event have none of it: they are kept and linked all the same. The one time that is refused is
-- one in another form than an event has: PostgreSQL would read words such as now and infinity as well, and a log's times never run backwards,
-- so that a time far ahead would be that of all later entries.
create function audit.facts(event bytea, out event_type text, out family text, out actor_id text, out subject_id text,
    out workspace_id uuid, out event_time timestamptz) language plpgsql stable as $$
declare
    written text;
begin
    begin
        select left(d.type, 200), split_part(left(d.type, 200), '.', 1), left(d.actor ->> 'id', 200), left(d.subject ->> 'id', 200),
               d.workspace, d."time"
          into event_type, family, actor_id, subject_id, workspace_id, written
          from json_to_record(convert_from(event, 'UTF8')::json) d (type text, "time" text, actor json, subject json, workspace uuid);
    exception when others then
        return;
    end;
    if written !~ '^(19[7-9]|[2-9][0-9]{2})[0-9]-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z$' then
        raise exception 'the time % of an event is not YYYY-MM-DDTHH:MM:SS.ffffffZ, of the years 1970 to 9999', left(written, 100)
            using errcode = '22008';
    end if;
    event_time := written;
end $$;

-- Who may not do what comes next: nothing of a log is for agents, and an auditor only reads it.
create function audit.refuse(variadic kinds text[]) returns void language plpgsql stable as $$
begin
    if sec.current_actor_kind() = any (kinds) then
        raise exception 'an actor of the kind % may not do this', sec.current_actor_kind() using errcode = '42501';
    end if;
end $$;

-- Waits until nobody else appends to the current organization's log, and holds that place until the commit. Nothing where no
-- log is open.
create function audit.lock_head(out incarnation int, out size bigint, out link bytea) language plpgsql volatile as $$
declare
    org   uuid := sec.current_org();
    newer boolean := true;
begin
    perform audit.refuse('agent', 'auditor');
    -- A restore that was waited for has opened a newer incarnation meanwhile.
    while newer loop
        select h.incarnation, h.size, h.link into lock_head.incarnation, lock_head.size, lock_head.link
          from audit.head h where h.org_id = org order by h.incarnation desc limit 1 for no key update;
        newer := exists (select from audit.head h where h.org_id = org and h.incarnation > lock_head.incarnation);
    end loop;
end $$;

-- Opens the log of the current organization, which must be new here.
create function audit.open_log(deployment text) returns text language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    org    uuid := sec.current_org();
    origin text := deployment || '/org/' || org || '/1';
begin
    perform audit.refuse('member', 'agent', 'auditor');
    if deployment is null or deployment !~ '^[A-Za-z0-9._-]{1,100}$' then
        raise exception 'a deployment is named by letters, digits, dots, dashes and underscores' using errcode = '22023';
    end if;
    insert into audit.head (org_id, incarnation, size, link, origin)
    values (org, 1, 0, sha256(convert_to(E'agenthub/audit/v1/genesis\n' || origin, 'UTF8')), origin);
    insert into sec.organization_directory (org_id) values (org);
    return origin;
end $$;

-- Every incarnation of the current organization's log, the current one first.
create function audit.heads() returns table (incarnation int, size bigint, link bytea, origin text) language plpgsql stable security definer
set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.refuse('agent');
    return query select h.incarnation, h.size, h.link, h.origin from audit.head h
                  where h.org_id = (select sec.current_org()) order by h.incarnation desc;
end $$;

create function audit.current_head() returns table (size bigint, link bytea, origin text) language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return query select h.size, h.link, h.origin from audit.heads() h limit 1;
end $$;

-- Whoever reads the clock after this and appends then writes times that never run backwards along the log.
create function audit.take_turn() returns void language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
begin
    perform audit.lock_head();
end $$;

-- Appends events to the current incarnation of the current organization's log, in order. Call it last in the transaction: it holds the
-- head's lock until the commit, so that places are given in the order of commits and no log ever forks. An entry's time is never before
-- that of the entry before it.
create function audit.append(events bytea[]) returns table (seq bigint, link bytea) language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    org      uuid := sec.current_org();
    count    int := coalesce(array_length(events, 1), 0);
    head     record;
    previous bytea;
    latest   timestamptz;
    links    bytea[] := '{}';
    event    bytea;
begin
    if count = 0 or array_ndims(events) <> 1 or array_position(events, null) is not null then
        raise exception 'events to append are a plain array without null' using errcode = '22004';
    end if;
    select * into head from audit.lock_head();
    if head.incarnation is null then
        raise exception 'the audit log of this organization is not open' using errcode = '55000';
    end if;
    previous := head.link;
    foreach event in array events loop
        previous := sha256('\x6167656e746875622f61756469742f76312f6c696e6b0a'::bytea || int8send(head.size + cardinality(links)) || previous
            || sha256('\x6167656e746875622f61756469742f76312f6576656e740a'::bytea || event));
        links := links || previous;
    end loop;
    select e.event_time into latest from audit.event e
     where e.org_id = org and e.incarnation = head.incarnation and e.seq = head.size - 1;
    update audit.head h set size = head.size + count, link = previous where h.org_id = org and h.incarnation = head.incarnation;
    return query
        insert into audit.event as e
               (org_id, incarnation, seq, event, link, event_type, family, actor_id, subject_id, workspace_id, event_time)
        select org, head.incarnation, head.size + x.place - 1, x.event, x.link, f.event_type, f.family, f.actor_id, f.subject_id,
               f.workspace_id,
               greatest(latest, max(f.event_time) over (order by x.place))
          from unnest(events, links) with ordinality as x (event, link, place) cross join lateral audit.facts(x.event) f
        returning e.seq, e.link;
end $$;

-- Closes the current incarnation of the log and opens a later one: what only the operator of a restored database asks for.
create function audit.restore_log(next int) returns text language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    org     uuid := sec.current_org();
    current int := (select l.incarnation from audit.lock_head() l);
    name    text;
begin
    perform audit.refuse('member', 'agent', 'auditor');
    if current is null or next is null or next <= current then
        raise exception 'a restored log goes on as a later incarnation' using errcode = '22023';
    end if;
    select regexp_replace(h.origin, '[0-9]+$', next::text) into strict name from audit.head h where h.org_id = org and h.incarnation = current;
    insert into audit.head (org_id, incarnation, size, link, origin)
    values (org, next, 0, sha256(convert_to(E'agenthub/audit/v1/genesis\n' || name, 'UTF8')), name);
    return name;
end $$;

-- The place of the first entry whose time is this moment or later; where there is none, the place of the next entry.
create function audit.place_at(log int, moment timestamptz) returns bigint language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
declare
    org    uuid := sec.current_org();
    low    bigint := 0;
    high   bigint;
    middle bigint;
begin
    select coalesce(max(e.seq) + 1, 0) into high from audit.event e where e.org_id = org and e.incarnation = log;
    while low < high loop
        middle := (low + high) / 2;
        if exists (select from audit.event e where e.org_id = org and e.incarnation = log and e.seq = middle and e.event_time >= moment) then
            high := middle;
        else
            low := middle + 1;
        end if;
    end loop;
    return low;
end $$;

grant execute on function audit.open_log(text), audit.current_head(), audit.heads(), audit.take_turn(), audit.append(bytea[]),
    audit.restore_log(int), audit.place_at(int, timestamptz) to hub_app;
