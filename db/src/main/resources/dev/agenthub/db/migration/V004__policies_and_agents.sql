-- Policies are published in versions that never change; agents are installed under one. An agent sees itself and its tools, and no policy.
-- One policy of an organization may be its governance policy, which says which changes of the rules themselves need approvals.

create table hub.policy (
    org_id          uuid not null references hub.organization,
    id              uuid not null,
    name            text not null check (length(name) between 1 and 200),
    current_version int  not null check (current_version >= 1),
    kind            text not null default 'action' check (kind in ('action', 'governance')),
    primary key (org_id, id),
    unique (org_id, kind, name)
);
create unique index policy_governance on hub.policy (org_id) where kind = 'governance';
call sec.protect('hub.policy', 'select, insert, update (name, current_version)', reads => '(select sec.acting_agent()) is null');

create table hub.policy_version (
    org_id       uuid        not null,
    policy_id    uuid        not null,
    version      int         not null check (version >= 1),
    document     bytea       not null,
    digest       bytea       not null check (length(digest) = 32),
    published_at timestamptz not null default now(),
    published_by uuid,
    primary key (org_id, policy_id, version),
    foreign key (org_id, policy_id) references hub.policy,
    foreign key (org_id, published_by) references hub.member,
    check (digest = sha256(document))
);
call sec.protect('hub.policy_version', 'select, insert', reads => '(select sec.acting_agent()) is null');

create table hub.agent (
    org_id          uuid        not null,
    id              uuid        not null,
    workspace_id    uuid        not null,
    name            text        not null check (length(name) between 1 and 200),
    owner_id        uuid        not null,
    policy_id       uuid        not null,
    manifest        bytea       not null,
    manifest_digest bytea       not null check (length(manifest_digest) = 32),
    enabled         boolean     not null default true,
    created_at      timestamptz not null default now(),
    primary key (org_id, id),
    unique (org_id, id, workspace_id),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, owner_id) references hub.member,
    foreign key (org_id, policy_id) references hub.policy
);
-- A workspace has one agent of a name: an installation that is repeated is told so.
create unique index agent_name on hub.agent (org_id, workspace_id, name);
call sec.protect('hub.agent', 'select, insert, update (name, policy_id, manifest, manifest_digest, enabled)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]) or id = (select sec.acting_agent())',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

create table hub.agent_key (
    org_id       uuid        not null,
    id           uuid        not null,
    agent_id     uuid        not null,
    workspace_id uuid        not null,
    secret_hash  bytea       not null check (length(secret_hash) = 32),
    -- Who was shown the key, and so can speak for the agent; null where the backend alone has it.
    shown_to     uuid,
    created_at   timestamptz not null default now(),
    revoked_at   timestamptz,
    primary key (org_id, id),
    foreign key (org_id, agent_id) references hub.agent,
    foreign key (org_id, shown_to) references hub.member
);
create index agent_key_by_agent on hub.agent_key (org_id, agent_id);
create trigger belongs before insert on hub.agent_key for each row execute function hub.of_agent();
call sec.protect('hub.agent_key', 'select, insert, update (revoked_at)',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

create table hub.agent_tool (
    org_id       uuid  not null,
    agent_id     uuid  not null,
    name         text  not null check (length(name) between 1 and 200),
    connector_id uuid  not null,
    workspace_id uuid  not null,
    definition   bytea not null,
    digest       bytea not null check (length(digest) = 32),
    risk         text  not null check (risk in ('low', 'medium', 'high')),
    primary key (org_id, agent_id, name),
    foreign key (org_id, agent_id) references hub.agent,
    foreign key (org_id, connector_id, workspace_id) references hub.connector (org_id, id, workspace_id),
    check (digest = sha256(definition))
);
create trigger belongs before insert on hub.agent_tool for each row execute function hub.of_agent();
call sec.protect('hub.agent_tool', 'select, insert, update (connector_id, definition, digest, risk), delete',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or agent_id = (select sec.acting_agent())',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
