-- Services that agents reach through AgentHub, and the sealed credentials for them, in tables of their own: an agent knows the services that its
-- tools call, an auditor all of them, and neither a credential.

create table hub.connector (
    org_id       uuid    not null,
    id           uuid    not null,
    workspace_id uuid    not null,
    name         text    not null check (length(name) between 1 and 200),
    base_url     text    not null,
    kind         text    not null,
    -- How its credential stands in a call.
    header       text    not null default 'Authorization' check (header ~ '^[A-Za-z0-9-]{1,100}$'),
    prefix       text    not null default 'Bearer ' check (prefix ~ '^[ -~]{0,100}$'),
    enabled      boolean not null default true,
    -- What the service is (agenthub/connector/v1) as it was chosen from the catalog; null for one of which only the address is known.
    definition   bytea,
    -- Which client AgentHub is to the service's authorization server.
    client_id    text    check (length(client_id) <= 400 and client_id ~ '^[!-~]+$'),
    primary key (org_id, id),
    unique (org_id, workspace_id, name),
    -- What names a connector is of the same workspace: its foreign key carries that.
    unique (org_id, id, workspace_id),
    foreign key (org_id, workspace_id) references hub.workspace
);
call sec.protect('hub.connector', 'select, insert, update (name, base_url, enabled, definition, client_id)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or id = any ((select sec.acting_connectors())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- The sealed secret of the client that AgentHub is to a connector's authorization server; a public client has none.
create table hub.connector_client (
    org_id        uuid  not null,
    -- The connector's.
    id            uuid  not null,
    workspace_id  uuid  not null,
    sealed_secret bytea not null,
    primary key (org_id, id),
    foreign key (org_id, id, workspace_id) references hub.connector (org_id, id, workspace_id)
);
call sec.protect('hub.connector_client', 'select, insert, update (sealed_secret)',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- One authorization: a key, or the tokens that a person's consent gave. With another consent comes another row; a refresh changes this one.
create table hub.connection (
    org_id         uuid        not null,
    id             uuid        not null,
    connector_id   uuid        not null,
    workspace_id   uuid        not null,
    sealed_token   bytea       not null,
    sealed_refresh bytea,
    -- Grows with each pair of tokens, which are sealed for it: of two refreshers, the slower one changes nothing.
    version        int         not null default 1 check (version > 0),
    asked          text[]      not null default '{}',
    -- What the provider granted, and what of it nobody asked for and an administrator accepted.
    scopes         text[]      not null default '{}',
    accepted       text[]      not null default '{}',
    created_at     timestamptz not null default now(),
    obtained_at    timestamptz not null default now(),
    expires_at     timestamptz,
    -- Who refreshes it now; nobody after the time.
    refresher      uuid,
    refresh_until  timestamptz,
    refresh_after  timestamptz,
    -- Until when the provider wants no calls, by its own word (RFC 9110, section 10.2.3).
    paused_until   timestamptz,
    -- The version of the token that the provider did not accept last, until it accepts one.
    refused        int,
    -- Why it works no more until somebody connects again; null while it works.
    problem        text        check (problem ~ '^[A-Z][A-Z0-9_]{1,60}$'),
    primary key (org_id, id),
    foreign key (org_id, connector_id) references hub.connector,
    check ((refresher is null) = (refresh_until is null))
);
create index connection_by_connector on hub.connection (org_id, connector_id);
create index connection_by_expiry on hub.connection (org_id, expires_at) where sealed_refresh is not null and problem is null;
create trigger belongs before insert on hub.connection for each row execute function hub.of_connector();
call sec.protect('hub.connection',
    'select, insert, update (sealed_token, sealed_refresh, version, scopes, accepted, obtained_at, expires_at, refresher, refresh_until, refresh_after, paused_until, refused, problem), delete',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- A person who was sent to the provider and has not come back yet. It belongs to that person's session alone, and works once: either their browser
-- comes back with the state, or the provider is asked what became of the code that they typed there (RFC 8628).
create table hub.authorization_attempt (
    org_id          uuid        not null,
    id              uuid        not null,
    connector_id    uuid        not null,
    workspace_id    uuid        not null,
    member_id       uuid        not null,
    session_id      uuid        not null,
    state_hash      bytea       check (length(state_hash) = 32),
    sealed_verifier bytea,
    redirect_uri    text,
    sealed_device   bytea,
    -- How many seconds pass between two questions to the provider, and when the next one may be asked; put off while one is under way.
    poll_interval   int         check (poll_interval > 0),
    next_poll_at    timestamptz,
    asked           text[]      not null,
    -- The proposal that others approved; null where nobody was asked. It is there before the table of requests.
    request_id      uuid,
    expires_at      timestamptz not null,
    used_at         timestamptz,
    primary key (org_id, id),
    unique (org_id, state_hash),
    foreign key (org_id, connector_id) references hub.connector,
    foreign key (org_id, member_id) references hub.member,
    check (num_nonnulls(state_hash, sealed_verifier, redirect_uri) = case when sealed_device is null then 3 else 0 end),
    check (num_nonnulls(sealed_device, poll_interval, next_poll_at) in (0, 3))
);
create index authorization_attempt_by_expiry on hub.authorization_attempt (org_id, expires_at);
create trigger belongs before insert on hub.authorization_attempt for each row execute function hub.of_connector();
call sec.protect('hub.authorization_attempt', 'select, insert, update (used_at, poll_interval, next_poll_at), delete',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- Tokens that nothing is called with any more and that the provider is told to end. The tokens go with the answer, the row stays.
create table hub.token_revocation (
    org_id        uuid        not null,
    id            uuid        not null,
    connector_id  uuid        not null,
    workspace_id  uuid        not null,
    -- What the tokens were sealed for, and often gone, so that no key can tie it. Their seal does: it opens for this id in the row's own
    -- workspace only.
    connection_id uuid        not null,
    version       int         not null,
    sealed_token  bytea,
    sealed_refresh bytea,
    attempts      int         not null default 0 check (attempts >= 0),
    asked_at      timestamptz not null default now(),
    next_at       timestamptz not null default now(),
    ended_at      timestamptz,
    -- revoked, failed: tried for long and given up, or unsupported: the provider offers no way.
    outcome       text        check (outcome in ('revoked', 'failed', 'unsupported')),
    detail        text,
    primary key (org_id, id),
    foreign key (org_id, connector_id) references hub.connector,
    check ((ended_at is null) = (outcome is null)),
    check (outcome is null or (sealed_token is null and sealed_refresh is null))
);
create index token_revocation_by_connector on hub.token_revocation (org_id, connector_id, asked_at desc);
create index token_revocation_waiting on hub.token_revocation (org_id, next_at) where ended_at is null;
create trigger belongs before insert on hub.token_revocation for each row execute function hub.of_connector();
call sec.protect('hub.token_revocation',
    'select, insert, update (sealed_token, sealed_refresh, attempts, next_at, ended_at, outcome, detail)',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
