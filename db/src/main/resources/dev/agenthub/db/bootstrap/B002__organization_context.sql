-- The sealed organization context: set once a transaction by a token that only the backend can make, and from then on
-- carried in a setting that only the database can make. Nothing that SQL can say changes it.

set local role hub_guard;

-- HMAC-SHA-256 keys, kept as their two padded blocks. 'token' keys are shared with the backend; 'seal' keys never leave.
create table sec.mac_key (
    id         int         not null primary key,
    purpose    text        not null check (purpose in ('token', 'seal')),
    inner_pad  bytea       not null check (length(inner_pad) = 64),
    outer_pad  bytea       not null check (length(outer_pad) = 64),
    created_at timestamptz not null default now()
);

-- The organizations that live here: what may be listed without belonging to any.
create table sec.organization_directory (
    org_id     uuid        not null primary key,
    created_at timestamptz not null default clock_timestamp()
);

create function sec.pad(key bytea, byte int) returns bytea language plpgsql immutable strict
set search_path = pg_catalog, pg_temp as $$
declare
    block bytea := key || decode(repeat('00', 64 - length(key)), 'hex');
begin
    for i in 0 .. 63 loop
        block := set_byte(block, i, get_byte(block, i) # byte);
    end loop;
    return block;
end $$;

create procedure sec.add_mac_key(id int, purpose text, key bytea) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if length(key) <> 32 then
        raise exception 'a key has 32 bytes' using errcode = '22023';
    end if;
    insert into sec.mac_key (id, purpose, inner_pad, outer_pad)
    values (id, purpose, sec.pad(key, 54), sec.pad(key, 92));
end $$;

-- The seal of this database: drawn here, from the server's strong random source.
call sec.add_mac_key(0, 'seal', sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())));

-- What a context is bound to: this server process and the start of this transaction.
create function sec.here() returns bytea language sql stable parallel restricted
set search_path = pg_catalog, pg_temp
return int4send(pg_backend_pid()) || int8send((extract(epoch from transaction_timestamp()) * 1000000)::bigint);

-- The verified context: 1 byte of actor kind, 16 of organization, 16 of actor.
create function sec.context() returns bytea language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
declare
    setting text := current_setting('agenthub.context', true);
    raw     bytea;
    seal    sec.mac_key;
begin
    if setting is null or setting = '' then
        raise exception 'no organization context' using errcode = '28000';
    end if;
    if setting !~ '^[0-9a-f]{130}$' then
        raise exception 'the organization context is forged' using errcode = '28000';
    end if;
    raw := decode(setting, 'hex');
    select * into strict seal from sec.mac_key k where k.id = 0;
    if sha256(substring(raw from 34)) <> sha256(sha256(seal.outer_pad || sha256(seal.inner_pad
            || '\x6167656e746875622f636f6e746578742f7631'::bytea || substring(raw for 33) || sec.here()))) then
        raise exception 'the organization context is forged' using errcode = '28000';
    end if;
    return substring(raw for 33);
end $$;

create function sec.current_org() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return encode(substring(sec.context() from 2 for 16), 'hex')::uuid;
end $$;

create function sec.current_actor() returns uuid language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return encode(substring(sec.context() from 18 for 16), 'hex')::uuid;
end $$;

create function sec.current_actor_kind() returns text language plpgsql stable parallel restricted security definer
set search_path = pg_catalog, pg_temp as $$
begin
    return case get_byte(sec.context(), 0) when 1 then 'member' when 2 then 'agent' when 3 then 'system' end;
end $$;

-- A token: 4 bytes of key id, 1 of kind, 16 of organization, 16 of actor, 4 of server process, 8 of transaction start
-- (microseconds), 32 of HMAC over all of that after its tag. Bound to one transaction, it cannot be replayed in another.
create function sec.verified_token(token bytea) returns bytea language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    key sec.mac_key;
begin
    if token is null or length(token) <> 81 then
        raise exception 'the organization token is malformed' using errcode = '28000';
    end if;
    select * into key from sec.mac_key k
     where k.purpose = 'token' and int4send(k.id) = substring(token for 4);
    if not found or sha256(substring(token from 50)) <> sha256(sha256(key.outer_pad || sha256(key.inner_pad
            || '\x6167656e746875622f746f6b656e2f7631'::bytea || substring(token for 49)))) then
        raise exception 'the organization token is not ours' using errcode = '28000';
    end if;
    if substring(token from 38 for 4) <> int4send(pg_backend_pid()) then
        raise exception 'the organization token is for another process' using errcode = '28000';
    end if;
    if substring(token from 38 for 12) <> sec.here() then
        raise exception 'the organization token is for another transaction' using errcode = '28000';
    end if;
    return substring(token from 5 for 33);
end $$;

create function sec.begin_org(token bytea) returns void language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    context bytea := sec.verified_token(token);
    seal    sec.mac_key;
begin
    if get_byte(context, 0) not in (1, 2, 3) then
        raise exception 'the organization token is for something else' using errcode = '28000';
    end if;
    if coalesce(current_setting('agenthub.context', true), '') <> '' then
        raise exception 'this transaction has its organization already' using errcode = '28000';
    end if;
    select * into strict seal from sec.mac_key k where k.id = 0;
    perform set_config('agenthub.context', encode(context || sha256(seal.outer_pad || sha256(seal.inner_pad
        || '\x6167656e746875622f636f6e746578742f7631'::bytea || context || sec.here())), 'hex'), true);
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
grant execute on function sec.current_org(), sec.current_actor(), sec.current_actor_kind() to hub_app, hub_owner;
