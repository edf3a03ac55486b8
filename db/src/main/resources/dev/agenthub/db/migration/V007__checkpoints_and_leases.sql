-- What the backends of one database keep for each other: every checkpoint ever published, so that an export can carry them all, and who
-- does what just now, by this server's clock and nobody else's.

create table hub.checkpoint (
    org_id       uuid        not null references hub.organization,
    incarnation  int         not null check (incarnation >= 1),
    size         bigint      not null check (size >= 0),
    root         bytea       not null check (length(root) = 32),
    note         text        not null,
    published_at timestamptz not null default now(),
    primary key (org_id, incarnation, size)
);
call sec.protect('hub.checkpoint', 'select, insert', reads => '(select sec.reads_everything())');

-- What a timestamping authority said about checkpoints (RFC 3161), so that an export can carry it.
create table hub.checkpoint_timestamp (
    org_id      uuid        not null,
    incarnation int         not null,
    size        bigint      not null,
    token       bytea       not null check (length(token) between 1 and 65536),
    stamped_at  timestamptz not null,
    received_at timestamptz not null default now(),
    primary key (org_id, incarnation, size),
    foreign key (org_id, incarnation, size) references hub.checkpoint
);
call sec.protect('hub.checkpoint_timestamp', 'select, insert');

-- Which folder holds the signer's memory of this organization's checkpoints. There can be one only: two would sign two histories.
create table hub.checkpoint_signer (
    org_id uuid not null primary key references hub.organization,
    signer uuid not null
);
call sec.protect('hub.checkpoint_signer', 'select, insert');

-- Work that one backend at a time does for an organization.
create table hub.lease (
    org_id      uuid        not null references hub.organization,
    name        text        not null check (name ~ '^[a-z][a-z-]{0,62}$'),
    owner       uuid        not null,
    lease_until timestamptz not null,
    primary key (org_id, name)
);
call sec.protect('hub.lease', 'select, insert, update (owner, lease_until), delete');
