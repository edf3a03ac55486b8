-- An action that waits for people, what they were shown, and what they signed.

create table hub.approval_request (
    org_id          uuid        not null,
    id              uuid        not null,
    agent_id        uuid        not null,
    workspace_id    uuid        not null,
    tool_name       text        not null,
    connector_id    uuid        not null,
    title           text        not null,
    risk            text        not null check (risk in ('low', 'medium', 'high')),
    agent_says      text,
    payload         bytea       not null,
    payload_hash    bytea       not null check (length(payload_hash) = 32),
    policy_id       uuid        not null,
    policy_version  int         not null,
    policy_digest   bytea       not null check (length(policy_digest) = 32),
    policy_outcome  text        not null check (policy_outcome in ('allow', 'require', 'deny')),
    required        jsonb       not null check (jsonb_typeof(required) = 'array'),
    state           text        not null check (state in ('pending', 'approved', 'denied', 'expired', 'cancelled',
                                                          'executing', 'executed', 'failed', 'unknown', 'refused')),
    refusal         text        check (refusal ~ '^[A-Z][A-Z_]*$'),
    idempotency_key text        not null check (length(idempotency_key) between 1 and 200),
    submission_hash bytea       not null check (length(submission_hash) = 32),
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    decided_at      timestamptz,
    updated_at      timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, agent_id, idempotency_key),
    foreign key (org_id, agent_id) references hub.agent,
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, connector_id) references hub.connector,
    foreign key (org_id, policy_id, policy_version) references hub.policy_version,
    check ((policy_outcome = 'require') = (jsonb_array_length(required) > 0)),
    -- What we refuse says why, and nothing else does: a person who denies gives their reason in their decision.
    check ((refusal is not null) = (state = 'refused' or (state = 'denied' and policy_outcome = 'deny')))
);
create index approval_request_by_state on hub.approval_request (org_id, state, id desc);
call sec.protect('hub.approval_request', 'select, insert, update (state, refusal, decided_at, updated_at)');

-- What was submitted never changes; the state only moves forward, and why it was refused is said as it moves.
create function hub.approval_request_frozen() returns trigger language plpgsql as $$
begin
    if (new.org_id, new.id, new.agent_id, new.workspace_id, new.tool_name, new.connector_id, new.title, new.risk,
            new.agent_says, new.payload, new.payload_hash, new.policy_id, new.policy_version, new.policy_digest,
            new.policy_outcome, new.required, new.idempotency_key, new.submission_hash, new.created_at, new.expires_at)
        is distinct from
       (old.org_id, old.id, old.agent_id, old.workspace_id, old.tool_name, old.connector_id, old.title, old.risk,
            old.agent_says, old.payload, old.payload_hash, old.policy_id, old.policy_version, old.policy_digest,
            old.policy_outcome, old.required, old.idempotency_key, old.submission_hash, old.created_at, old.expires_at)
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
create trigger frozen before update on hub.approval_request
    for each row execute function hub.approval_request_frozen();

create table hub.payload_fetch (
    org_id     uuid        not null,
    request_id uuid        not null,
    member_id  uuid        not null,
    challenge  bytea       not null check (length(challenge) = 32),
    fetched_at timestamptz not null default now(),
    used_at    timestamptz,
    primary key (org_id, request_id, member_id, challenge),
    foreign key (org_id, request_id) references hub.approval_request,
    foreign key (org_id, member_id) references hub.member
);
call sec.protect('hub.payload_fetch', 'select, insert, update (used_at)');

create table hub.decision (
    org_id      uuid        not null,
    id          uuid        not null,
    request_id  uuid        not null,
    member_id   uuid        not null,
    key_id      text        not null,
    decision    text        not null check (decision in ('approve', 'deny', 'withdraw', 'override')),
    statement   bytea       not null,
    signature   bytea       not null check (length(signature) = 64),
    decided_at  timestamptz not null,
    recorded_at timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, request_id, member_id),
    foreign key (org_id, request_id) references hub.approval_request,
    foreign key (org_id, member_id) references hub.member,
    foreign key (org_id, key_id) references hub.member_key
);
call sec.protect('hub.decision', 'select, insert');
