-- What an approval is worth, judged where the application cannot skip it: the functions behind the triggers of the tables that V005 and
-- V006 create. They belong to the guard, so that no migration empties them; that the triggers stand is part of sec.violation. They act as
-- whoever causes the change, and see no more than that.

set local role hub_guard;

create function hub.request_speakers() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    new.speakers := array(
        select a.owner_id from hub.agent a where a.org_id = new.org_id and a.id = new.agent_id
        union
        select k.shown_to from hub.agent_key k
         where k.org_id = new.org_id and k.agent_id = new.agent_id and k.shown_to is not null and k.revoked_at is null);
    return new;
end $$;

-- What was submitted never changes; the state only moves forward, and why it was refused is said as it moves.
create function hub.approval_request_frozen() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if (new.org_id, new.id, new.agent_id, new.workspace_id, new.tool_name, new.connector_id, new.title, new.search_text, new.risk,
            new.proposer_id, new.change_kind, new.subject_kind, new.subject_id,
            new.agent_says, new.replaces, new.editors, new.speakers, new.payload, new.payload_hash, new.policy_id, new.policy_version, new.policy_digest,
            new.policy_outcome, new.required, new.terms::text, new.idempotency_key, new.submission_hash, new.created_at, new.expires_at, new.escalate_at)
        is distinct from
       (old.org_id, old.id, old.agent_id, old.workspace_id, old.tool_name, old.connector_id, old.title, old.search_text, old.risk,
            old.proposer_id, old.change_kind, old.subject_kind, old.subject_id,
            old.agent_says, old.replaces, old.editors, old.speakers, old.payload, old.payload_hash, old.policy_id, old.policy_version, old.policy_digest,
            old.policy_outcome, old.required, old.terms::text, old.idempotency_key, old.submission_hash, old.created_at, old.expires_at, old.escalate_at)
    then
        raise exception 'an approval request is frozen when it is submitted' using errcode = '23001';
    end if;
    if old.escalated_at is not null and new.escalated_at is distinct from old.escalated_at then
        raise exception 'a request is escalated once' using errcode = '23001';
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

-- What goes out is what was digested when it was submitted.
create function hub.request_attachment_frozen() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    raise exception 'an attachment stays as it was submitted' using errcode = '23001';
end $$;

-- A member's last word stands. They speak again only after they took their word back.
create function hub.decision_takes_its_turn() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    last record;
begin
    select d.id, d.decision, d.turn into last from hub.decision d
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

-- Whoever changes what a member may do takes the member's row first, and a run shares it while it counts: one of the two comes first.
create function hub.member_in_hand() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'DELETE' then
        perform from hub.member m where m.org_id = old.org_id and m.id = old.member_id for no key update;
        return old;
    end if;
    perform from hub.member m where m.org_id = new.org_id and m.id = new.member_id for no key update;
    return new;
end $$;

-- Nobody is in two places: a member lets one at a time decide for them. What was ended stays so.
create function hub.delegation_one_at_a_time() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if tg_op = 'UPDATE' then
        if old.ended_at is not null or new.ended_at is null then
            raise exception 'a delegation ends once' using errcode = '23001';
        end if;
        return new;
    end if;
    if exists (select from hub.delegation d where d.org_id = new.org_id and d.member_id = new.member_id and d.ended_at is null
                  and d.starts_at < new.ends_at and new.starts_at < d.ends_at) then
        raise exception 'the member lets somebody decide at that time' using errcode = '23P01';
    end if;
    return new;
end $$;

-- Whether a member may say anything about a request now: an active approver of its workspace, who speaks neither for the agent (its owner and whoever was shown
-- a key of it that works, now or when it was asked, and whoever edited what it asks) nor for the change (its proposer), and is not excluded by
-- the terms.
create function hub.may_vote(organization uuid, request uuid, member uuid) returns boolean language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return exists (
    select from hub.approval_request r
      left join hub.agent a on a.org_id = r.org_id and a.id = r.agent_id
      join hub.member m on m.org_id = r.org_id and m.id = member and m.active
     where r.org_id = organization and r.id = request
       and member <> coalesce(a.owner_id, r.proposer_id)
       and member <> all (r.editors)
       and member <> all (r.speakers)
       and not exists (select from hub.agent_key s where s.org_id = r.org_id and s.agent_id = r.agent_id and s.shown_to = member
                          and s.revoked_at is null)
       and (m.every_workspace or exists (select from hub.workspace_member w where w.org_id = r.org_id and w.member_id = member
                                            and w.workspace_id = r.workspace_id))
       and exists (select from hub.member_role o where o.org_id = r.org_id and o.member_id = member and o.role = 'approver')
       and not exists (select from json_array_elements_text(coalesce(r.terms -> 'excludedMembers', '[]'::json)) e where e = member::text)
       and not exists (select from json_array_elements_text(coalesce(r.terms -> 'excludedGroups', '[]'::json)) e
                         join hub.approval_group_member g on g.org_id = r.org_id and g.member_id = member and g.group_name = e));
