-- What a policy asks beside the number of approvals, votes that can be taken back, and a quorum that the database counts by group.

alter table hub.approval_request
    add column terms     json not null default '{}' check (json_typeof(terms) = 'object'),
    add column run_after timestamptz;
grant update (run_after) on hub.approval_request to hub_app;
create index approval_request_by_workspace on hub.approval_request (org_id, workspace_id, created_at);

-- We say why we cancel a request; an agent that takes its own back need not.
do $$
declare
    old_check text;
begin
    select conname into strict old_check from pg_constraint
     where conrelid = 'hub.approval_request'::regclass and contype = 'c' and pg_get_constraintdef(oid) like '%refusal IS NOT NULL%';
    execute format('alter table hub.approval_request drop constraint %I', old_check);
end $$;
alter table hub.approval_request add constraint refusal_has_its_state check (
    case when refusal is null then not (state = 'refused' or (state = 'denied' and policy_outcome = 'deny'))
         else state in ('refused', 'cancelled') or (state = 'denied' and policy_outcome = 'deny') end);

create or replace function hub.approval_request_frozen() returns trigger language plpgsql as $$
begin
    if (new.org_id, new.id, new.agent_id, new.workspace_id, new.tool_name, new.connector_id, new.title, new.risk,
            new.agent_says, new.payload, new.payload_hash, new.policy_id, new.policy_version, new.policy_digest,
            new.policy_outcome, new.required, new.terms::text, new.idempotency_key, new.submission_hash, new.created_at, new.expires_at)
        is distinct from
       (old.org_id, old.id, old.agent_id, old.workspace_id, old.tool_name, old.connector_id, old.title, old.risk,
            old.agent_says, old.payload, old.payload_hash, old.policy_id, old.policy_version, old.policy_digest,
            old.policy_outcome, old.required, old.terms::text, old.idempotency_key, old.submission_hash, old.created_at, old.expires_at)
    then
        raise exception 'an approval request is frozen when it is submitted' using errcode = '23001';
    end if;
    if new.state = old.state and new.refusal is distinct from old.refusal then
        raise exception 'why a request was refused is said when it is refused' using errcode = '23001';
    end if;
    if new.state <> old.state and not (case old.state
            when 'pending' then new.state in ('approved', 'denied', 'expired', 'cancelled', 'refused')
            when 'approved' then new.state in ('pending', 'denied', 'expired', 'cancelled', 'refused', 'executing')
            when 'executing' then new.state in ('executed', 'failed', 'unknown', 'refused')
            when 'unknown' then new.state in ('executed', 'failed')
            else false end)
    then
        raise exception 'an approval request cannot go from % to %', old.state, new.state using errcode = '23514';
    end if;
    return new;
end $$;

-- A member's last word stands. They speak again only after they took their word back.
alter table hub.decision add column turn int not null default 0 check (turn >= 0);
do $$
declare
    once text;
begin
    select conname into strict once from pg_constraint where conrelid = 'hub.decision'::regclass and contype = 'u';
    execute format('alter table hub.decision drop constraint %I', once);
end $$;
alter table hub.decision add constraint decision_turns unique (org_id, request_id, member_id, turn);

create function hub.decision_takes_its_turn() returns trigger language plpgsql as $$
declare
    last hub.decision;
begin
    select * into last from hub.decision d
     where d.org_id = new.org_id and d.request_id = new.request_id and d.member_id = new.member_id
     order by d.turn desc limit 1;
    if last.id is null then
        if new.decision = 'withdraw' then
            raise exception 'there is nothing to withdraw' using errcode = '23514';
        end if;
        new.turn := 0;
    elsif (new.decision = 'withdraw') = (last.decision in ('approve', 'override')) then
        new.turn := last.turn + 1;
    else
        raise exception 'this member has decided' using errcode = '23505';
    end if;
    return new;
end $$;
create trigger takes_its_turn before insert on hub.decision for each row execute function hub.decision_takes_its_turn();

-- Whoever changes what a member may do takes the member's row first, and a run shares it while it counts: one of the two comes first.
create function hub.member_in_hand() returns trigger language plpgsql as $$
begin
    if tg_op = 'DELETE' then
        perform from hub.member m where m.org_id = old.org_id and m.id = old.member_id for no key update;
        return old;
    end if;
    perform from hub.member m where m.org_id = new.org_id and m.id = new.member_id for no key update;
    return new;
end $$;
create trigger member_in_hand before insert or update or delete on hub.member_role
    for each row execute function hub.member_in_hand();
create trigger member_in_hand before insert or update or delete on hub.approval_group_member
    for each row execute function hub.member_in_hand();

