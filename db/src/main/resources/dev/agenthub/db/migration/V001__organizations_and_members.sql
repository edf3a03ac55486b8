-- People and where they belong. Every table is tenant data: sec.protect gives it row-level security and the named rights.

create table hub.organization (
    org_id      uuid        not null primary key,
    name        text        not null check (length(name) between 1 and 200),
    deployment  text        not null check (deployment ~ '^[A-Za-z0-9._-]{1,100}$'),
    incarnation int         not null default 1 check (incarnation >= 1),
    created_at  timestamptz not null default now()
);
call sec.protect('hub.organization', 'select, insert');

create table hub.workspace (
    org_id uuid not null references hub.organization,
    id     uuid not null,
    name   text not null check (length(name) between 1 and 200),
    primary key (org_id, id),
    unique (org_id, name)
);
call sec.protect('hub.workspace', 'select, insert, update');

create table hub.member (
    org_id     uuid        not null references hub.organization,
    id         uuid        not null,
    name       text        not null check (length(name) between 1 and 200),
    active     boolean     not null default true,
    created_at timestamptz not null default now(),
    primary key (org_id, id)
);
call sec.protect('hub.member', 'select, insert, update');

create table hub.member_role (
    org_id    uuid not null,
    member_id uuid not null,
    role      text not null check (role in ('approver', 'auditor', 'admin', 'owner')),
    primary key (org_id, member_id, role),
    foreign key (org_id, member_id) references hub.member
);
call sec.protect('hub.member_role', 'select, insert, delete');

create table hub.approval_group (
    org_id uuid not null references hub.organization,
    name   text not null check (name ~ '^[a-z][a-z0-9-]{0,62}$'),
    primary key (org_id, name)
);
call sec.protect('hub.approval_group', 'select, insert');

create table hub.approval_group_member (
    org_id     uuid not null,
    group_name text not null,
    member_id  uuid not null,
    primary key (org_id, group_name, member_id),
    foreign key (org_id, group_name) references hub.approval_group,
    foreign key (org_id, member_id) references hub.member
);
create index approval_group_member_by_member on hub.approval_group_member (org_id, member_id);
call sec.protect('hub.approval_group_member', 'select, insert, delete');

-- A key is enrolled once and can only be revoked: who signed what must stay answerable.
create table hub.member_key (
    org_id      uuid        not null,
    key_id      text        not null check (key_id ~ '^[0-9a-f]{16}$'),
    member_id   uuid        not null,
    public_key  bytea       not null check (length(public_key) = 32),
    enrolled_at timestamptz not null default now(),
    revoked_at  timestamptz,
    primary key (org_id, key_id),
    foreign key (org_id, member_id) references hub.member,
    check (key_id = encode(substring(sha256(public_key) for 8), 'hex'))
);
create index member_key_by_member on hub.member_key (org_id, member_id);
call sec.protect('hub.member_key', 'select, insert, update (revoked_at)');

create table hub.invitation (
    org_id     uuid        not null references hub.organization,
    id         uuid        not null,
    code_hash  bytea       not null check (length(code_hash) = 32),
    name       text,
    roles      text[]      not null default '{}',
    groups     text[]      not null default '{}',
    invited_by uuid,
    expires_at timestamptz not null,
    used_at    timestamptz,
    used_by    uuid,
    primary key (org_id, id),
    foreign key (org_id, invited_by) references hub.member,
    foreign key (org_id, used_by) references hub.member,
    check ((used_at is null) = (used_by is null)),
    check (roles <@ array['approver', 'auditor', 'admin', 'owner'])
);
call sec.protect('hub.invitation', 'select, insert, update (used_at, used_by, expires_at)');