end $$;

-- The members whose last word on a request stands now, with that word: they gave it before the request expired and not after the moment given, they may vote,
-- and their key is not revoked.
create function hub.standing_votes(organization uuid, request uuid, given_by timestamptz)
returns table (member_id uuid, decision text, statement bytea) language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return query
    select d.member_id, d.decision, d.statement
      from hub.decision d
      join hub.approval_request r on r.org_id = d.org_id and r.id = d.request_id
      join hub.member_key k on k.org_id = d.org_id and k.key_id = d.key_id and k.member_id = d.member_id and k.revoked_at is null
     where d.org_id = organization and d.request_id = request and d.recorded_at < r.expires_at and d.recorded_at <= given_by
       and not exists (select from hub.decision later where later.org_id = d.org_id and later.request_id = d.request_id
                          and later.member_id = d.member_id and later.turn > d.turn)
       and hub.may_vote(organization, request, d.member_id);
end $$;

-- The groups in which a member counts at a moment: their own, those of whoever lets them decide, who may vote and has not approved themselves by the moment given;
-- and every group that is asked, where one of these is the group that the request was escalated to.
create function hub.counts_in(organization uuid, request uuid, member uuid, moment timestamptz, given_by timestamptz default 'infinity')
returns setof text language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return query
    with counted as (
    select g.group_name from hub.approval_group_member g where g.org_id = organization and g.member_id = member
    union
    select g.group_name
      from hub.delegation d
      join hub.member_key k on k.org_id = d.org_id and k.key_id = d.key_id and k.member_id = d.member_id and k.revoked_at is null
      join hub.approval_group_member g on g.org_id = d.org_id and g.member_id = d.member_id
     where d.org_id = organization and d.delegate_id = member and d.ended_at is null and d.starts_at <= moment and moment < d.ends_at
       and hub.may_vote(organization, request, d.member_id)
       and not exists (select from hub.standing_votes(organization, request, given_by) v where v.member_id = d.member_id and v.decision = 'approve'))
    select c.group_name from counted c
    union
    select item ->> 'group'
      from hub.approval_request r cross join jsonb_array_elements(r.required) item
     where r.org_id = organization and r.id = request and r.escalated_at <= moment
       and r.terms #>> '{escalation,group}' in (select c.group_name from counted c);
end $$;