-- The members whose last word on a request stands now, with that word: active approvers with a key that is not revoked, not the agent's
-- owner, not excluded by the terms.
create function hub.standing_votes(organization uuid, request uuid) returns table (member_id uuid, decision text) language sql stable as $$
    select d.member_id, d.decision
      from hub.approval_request r
      join hub.agent a on a.org_id = r.org_id and a.id = r.agent_id
      join hub.decision d on d.org_id = r.org_id and d.request_id = r.id and d.member_id <> a.owner_id
      join hub.member m on m.org_id = d.org_id and m.id = d.member_id and m.active
      join hub.member_key k on k.org_id = d.org_id and k.key_id = d.key_id and k.member_id = d.member_id and k.revoked_at is null
     where r.org_id = organization and r.id = request
       and not exists (select from hub.decision later where later.org_id = d.org_id and later.request_id = d.request_id
                          and later.member_id = d.member_id and later.turn > d.turn)
       and exists (select from hub.member_role o where o.org_id = d.org_id and o.member_id = d.member_id and o.role = 'approver')
       and not exists (select from json_array_elements_text(coalesce(r.terms -> 'excludedMembers', '[]'::json)) e where e = d.member_id::text)
       and not exists (select from json_array_elements_text(coalesce(r.terms -> 'excludedGroups', '[]'::json)) e
                         join hub.approval_group_member g on g.org_id = d.org_id and g.member_id = d.member_id and g.group_name = e)
$$;

-- Whether the standing approvals meet the quorum, everybody counting for one group: for every set of the groups there are as many members in
-- any of them as the set asks (Hall's theorem).
create function hub.quorum_met(organization uuid, request uuid) returns boolean language plpgsql stable as $$
declare
    groups  text[];
    counts  bigint[];
    chosen  text[];
    asked   bigint;
    present bigint;
begin
    select array_agg(item ->> 'group' order by item ->> 'group'), array_agg(coalesce((item ->> 'count')::bigint, 0) order by item ->> 'group')
      into groups, counts
      from hub.approval_request r cross join jsonb_array_elements(r.required) item
     where r.org_id = organization and r.id = request;
    if groups is null or cardinality(groups) > 10 or 1 > any (counts) then
        return false;
    end if;
    for subset in 1 .. (1 << cardinality(groups)) - 1 loop
        select array_agg(groups[i]), sum(counts[i]) into chosen, asked
          from generate_subscripts(groups, 1) i where subset & (1 << (i - 1)) <> 0;
        select count(distinct v.member_id) into present
          from hub.standing_votes(organization, request) v
          join hub.approval_group_member g on g.org_id = organization and g.member_id = v.member_id and g.group_name = any (chosen)
         where v.decision = 'approve';
        if present < asked then
            return false;
        end if;
    end loop;
    return true;
end $$;

-- Whether a member of the group that the request's policy names for it has overridden what is missing.
create function hub.override_stands(organization uuid, request uuid) returns boolean language sql stable as $$
    select exists (
        select from hub.approval_request r
          join hub.policy_version p on p.org_id = r.org_id and p.policy_id = r.policy_id and p.version = r.policy_version
          join hub.standing_votes(organization, request) v on v.decision = 'override'
          join hub.approval_group_member g on g.org_id = r.org_id and g.member_id = v.member_id
           and g.group_name = replace(convert_from(p.document, 'UTF8'), '\u0000', '\ufffd')::json #>> '{override,group}'
         where r.org_id = organization and r.id = request)
$$;

create or replace function hub.run_approved() returns trigger language plpgsql as $$
declare
    request hub.approval_request;
begin
    select * into request from hub.approval_request r where r.org_id = new.org_id and r.id = new.request_id for share;
    if not found or request.state <> 'executing' then
        raise exception 'a run needs a request that is being executed' using errcode = '23514';
    end if;
    if request.policy_outcome = 'deny' then
        raise exception 'the policy denies this request' using errcode = '23514';
    end if;
    if new.payload_hash <> request.payload_hash
            or request.payload_hash <> sha256(convert_to(E'agenthub/action/v1\n', 'UTF8') || request.payload) then
        raise exception 'the payload is not the one that was hashed' using errcode = '23514';
    end if;
    if request.expires_at <= new.started_at then
        raise exception 'the request has expired' using errcode = '23514';
    end if;
    if request.run_after > new.started_at then
        raise exception 'the request is held' using errcode = '23514';
    end if;
    if exists (select from jsonb_array_elements(request.required) item where coalesce((item ->> 'count')::bigint, 0) < 1) then
        raise exception 'a quorum of nobody approves nothing' using errcode = '23514';
    end if;
    -- From here on nobody takes these members' keys, roles or groups away before this run is committed.
    perform from hub.decision d
      join hub.member m on m.org_id = d.org_id and m.id = d.member_id
      join hub.member_key k on k.org_id = d.org_id and k.key_id = d.key_id
     where d.org_id = new.org_id and d.request_id = new.request_id
     order by m.id, k.key_id for share of m, k;
    if exists (select from hub.decision d
            where d.org_id = new.org_id and d.request_id = new.request_id and d.decision = 'deny') then
        raise exception 'the request was denied' using errcode = '23514';
    end if;
    if request.policy_outcome = 'require' and not hub.quorum_met(new.org_id, new.request_id)
            and not hub.override_stands(new.org_id, new.request_id) then
        raise exception 'the approvals do not meet the quorum' using errcode = '23514';
    end if;
    return new;
end $$;
grant execute on function hub.standing_votes(uuid, uuid), hub.quorum_met(uuid, uuid), hub.override_stands(uuid, uuid) to hub_app;
