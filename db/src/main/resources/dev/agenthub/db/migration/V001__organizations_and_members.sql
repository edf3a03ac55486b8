-- People and where they belong. Every table is tenant data: sec.protect gives it row-level security and the named rights.

create table hub.organization (
    org_id      uuid        not null primary key,
    name        text        not null check (length(name) between 1 and 200),
    deployment  text        not null check (deployment ~ '^[A-Za-z0-9._-]{1,100}$'),
    created_at  timestamptz not null default now()
);
call sec.protect('hub.organization', 'select, insert', reads => 'true');

create table hub.workspace (
    org_id uuid not null references hub.organization,
    id     uuid not null,
    name   text not null check (length(name) between 1 and 200),
    primary key (org_id, id),
    unique (org_id, name)
);
call sec.protect('hub.workspace', 'select, insert, update', reads => '(select sec.reads_everything())
    or id = any ((select sec.narrowed_to())::uuid[]) or id = any ((select sec.acting_workspaces())::uuid[])');

-- People know each other; agents know no people.

create table hub.member (
    org_id          uuid        not null references hub.organization,
    id              uuid        not null,
    name            text        not null check (length(name) between 1 and 200),
    active          boolean     not null default true,
    every_workspace boolean     not null default true,
    created_at      timestamptz not null default now(),
    primary key (org_id, id)
);
call sec.protect('hub.member', 'select, insert, update', reads => '(select sec.acting_agent()) is null');

create table hub.member_role (
    org_id    uuid not null,
    member_id uuid not null,
    role      text not null check (role in ('approver', 'auditor', 'admin', 'owner')),
    primary key (org_id, member_id, role),
    foreign key (org_id, member_id) references hub.member
);
create trigger member_in_hand before insert or update or delete on hub.member_role
    for each row execute function hub.member_in_hand();
call sec.protect('hub.member_role', 'select, insert, delete', reads => '(select sec.acting_agent()) is null');

create table hub.approval_group (
    org_id uuid not null references hub.organization,
    name   text not null check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
    primary key (org_id, name)
);
call sec.protect('hub.approval_group', 'select, insert', reads => '(select sec.acting_agent()) is null');

create table hub.approval_group_member (
    org_id     uuid not null,
    group_name text not null,
    member_id  uuid not null,
    primary key (org_id, group_name, member_id),
    foreign key (org_id, group_name) references hub.approval_group,
    foreign key (org_id, member_id) references hub.member
);
create index approval_group_member_by_member on hub.approval_group_member (org_id, member_id);
create trigger member_in_hand before insert or update or delete on hub.approval_group_member
    for each row execute function hub.member_in_hand();
call sec.protect('hub.approval_group_member', 'select, insert, delete', reads => '(select sec.acting_agent()) is null');

create table hub.workspace_member (
    org_id       uuid not null,
    workspace_id uuid not null,
    member_id    uuid not null,
    primary key (org_id, workspace_id, member_id),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, member_id) references hub.member
);
create index workspace_member_by_member on hub.workspace_member (org_id, member_id);
create trigger member_in_hand before insert or update or delete on hub.workspace_member
    for each row execute function hub.member_in_hand();
call sec.protect('hub.workspace_member', 'select, insert, delete', reads => '(select sec.acting_agent()) is null');

-- A key is enrolled once and can only be revoked: who signed what must stay answerable.
create table hub.member_key (
    org_id      uuid        not null,
    key_id      text        not null check (key_id ~ '^[0-9a-f]{16}$'),
    member_id   uuid        not null,
    alg         text        not null,
    public_key  bytea       not null,
    enrolled_at timestamptz not null default now(),
    revoked_at  timestamptz,
    primary key (org_id, key_id),
    foreign key (org_id, member_id) references hub.member,
    check (key_id = encode(substring(sha256(public_key) for 8), 'hex')),
    check (case alg
               when 'ed25519' then length(public_key) = 32
               when 'es256' then length(public_key) = 65 and substring(public_key for 1) = '\x04'
               else false
           end)
);
create index member_key_by_member on hub.member_key (org_id, member_id);
call sec.protect('hub.member_key', 'select, insert, update (revoked_at)', reads => '(select sec.acting_agent()) is null');

-- A member who will be away lets another decide for them, and signs it. It is ended, never deleted.
create table hub.delegation (
    org_id      uuid        not null,
    id          uuid        not null,
    member_id   uuid        not null,
    delegate_id uuid        not null,
    key_id      text        not null,
    starts_at   timestamptz not null,
    ends_at     timestamptz not null,
    reason      text        not null,
    statement   bytea       not null,
    signature   bytea       not null check (length(signature) = 64),
    created_at  timestamptz not null,
    ended_at    timestamptz,
    primary key (org_id, id),
    foreign key (org_id, member_id) references hub.member,
    foreign key (org_id, delegate_id) references hub.member,
    foreign key (org_id, key_id) references hub.member_key,
    check (starts_at < ends_at and member_id <> delegate_id)
);
create index delegation_by_member on hub.delegation (org_id, member_id);
create index delegation_by_delegate on hub.delegation (org_id, delegate_id);
create trigger member_in_hand before insert or update on hub.delegation
    for each row execute function hub.member_in_hand();
create trigger one_at_a_time before insert or update on hub.delegation
    for each row execute function hub.delegation_one_at_a_time();
call sec.protect('hub.delegation', 'select, insert, update (ended_at)', reads => '(select sec.acting_agent()) is null',
    writes => '(select sec.sees_everything()) or member_id = (select sec.acting_member())');