-- Whether the standing approvals, of those given by one moment, meet the quorum at another, everybody counting for one group: for every set of the groups there
-- are as many members in any of them as the set asks (Hall's theorem).
create function hub.quorum_met(organization uuid, request uuid, moment timestamptz, given_by timestamptz default 'infinity')
returns boolean language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
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
          from hub.standing_votes(organization, request, given_by) v
         where v.decision = 'approve'
           and exists (select from hub.counts_in(organization, request, v.member_id, moment, given_by) g where g = any (chosen));
        if present < asked then
            return false;
        end if;
    end loop;
    return true;
end $$;

-- Whether a reason says nothing: only code points that Unicode calls White_Space (the first line) or Default_Ignorable_Code_Point (the others), or none.
create function hub.says_nothing(reason text) returns boolean language plpgsql immutable
set search_path = pg_catalog, pg_temp as $$
begin
    return coalesce(reason, '') ~ ('^['
        '\u0009-\u000D\u0020\u0085\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000'
        '\u00AD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFE00-\uFE0F\uFEFF\uFFA0\uFFF0-\uFFF8'
        '\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A\U000E0000-\U000E0FFF'
        ']*$');
end $$;

-- Whether a member of the group that the request's policy names for it has overridden what is missing, and said why.
create function hub.override_stands(organization uuid, request uuid) returns boolean language plpgsql stable
set search_path = pg_catalog, pg_temp as $$
begin
    return exists (
        select from hub.approval_request r
          join hub.policy_version p on p.org_id = r.org_id and p.policy_id = r.policy_id and p.version = r.policy_version
          join hub.standing_votes(organization, request, 'infinity') v on v.decision = 'override'
          join hub.approval_group_member g on g.org_id = r.org_id and g.member_id = v.member_id
           and g.group_name = replace(convert_from(p.document, 'UTF8'), '\u0000', '\ufffd')::json #>> '{override,group}'
         where r.org_id = organization and r.id = request
           and not hub.says_nothing(replace(convert_from(v.statement, 'UTF8'), '\u0000', '\ufffd')::json ->> 'reason'));
end $$;

-- Refuses what is to happen on a request at that moment where its approvals do not add up.
create procedure hub.require_approved(organization uuid, asked uuid, hash bytea, tag text, moment timestamptz) language plpgsql
set search_path = pg_catalog, pg_temp as $$
declare
    request record;
    held    interval;
begin
    select * into request from hub.approval_request r where r.org_id = organization and r.id = asked for share;
    if not found or request.state <> 'executing' then
        raise exception 'a request that is not being executed has neither run nor change' using errcode = '23514';
    end if;
    if (request.proposer_id is null) <> (tag = 'agenthub/action/v1') then
        raise exception 'an action is run and a change is applied' using errcode = '23514';
    end if;
    if request.policy_outcome = 'deny' then
        raise exception 'the policy denies this request' using errcode = '23514';
    end if;
    if hash <> request.payload_hash
            or request.payload_hash <> sha256(convert_to(tag || E'\n', 'UTF8') || request.payload) then
        raise exception 'the payload is not the one that was hashed' using errcode = '23514';
    end if;
    if request.expires_at <= moment then
        raise exception 'the request has expired' using errcode = '23514';
    end if;
    if request.run_after > moment then
        raise exception 'the request is held' using errcode = '23514';
    end if;
    if exists (select from jsonb_array_elements(request.required) item where coalesce((item ->> 'count')::bigint, 0) < 1) then
        raise exception 'a quorum of nobody approves nothing' using errcode = '23514';
    end if;
    -- From here on nobody takes keys, roles or groups from these members, or from whoever lets them decide, before this transaction is
    -- committed.
    perform from hub.member m
      join hub.member_key k on k.org_id = m.org_id and k.member_id = m.id
     where m.org_id = organization
       and (exists (select from hub.decision d where d.org_id = m.org_id and d.request_id = asked and d.key_id = k.key_id)
            or exists (select from hub.delegation x
                         join hub.decision d on d.org_id = x.org_id and d.request_id = asked and d.member_id = x.delegate_id
                        where x.org_id = m.org_id and x.key_id = k.key_id and x.ended_at is null and x.ends_at > moment))
     order by m.id, k.key_id for share of m, k;
    if exists (select from hub.decision d
            where d.org_id = organization and d.request_id = asked and d.decision = 'deny') then
        raise exception 'the request was denied' using errcode = '23514';
    end if;
    -- The hold is counted again from the request where nobody is asked, and from the approvals: what the row says of its end is only believed where it is later.
    held := make_interval(secs => coalesce((request.terms ->> 'holdFor')::bigint, 0));
    if request.policy_outcome = 'require' then
        if hub.override_stands(organization, asked) then
            return;
        end if;
        if not hub.quorum_met(organization, asked, moment) then
            raise exception 'the approvals do not meet the quorum' using errcode = '23514';
        end if;
        if not hub.quorum_met(organization, asked, moment, moment - held) then
            raise exception 'the request is held' using errcode = '23514';
        end if;
    elsif request.created_at > moment - held then
        raise exception 'the request is held' using errcode = '23514';
    end if;
end $$;

create function hub.run_approved() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    call hub.require_approved(new.org_id, new.request_id, new.payload_hash, 'agenthub/action/v1', new.started_at);
    return new;
end $$;

create function hub.change_approved() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    call hub.require_approved(new.org_id, new.request_id, new.payload_hash, 'agenthub/change/v1', new.applied_at);
    return new;
end $$;

-- A finished run is history.
create function hub.run_finishes_once() returns trigger language plpgsql
set search_path = pg_catalog, pg_temp as $$
begin
    if old.finished_at is not null and old.outcome <> 'unknown' then
        raise exception 'a finished run does not change' using errcode = '23001';
    end if;
    if (new.org_id, new.id, new.request_id, new.payload_hash, new.started_at)
        is distinct from (old.org_id, old.id, old.request_id, old.payload_hash, old.started_at) then
        raise exception 'a run keeps its request, payload and start' using errcode = '23001';
    end if;
    return new;
end $$;

grant execute on function hub.may_vote(uuid, uuid, uuid), hub.standing_votes(uuid, uuid, timestamptz),
    hub.counts_in(uuid, uuid, uuid, timestamptz, timestamptz), hub.quorum_met(uuid, uuid, timestamptz, timestamptz), hub.says_nothing(text),
    hub.override_stands(uuid, uuid) to hub_app;
grant execute on procedure hub.require_approved(uuid, uuid, bytea, text, timestamptz) to hub_app;
grant execute on function hub.request_speakers(), hub.approval_request_frozen(), hub.request_attachment_frozen(), hub.decision_takes_its_turn(),
    hub.delegation_one_at_a_time(), hub.member_in_hand(), hub.run_approved(), hub.change_approved(), hub.run_finishes_once() to hub_owner;

-- The triggers that a table has from the moment it exists.
create table sec.required_trigger (
    table_name    text     not null,
    trigger_name  name     not null,
    function_name text     not null,
    -- As in pg_trigger: what it is fired by, and whether before and for each row.
    kind          smallint not null,
    enabled       "char"   not null default 'O',
    primary key (table_name, trigger_name)
);
insert into sec.required_trigger values
    ('audit.event', 'append_only', 'audit.refuse_change()', 1 + 2 + 8 + 16, 'A'),
    ('audit.event', 'append_only_truncate', 'audit.refuse_change()', 2 + 32, 'A'),
    ('audit.head', 'append_only', 'audit.refuse_change()', 1 + 2 + 8, 'A'),
    ('audit.head', 'append_only_truncate', 'audit.refuse_change()', 2 + 32, 'A'),
    ('audit.head', 'grows', 'audit.head_grows()', 1 + 2 + 16, 'A'),
    ('hub.member_role', 'member_in_hand', 'hub.member_in_hand()', 1 + 2 + 4 + 8 + 16, 'O'),
    ('hub.approval_group_member', 'member_in_hand', 'hub.member_in_hand()', 1 + 2 + 4 + 8 + 16, 'O'),
    ('hub.workspace_member', 'member_in_hand', 'hub.member_in_hand()', 1 + 2 + 4 + 8 + 16, 'O'),
    ('hub.delegation', 'member_in_hand', 'hub.member_in_hand()', 1 + 2 + 4 + 16, 'O'),
    ('hub.delegation', 'one_at_a_time', 'hub.delegation_one_at_a_time()', 1 + 2 + 4 + 16, 'O'),
    ('hub.connection', 'belongs', 'hub.of_connector()', 1 + 2 + 4, 'O'),
    ('hub.authorization_attempt', 'belongs', 'hub.of_connector()', 1 + 2 + 4, 'O'),
    ('hub.token_revocation', 'belongs', 'hub.of_connector()', 1 + 2 + 4, 'O'),
    ('hub.agent_key', 'belongs', 'hub.of_agent()', 1 + 2 + 4, 'O'),
    ('hub.agent_tool', 'belongs', 'hub.of_agent()', 1 + 2 + 4, 'O'),
    ('hub.earlier_tool', 'belongs', 'hub.of_agent()', 1 + 2 + 4, 'O'),
    ('hub.reservation', 'belongs', 'hub.of_run()', 1 + 2 + 4, 'O'),
    ('hub.reservation', 'budgets', 'hub.budgets_in_workspace()', 1 + 2 + 4, 'O'),
    ('hub.approval_request', 'replaces', 'hub.replaces_in_workspace()', 1 + 2 + 4, 'O'),
    ('hub.approval_request', 'speakers', 'hub.request_speakers()', 1 + 2 + 4, 'O'),
    ('hub.approval_request', 'frozen', 'hub.approval_request_frozen()', 1 + 2 + 16, 'O'),
    ('hub.request_attachment', 'belongs', 'hub.of_request()', 1 + 2 + 4, 'O'),
    ('hub.request_attachment', 'frozen', 'hub.request_attachment_frozen()', 1 + 2 + 8 + 16, 'O'),
    ('hub.payload_fetch', 'belongs', 'hub.of_request()', 1 + 2 + 4, 'O'),
    ('hub.decision', 'belongs', 'hub.of_request()', 1 + 2 + 4, 'O'),
    ('hub.decision', 'takes_its_turn', 'hub.decision_takes_its_turn()', 1 + 2 + 4, 'O'),
    ('hub.alert_acknowledgement', 'belongs', 'hub.of_decision()', 1 + 2 + 4, 'O'),
    ('hub.run', 'approved', 'hub.run_approved()', 1 + 2 + 4, 'O'),
    ('hub.run', 'belongs', 'hub.run_of_request()', 1 + 2 + 4, 'O'),
    ('hub.applied_change', 'approved', 'hub.change_approved()', 1 + 2 + 4, 'O'),
    ('hub.applied_change', 'belongs', 'hub.of_request()', 1 + 2 + 4, 'O'),
    ('hub.run', 'finishes_once', 'hub.run_finishes_once()', 1 + 2 + 16, 'O');
