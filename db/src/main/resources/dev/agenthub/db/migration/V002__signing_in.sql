-- Coming in by an invitation, and signing in: a challenge that a member's key signs once, and the session it opens. Only hashes of
-- secrets are kept.

create table hub.invitation (
    org_id     uuid        not null references hub.organization,
    id         uuid        not null,
    code_hash  bytea       not null check (length(code_hash) = 32),
    name       text,
    roles      text[]      not null default '{}',
    groups     text[]      not null default '{}',
    -- Who is there already, where the invitation is for a further device of theirs: it then adds a key and no member.
    member_id  uuid,
    invited_by uuid,
    -- The device key and the session that it was made with: it ends with them.
    key_id     text,
    session_id uuid,
    expires_at timestamptz not null,
    used_at    timestamptz,
    used_by    uuid,
    -- The proposal that it was approved by, where governance asks for one.
    request_id uuid,
    primary key (org_id, id),
    foreign key (org_id, member_id) references hub.member,
    foreign key (org_id, invited_by) references hub.member,
    foreign key (org_id, used_by) references hub.member,
    foreign key (org_id, key_id) references hub.member_key,
    check ((used_at is null) = (used_by is null)),
    check (roles <@ array['approver', 'auditor', 'admin', 'owner'])
);
call sec.protect('hub.invitation', 'select, insert, update (used_at, used_by, expires_at)');

create table hub.signin_challenge (
    org_id     uuid        not null,
    id         uuid        not null,
    key_id     text        not null,
    challenge  bytea       not null check (length(challenge) = 32),
    expires_at timestamptz not null,
    used_at    timestamptz,
    primary key (org_id, id),
    foreign key (org_id, key_id) references hub.member_key
);
create index signin_challenge_by_expiry on hub.signin_challenge (org_id, expires_at);
call sec.protect('hub.signin_challenge', 'select, insert, update (used_at), delete');

create table hub.session (
    org_id      uuid        not null,
    id          uuid        not null,
    member_id   uuid        not null,
    key_id      text        not null,
    secret_hash bytea       not null check (length(secret_hash) = 32),
    created_at  timestamptz not null default now(),
    expires_at  timestamptz not null,
    revoked_at  timestamptz,
    primary key (org_id, id),
    foreign key (org_id, member_id) references hub.member,
    foreign key (org_id, key_id) references hub.member_key
);
create index session_by_member on hub.session (org_id, member_id);
call sec.protect('hub.session', 'select, insert, update (expires_at, revoked_at), delete',
    reads => '(select sec.sees_everything()) or member_id = (select sec.acting_member())',
    writes => '(select sec.sees_everything()) or member_id = (select sec.acting_member())');
