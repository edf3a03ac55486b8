-- Services that agents reach through AgentHub, and the sealed credentials for them. An agent knows those that its tools call.

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
    primary key (org_id, id),
    unique (org_id, workspace_id, name),
    foreign key (org_id, workspace_id) references hub.workspace
);
call sec.protect('hub.connector', 'select, insert, update (name, base_url, enabled)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or id = any ((select sec.acting_connectors())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

create table hub.connection (
    org_id       uuid        not null,
    id           uuid        not null,
    connector_id uuid        not null,
    workspace_id uuid        not null,
    sealed_token bytea       not null,
    scopes       text[]      not null default '{}',
    created_at   timestamptz not null default now(),
    primary key (org_id, id),
    foreign key (org_id, connector_id) references hub.connector
);
create index connection_by_connector on hub.connection (org_id, connector_id);
create trigger belongs before insert on hub.connection for each row execute function hub.of_connector();
call sec.protect('hub.connection', 'select, insert, update (sealed_token, scopes), delete',
    reads => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
