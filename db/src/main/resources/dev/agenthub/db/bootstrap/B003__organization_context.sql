-- The organization context of a transaction: set once by a token that only the backend can make. Nothing that SQL can say changes it.
--
-- It stands in backtrace_functions, a setting of PostgreSQL's own that superusers alone may change, and here the guard, as whom the functions
-- below change it. (PostgreSQL adds a backtrace to the errors of functions of these names, of which there are none.) A setting is as
-- fast to read as a variable, goes back to what it was when the transaction ends, and what the application may not set, nothing that is
-- injected into its session can forge.

set local role hub_guard;

-- The organizations that live here: what may be listed without belonging to any.
create table sec.organization_directory (
    org_id     uuid        not null primary key,
    created_at timestamptz not null default clock_timestamp()
);

-- The context, separated by underscores: agenthub, the actor's kind, the organization, the actor, sees_everything, reads_everything, and
-- narrowed_to or null. Names are qualified instead of found by a search_path of its own, which would cost more than all the rest, and no
-- operator is used, which would be found by the caller's; policies ask several times a statement.
create function sec.context() returns text language plpgsql stable parallel restricted as $$
declare
    setting text := pg_catalog.current_setting('backtrace_functions');
begin
    if pg_catalog.starts_with(setting, 'agenthub_') then
        return setting;
    end if;
    raise exception 'no organization context' using errcode = '28000';
end $$;

-- member, agent, auditor or system.
create function sec.current_actor_kind() returns text language plpgsql stable parallel restricted as $$
begin
    return pg_catalog.split_part(sec.context(), '_', 2);
end $$;

create function sec.current_org() returns uuid language plpgsql stable parallel restricted as $$
begin
    return pg_catalog.split_part(sec.context(), '_', 3);
end $$;

-- The organization of a table that agents see nothing of: null for an agent. Its policies hide the rows already; this keeps an agent from
-- visiting them, which EXPLAIN would count.
create function sec.org_of_people() returns uuid language plpgsql stable parallel restricted as $$
declare
    context text := sec.context();
begin
    if pg_catalog.starts_with(context, 'agenthub_agent_') then
        return null;
    end if;
    return pg_catalog.split_part(context, '_', 3);
end $$;

-- As org_of_people, of a table or command that is not for auditors either.
create function sec.org_of_members() returns uuid language plpgsql stable parallel restricted as $$
declare
    context text := sec.context();
begin
    if pg_catalog.starts_with(context, 'agenthub_agent_') or pg_catalog.starts_with(context, 'agenthub_auditor_') then
        return null;
    end if;
    return pg_catalog.split_part(context, '_', 3);
end $$;

create function sec.current_actor() returns uuid language plpgsql stable parallel restricted as $$
begin
    return pg_catalog.split_part(sec.context(), '_', 4);
end $$;

-- Whether this is the system, or a member who belongs to every workspace: whom no policy narrows further.
create function sec.sees_everything() returns boolean language plpgsql stable parallel restricted as $$
begin
    return pg_catalog.split_part(sec.context(), '_', 5);
end $$;

-- As sees_everything, or an auditor: who reads all that is no credential.
create function sec.reads_everything() returns boolean language plpgsql stable parallel restricted as $$
begin
    return pg_catalog.split_part(sec.context(), '_', 6);
end $$;

-- The agent that acts; null where somebody else does.
create function sec.acting_agent() returns uuid language plpgsql stable parallel restricted as $$
declare
    context text := sec.context();
begin
    if pg_catalog.starts_with(context, 'agenthub_agent_') then
        return pg_catalog.split_part(context, '_', 4);
    end if;
    return null;
end $$;

-- The member who acts; null where somebody else does. An auditor writes nothing, and is none here.
create function sec.acting_member() returns uuid language plpgsql stable parallel restricted as $$
declare
    context text := sec.context();
begin
    if pg_catalog.starts_with(context, 'agenthub_member_') then
        return pg_catalog.split_part(context, '_', 4);
    end if;
    return null;
end $$;

-- The workspaces of a member who is narrowed to some; null for everybody else.
create function sec.narrowed_to() returns uuid[] language plpgsql stable parallel restricted as $$
declare
    workspaces text := pg_catalog.split_part(sec.context(), '_', 7);
