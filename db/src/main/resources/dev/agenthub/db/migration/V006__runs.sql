-- The one execution a request can have: the run of an action, or the application of a change. The database itself refuses one whose
-- approvals do not add up: B007.

create table hub.run (
    org_id          uuid        not null,
    id              uuid        not null,
    request_id      uuid        not null,
    agent_id        uuid        not null,
    workspace_id    uuid        not null,
    payload_hash    bytea       not null check (length(payload_hash) = 32),
    -- The backend that makes the call. A run whose lease has lapsed is nobody's: whether it had its effect is not known.
    owner           uuid,
    lease_until     timestamptz,
    started_at      timestamptz not null,
    finished_at     timestamptz,
    outcome         text        check (outcome in ('executed', 'failed', 'unknown')),
    response_status int,
    response_digest bytea       check (length(response_digest) = 32),
    response_body   bytea,
    -- How many bytes of a long answer are not in it, at least.
    response_missing bigint     check (response_missing > 0),
    detail          text,
    -- The stable code of why the call was not made, or has no answer.
    failure         text,
    primary key (org_id, id),
    unique (org_id, request_id),
    foreign key (org_id, request_id) references hub.approval_request,
    check ((finished_at is null) = (outcome is null))
);
create index run_by_agent on hub.run (org_id, agent_id, started_at desc);
create index run_unfinished on hub.run (org_id, started_at) where finished_at is null;
create trigger approved before insert on hub.run for each row execute function hub.run_approved();
create trigger belongs before insert on hub.run for each row execute function hub.run_of_request();
create trigger finishes_once before update on hub.run for each row execute function hub.run_finishes_once();
call sec.protect('hub.run',
    'select, insert, update (lease_until, finished_at, outcome, response_status, response_digest, response_body, response_missing, detail, failure)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or agent_id = (select sec.acting_agent())',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- A change has no outcome: it is applied in the transaction that inserts this row, or not at all.
create table hub.applied_change (
    org_id       uuid        not null,
    request_id   uuid        not null,
    workspace_id uuid,
    payload_hash bytea       not null check (length(payload_hash) = 32),
    applied_at   timestamptz not null,
    primary key (org_id, request_id),
    foreign key (org_id, request_id) references hub.approval_request
);
create trigger approved before insert on hub.applied_change for each row execute function hub.change_approved();
create trigger belongs before insert on hub.applied_change for each row execute function hub.of_request();
call sec.protect('hub.applied_change', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
