-- An action or a change of the rules that waits for people, what they were shown, and what they signed. What the triggers ask stands in B006 and B007.

create table hub.approval_request (
    org_id          uuid        not null,
    id              uuid        not null,
    -- Of an agent's action.
    agent_id        uuid,
    tool_name       text,
    connector_id    uuid,
    -- Of a change that a member proposes.
    proposer_id     uuid,
    change_kind     text        check (change_kind ~ '^[a-z_]+\.[a-z_]+$'),
    subject_kind    text,
    subject_id      text,
    -- Null for a change of the whole organization, which members of single workspaces do not see.
    workspace_id    uuid,
    title           text        not null,
    -- In what lists look for words: small letters of who asks, what, where and about whom.
    search_text     text        not null default '' check (length(search_text) <= 500),
    risk            text        not null check (risk in ('low', 'medium', 'high')),
    agent_says      text,
    -- Where members made it of an earlier request: that one, and everybody who edited on the way, the last one last.
    replaces        uuid,
    editors         uuid[]      not null default '{}',
    -- Who could speak for the agent when it was asked: its owner, and whoever had been shown a key of it that worked. Nobody fills this in.
    speakers        uuid[]      not null default '{}',
    payload         bytea       not null,
    payload_hash    bytea       not null check (length(payload_hash) = 32),
    policy_id       uuid        not null,
    policy_version  int         not null,
    policy_digest   bytea       not null check (length(policy_digest) = 32),
    policy_outcome  text        not null check (policy_outcome in ('allow', 'require', 'deny')),
    required        jsonb       not null check (jsonb_typeof(required) = 'array'),
    -- What the policy asks beside the number of approvals.
    terms           json        not null default '{}' check (json_typeof(terms) = 'object'),
    state           text        not null check (state in ('pending', 'approved', 'denied', 'expired', 'cancelled',
                                                          'executing', 'executed', 'failed', 'unknown', 'refused')),
    refusal         text        check (refusal ~ '^[A-Z][A-Z_]*$'),
    -- What the member said who denied or cancelled it, for an agent that sees no decisions.
    closing_reason  text,
    idempotency_key text        not null check (length(idempotency_key) between 1 and 200),
    submission_hash bytea       not null check (length(submission_hash) = 32),
    created_at      timestamptz not null,
    expires_at      timestamptz not null,
    decided_at      timestamptz,
    -- Where it stands among the decided: what no member brought to its end goes by when it was asked for.
    listed_at       timestamptz not null default now(),
    run_after       timestamptz,
    -- When others are asked too if it still waits, and when they were.
    escalate_at     timestamptz,
    escalated_at    timestamptz check (escalated_at >= escalate_at),
    updated_at      timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, agent_id, idempotency_key),
    unique (org_id, proposer_id, idempotency_key),
    unique (org_id, replaces),
    foreign key (org_id, agent_id, workspace_id) references hub.agent (org_id, id, workspace_id),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, connector_id, workspace_id) references hub.connector (org_id, id, workspace_id),
    foreign key (org_id, policy_id, policy_version) references hub.policy_version,
    foreign key (org_id, proposer_id) references hub.member,
    foreign key (org_id, replaces) references hub.approval_request,
    check ((replaces is null) = (cardinality(editors) = 0) and (replaces is null or proposer_id is null)),
    check ((escalate_at is null) = (terms -> 'escalation' is null) and (escalated_at is null or escalate_at is not null)),
    constraint action_or_change check (
        case when proposer_id is null then num_nulls(agent_id, tool_name, connector_id, workspace_id) = 0
                                           and num_nonnulls(change_kind, subject_kind, subject_id) = 0
             else num_nonnulls(agent_id, tool_name, connector_id) = 0 and num_nulls(change_kind, subject_kind, subject_id) = 0 end),
    check ((policy_outcome = 'require') = (jsonb_array_length(required) > 0)),
    -- What we refuse or cancel says why; a person who denies gives their reason in their decision, and an agent that takes its own back
    -- need give none.
    constraint refusal_has_its_state check (
        case when refusal is null then not (state = 'refused' or (state = 'denied' and policy_outcome = 'deny'))
             else state in ('refused', 'cancelled') or (state = 'denied' and policy_outcome = 'deny') end)
);
-- Lists walk each state and risk down one of these, so that a page costs the same however many wait. With the columns that its policies
-- ask, so that neither a page of keys nor a count needs a row, nor does looking for words, which no policy lets an index do by itself.
create index approval_request_by_state on hub.approval_request (org_id, state, risk, id desc)
    include (workspace_id, agent_id, expires_at, listed_at, search_text);
create index approval_request_by_expiry on hub.approval_request (org_id, state, risk, expires_at, id) include (workspace_id, agent_id);
create index approval_request_by_decision on hub.approval_request (org_id, state, risk, listed_at desc, id desc)
    include (workspace_id, agent_id);