begin
    if pg_catalog.starts_with(workspaces, 'null') then
        return null;
    end if;
    return pg_catalog.string_to_array(workspaces, ',');
end $$;

-- What the next token of this session has to answer: drawn anew after every transaction, and gone once a token has answered it.
create function sec.challenge() returns uuid language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
begin
    if starts_with(current_setting('backtrace_functions'), 'agenthub_') then
        raise exception 'this transaction has its organization' using errcode = '28000';
    end if;
    return split_part(set_config('backtrace_functions', 'challenge_' || encode(uuid_send(gen_random_uuid()), 'hex'), false), '_', 2);
end $$;

-- A token: 4 bytes of key id, 4 of server process, 16 of its challenge, then what it admits to, and 32 of HMAC over all of that after its
-- tag. What it admits to: 1 of kind, 16 of organization, 16 of actor, 1 that says whether workspaces narrow it, 16 for each of them.
-- Since a challenge is answered once, a token cannot be replayed in another transaction. It is verified for the two functions below, with their
-- rights and their search_path.
create function sec.verified_token(token bytea) returns bytea language plpgsql volatile as $$
declare
    key     sec.mac_key;
    setting text;
begin
    if token is null or length(token) < 90 or length(token) > 90 + 16 * 1000 or (length(token) - 90) % 16 <> 0 then
        raise exception 'the organization token is malformed' using errcode = '28000';
    end if;
    select * into key from sec.mac_key k
     where int4send(k.id) = substring(token for 4) and coalesce(k.valid_until > clock_timestamp(), true);
    -- Hashed once more, so that how long the comparison takes tells nothing.
    if not found or sha256(substring(token from length(token) - 31)) <> sha256(sec.hmac(key,
            '\x6167656e746875622f746f6b656e2f7633'::bytea || substring(token for length(token) - 32))) then
        raise exception 'the organization token is not ours' using errcode = '28000';
    end if;
    if substring(token from 5 for 4) <> int4send(pg_backend_pid()) then
        raise exception 'the organization token is for another process' using errcode = '28000';
    end if;
    if current_setting('backtrace_functions') <> 'challenge_' || encode(substring(token from 9 for 16), 'hex') then
        raise exception 'the organization token is for another transaction' using errcode = '28000';
    end if;
    -- An assignment, here and below: PERFORM runs a whole query, and this is part of every transaction.
    setting := set_config('backtrace_functions', '', false);
    return substring(token from 25 for length(token) - 56);
end $$;

create function sec.begin_org(token bytea) returns void language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp as $$
declare
    admitted   bytea;
    kind       text;
    actor      text;
    narrowed   boolean;
    workspaces text := 'null';
    setting    text;
begin
    if starts_with(current_setting('backtrace_functions'), 'agenthub_') then
        raise exception 'this transaction has its organization already' using errcode = '28000';
    end if;
    admitted := sec.verified_token(token);
    kind := case get_byte(admitted, 0) when 1 then 'member' when 2 then 'agent' when 3 then 'system' when 5 then 'auditor' end;
    if kind is null then
        raise exception 'the organization token is for something else' using errcode = '28000';
    end if;
    actor := encode(substring(admitted from 18 for 16), 'hex');
    narrowed := get_byte(admitted, 33) <> 0;
    if kind = 'member' and narrowed then
        workspaces := array_to_string(array(
            select encode(substring(admitted from place for 16), 'hex') from generate_series(35, length(admitted) - 15, 16) place), ',');
    end if;
    setting := set_config('backtrace_functions', concat_ws('_', 'agenthub', kind, encode(substring(admitted from 2 for 16), 'hex'), actor,
        kind = 'system' or kind = 'member' and not narrowed,
        kind in ('system', 'auditor') or kind = 'member' and not narrowed,
        workspaces), true);
    if kind = 'auditor' then
        -- A courtesy with a clear error: what an auditor may not write is refused by policies and by audit.append.
        setting := set_config('transaction_read_only', 'on', true);
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

grant execute on function sec.challenge(), sec.begin_org(bytea), sec.organizations(bytea) to hub_app;
grant execute on function sec.context(), sec.current_org(), sec.org_of_people(), sec.org_of_members(), sec.current_actor(), sec.current_actor_kind(),
    sec.sees_everything(), sec.reads_everything(),
    sec.narrowed_to(), sec.acting_agent(), sec.acting_member() to hub_app, hub_owner;
