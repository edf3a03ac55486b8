-- The one execution a request can have. The database itself refuses a run whose approvals do not add up.

create table hub.run (
    org_id          uuid        not null,
    id              uuid        not null,
    request_id      uuid        not null,
    payload_hash    bytea       not null check (length(payload_hash) = 32),
    started_at      timestamptz not null,
    finished_at     timestamptz,
    outcome         text        check (outcome in ('executed', 'failed', 'unknown')),
    response_status int,
    response_digest bytea       check (length(response_digest) = 32),
    response_body   bytea,
    detail          text,
    primary key (org_id, id),
    unique (org_id, request_id),
    foreign key (org_id, request_id) references hub.approval_request,
    check ((finished_at is null) = (outcome is null))
);
create index run_unfinished on hub.run (org_id, started_at) where finished_at is null;
call sec.protect('hub.run', 'select, insert, update (finished_at, outcome, response_status, response_digest, response_body, detail)');

create function hub.run_approved() returns trigger language plpgsql as $$
declare
    request hub.approval_request;
    needed  bigint;
    counted bigint;
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
    if exists (select from jsonb_array_elements(request.required) item where coalesce((item ->> 'count')::bigint, 0) < 1) then
        raise exception 'a quorum of nobody approves nothing' using errcode = '23514';
    end if;
    select coalesce(sum((item ->> 'count')::bigint), 0) into needed from jsonb_array_elements(request.required) item;
    select count(distinct d.member_id) into counted
      from hub.decision d
      join hub.member m on m.org_id = d.org_id and m.id = d.member_id and m.active
      join hub.agent a on a.org_id = d.org_id and a.id = request.agent_id and a.owner_id <> d.member_id
     where d.org_id = new.org_id and d.request_id = new.request_id and d.decision = 'approve';
    if counted < needed or exists (select from hub.decision d
            where d.org_id = new.org_id and d.request_id = new.request_id and d.decision = 'deny') then
        raise exception '% of % approvals are there', counted, needed using errcode = '23514';
    end if;
    return new;
end $$;
create trigger approved before insert on hub.run for each row execute function hub.run_approved();

-- A finished run is history.
create function hub.run_finishes_once() returns trigger language plpgsql as $$
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
create trigger finishes_once before update on hub.run for each row execute function hub.run_finishes_once();