-- One agent's stretch of each state and risk: whether it floods the list is told by its first few entries.
create index approval_request_by_asker on hub.approval_request (org_id, agent_id, state, risk, expires_at, id) include (workspace_id);
create index approval_request_by_escalation on hub.approval_request (org_id, state, escalate_at, id) include (workspace_id, agent_id)
    where escalate_at is not null and escalated_at is null;
create index approval_request_by_workspace on hub.approval_request (org_id, workspace_id, created_at);
create index approval_request_by_agent on hub.approval_request (org_id, agent_id, created_at) include (workspace_id);
create trigger speakers before insert on hub.approval_request for each row execute function hub.request_speakers();
create trigger replaces before insert on hub.approval_request for each row execute function hub.replaces_in_workspace();
create trigger frozen before update on hub.approval_request
    for each row execute function hub.approval_request_frozen();
call sec.protect('hub.approval_request', 'select, insert, update (state, refusal, closing_reason, decided_at, listed_at, run_after, escalated_at, updated_at)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or agent_id = (select sec.acting_agent())',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

alter table hub.invitation add foreign key (org_id, request_id) references hub.approval_request;

-- The files that an action sends, in the order of its payload, which holds their digests. They come with the request and stay as they came.
create table hub.request_attachment (
    org_id       uuid        not null,
    request_id   uuid        not null,
    position     int         not null check (position >= 0),
    workspace_id uuid,
    name         text        not null check (length(name) between 1 and 200),
    media_type   text        not null,
    sha256       bytea       not null,
    size         int         not null,
    content      bytea       not null,
    primary key (org_id, request_id, position),
    unique (org_id, request_id, name),
    foreign key (org_id, request_id) references hub.approval_request,
    constraint attachment_digested check (sha256 = sha256(content) and size = length(content))
);
create trigger belongs before insert on hub.request_attachment for each row execute function hub.of_request();
create trigger frozen before update or delete on hub.request_attachment
    for each row execute function hub.request_attachment_frozen();
call sec.protect('hub.request_attachment', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- A challenge is a credential of whoever fetched: neither agents nor auditors see any, and a member of some workspaces only their own. Only its
-- SHA-256 is kept: what stands in an index, others of the organization can find by comparing.
create table hub.payload_fetch (
    org_id       uuid        not null,
    request_id   uuid        not null,
    member_id    uuid        not null,
    workspace_id uuid,
    challenge_hash bytea     not null check (length(challenge_hash) = 32),
    fetched_at   timestamptz not null default now(),
    used_at      timestamptz,
    primary key (org_id, request_id, member_id, challenge_hash),
    foreign key (org_id, request_id) references hub.approval_request,
    foreign key (org_id, member_id) references hub.member
);
create trigger belongs before insert on hub.payload_fetch for each row execute function hub.of_request();
call sec.protect('hub.payload_fetch', 'select, insert, update (used_at)',
    reads => '(select sec.sees_everything())
        or workspace_id = any ((select sec.narrowed_to())::uuid[]) and member_id = (select sec.acting_member())',
    writes => '(select sec.sees_everything())
        or workspace_id = any ((select sec.narrowed_to())::uuid[]) and member_id = (select sec.acting_member())');

create table hub.decision (
    org_id       uuid        not null,
    id           uuid        not null,
    request_id   uuid        not null,
    member_id    uuid        not null,
    workspace_id uuid,
    key_id       text        not null,
    decision     text        not null check (decision in ('approve', 'deny', 'withdraw', 'override')),
    turn         int         not null default 0 check (turn >= 0),
    statement    bytea       not null,
    signature    bytea       not null check (length(signature) = 64),
    decided_at   timestamptz not null,
    recorded_at  timestamptz not null default now(),
    primary key (org_id, id),
    constraint decision_turns unique (org_id, request_id, member_id, turn),
    foreign key (org_id, request_id) references hub.approval_request,
    foreign key (org_id, member_id) references hub.member,
    foreign key (org_id, key_id) references hub.member_key
);
create trigger belongs before insert on hub.decision for each row execute function hub.of_request();
create trigger takes_its_turn before insert on hub.decision for each row execute function hub.decision_takes_its_turn();
call sec.protect('hub.decision', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
-- The newest overrides, of which every administrator is told.
create index decision_overrides on hub.decision (org_id, id desc) include (workspace_id) where decision = 'override';

-- That an administrator has seen an override; each says so for themselves.
create table hub.alert_acknowledgement (
    org_id          uuid        not null,
    decision_id     uuid        not null,
    member_id       uuid        not null,
    workspace_id    uuid,
    acknowledged_at timestamptz not null,
    primary key (org_id, decision_id, member_id),
    foreign key (org_id, decision_id) references hub.decision,
    foreign key (org_id, member_id) references hub.member
);
create trigger belongs before insert on hub.alert_acknowledgement for each row execute function hub.of_decision();
call sec.protect('hub.alert_acknowledgement', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything())
        or workspace_id = any ((select sec.narrowed_to())::uuid[]) and member_id = (select sec.acting_member())');
