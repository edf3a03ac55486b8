-- The sealed organization context: set once a transaction by a token that only the backend can make, and from then on
-- carried in a setting that only the database can make. Nothing that SQL can say changes it.

set local role hub_guard;

-- The organizations that live here: what may be listed without belonging to any.
create table sec.organization_directory (
    org_id     uuid        not null primary key,
    created_at timestamptz not null default clock_timestamp()
);

-- What a context is bound to: this server process and the start of this transaction.
create function sec.here() returns bytea language sql stable parallel restricted
set search_path = pg_catalog, pg_temp
return int4send(pg_backend_pid()) || int8send((extract(epoch from transaction_timestamp()) * 1000000)::bigint);

-- The verified context: the actor's kind, the organization, the actor, and the workspaces it is narrowed to as an array, or '*'.
create function sec.context() returns text[] language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    setting text := current_setting('agenthub.context', true);
    sealed  text := left(setting, -64);
    seal    sec.mac_key;
begin
    if setting is null or setting = '' then
        raise exception 'no organization context' using errcode = '28000';
    end if;
    for seal in select * from sec.mac_key k where k.purpose = 'seal' and coalesce(k.valid_until > clock_timestamp(), true) order by k.id loop
        -- Hashed once more, so that how long the comparison takes tells nothing.
        if sha256(convert_to(right(setting, 64), 'UTF8')) = sha256(convert_to(encode(sec.hmac(seal,
                '\x6167656e746875622f636f6e746578742f7632'::bytea || sec.here() || convert_to(sealed, 'UTF8')), 'hex'), 'UTF8')) then
            return string_to_array(sealed, ' ');
        end if;
    end loop;
    raise exception 'the organization context is forged' using errcode = '28000';
end $$;

create function sec.current_org() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.context())[2];
end $$;

create function sec.current_actor() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.context())[3];
end $$;

-- member, agent, auditor or system.
create function sec.current_actor_kind() returns text language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return (sec.context())[1];
end $$;

-- Whether this is the system, or a member who belongs to every workspace: whom no policy narrows further.
create function sec.sees_everything() returns boolean language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context text[] := sec.context();
begin
    return context[1] = 'system' or (context[1] = 'member' and context[4] = '*');
end $$;

-- As sees_everything, or an auditor: who reads all that is no credential.
create function sec.reads_everything() returns boolean language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context text[] := sec.context();
begin
    return context[1] in ('system', 'auditor') or (context[1] = 'member' and context[4] = '*');
end $$;

-- The workspaces of a member who is narrowed to some; null for everybody else.
create function sec.narrowed_to() returns uuid[] language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context text[] := sec.context();
begin
    return case when context[1] = 'member' and context[4] <> '*' then context[4]::uuid[] end;
end $$;

-- The agent that acts; null where somebody else does.
create function sec.acting_agent() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context text[] := sec.context();
begin
    return case when context[1] = 'agent' then context[3]::uuid end;
end $$;

-- The member who acts; null where somebody else does. An auditor writes nothing, and is none here.
create function sec.acting_member() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context text[] := sec.context();
begin
    return case when context[1] = 'member' then context[3]::uuid end;
end $$;

-- A token: 4 bytes of key id, 4 of server process, 8 of transaction start (microseconds), then what it admits to, and 32 of HMAC over
-- all of that after its tag. What it admits to: 1 of kind, 16 of organization, 16 of actor, 1 that says whether workspaces narrow it,
-- 16 for each of them. Bound to one transaction, it cannot be replayed in another.
create function sec.verified_token(token bytea) returns bytea language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    key sec.mac_key;
begin
    if token is null or length(token) < 82 or length(token) > 82 + 16 * 1000 or (length(token) - 82) % 16 <> 0 then
        raise exception 'the organization token is malformed' using errcode = '28000';
    end if;
    select * into key from sec.mac_key k
     where k.purpose = 'token' and int4send(k.id) = substring(token for 4) and coalesce(k.valid_until > clock_timestamp(), true);
    if not found or sha256(substring(token from length(token) - 31)) <> sha256(sec.hmac(key,
            '\x6167656e746875622f746f6b656e2f7632'::bytea || substring(token for length(token) - 32))) then
        raise exception 'the organization token is not ours' using errcode = '28000';
    end if;
    if substring(token from 5 for 4) <> int4send(pg_backend_pid()) then
        raise exception 'the organization token is for another process' using errcode = '28000';
    end if;
    if substring(token from 5 for 12) <> sec.here() then
        raise exception 'the organization token is for another transaction' using errcode = '28000';
    end if;
    return substring(token from 17 for length(token) - 48);
end $$;

create function sec.uuid_at(bytes bytea, place int) returns uuid language sql immutable
return encode(substring(bytes from place for 16), 'hex')::uuid;

create function sec.begin_org(token bytea) returns void language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    admitted bytea := sec.verified_token(token);
    kind     text  := case get_byte(admitted, 0) when 1 then 'member' when 2 then 'agent' when 3 then 'system' when 5 then 'auditor' end;
    sealed   text;
    seal     sec.mac_key;
begin
    if kind is null then
        raise exception 'the organization token is for something else' using errcode = '28000';
    end if;
    if coalesce(current_setting('agenthub.context', true), '') <> '' then
        raise exception 'this transaction has its organization already' using errcode = '28000';
    end if;
    sealed := concat_ws(' ', kind, sec.uuid_at(admitted, 2), sec.uuid_at(admitted, 18), case get_byte(admitted, 33) when 0 then '*'
        else array(select sec.uuid_at(admitted, place) from generate_series(35, length(admitted) - 15, 16) place)::text end);
    select * into strict seal from sec.mac_key k where k.purpose = 'seal' order by k.id limit 1;
    perform set_config('agenthub.context', sealed || encode(sec.hmac(seal,
        '\x6167656e746875622f636f6e746578742f7632'::bytea || sec.here() || convert_to(sealed, 'UTF8')), 'hex'), true);
    if kind = 'auditor' then
        -- A courtesy with a clear error: what an auditor may not write is refused by policies and by audit.append.
        perform set_config('transaction_read_only', 'on', true);
    end if;
end $$;

-- Kind 4 of a token admits to nothing but this list.
create function sec.organizations(token bytea) returns setof uuid language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
begin
    if get_byte(sec.verified_token(token), 0) <> 4 then
        raise exception 'the organization token is for something else' using errcode = '28000';
    end if;
    return query select d.org_id from sec.organization_directory d order by d.created_at, d.org_id;
end $$;

grant execute on function sec.begin_org(bytea), sec.organizations(bytea) to hub_app;
grant execute on function sec.current_org(), sec.current_actor(), sec.current_actor_kind(), sec.sees_everything(), sec.reads_everything(),
    sec.narrowed_to(), sec.acting_agent(), sec.acting_member() to hub_app, hub_owner;
