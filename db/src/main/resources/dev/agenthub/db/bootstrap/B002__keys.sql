-- The keys of the tokens that admit a transaction to an organization: HMAC-SHA-256 (RFC 2104), kept as their two padded blocks and shared with
-- the backend. They change without a pause: a new key is made beside the old ones, which go on being admitted until a moment that is named
-- when they are replaced.

set local role hub_guard;

-- They count up from 1. valid_until is null for as long as nothing replaces the key.
create table sec.mac_key (
    id          int         not null primary key,
    inner_pad   bytea       not null check (length(inner_pad) = 64),
    outer_pad   bytea       not null check (length(outer_pad) = 64),
    created_at  timestamptz not null default now(),
    valid_until timestamptz
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

create procedure sec.add_mac_key(id int, key bytea) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if length(key) <> 32 then
        raise exception 'a key has 32 bytes' using errcode = '22023';
    end if;
    insert into sec.mac_key (id, inner_pad, outer_pad) values (id, sec.pad(key, 54), sec.pad(key, 92));
end $$;

create function sec.hmac(key sec.mac_key, message bytea) returns bytea language sql immutable
return sha256((key).outer_pad || sha256((key).inner_pad || message));

create procedure sec.retire_mac_keys(newest int, keep interval) language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if keep is null or keep < interval '0' or keep > interval '30 days' then
        raise exception 'a replaced key is kept for at most thirty days' using errcode = '22023';
    end if;
    delete from sec.mac_key k where k.id <> newest and k.valid_until <= clock_timestamp();
    update sec.mac_key k set valid_until = clock_timestamp() + keep
     where k.id <> newest and coalesce(k.valid_until, 'infinity') > clock_timestamp() + keep;
end $$;
