-- Every checkpoint ever published, so that an export can carry them all.

create table hub.checkpoint (
    org_id       uuid        not null references hub.organization,
    size         bigint      not null check (size >= 0),
    root         bytea       not null check (length(root) = 32),
    note         text        not null,
    published_at timestamptz not null default now(),
    primary key (org_id, size)
);
call sec.protect('hub.checkpoint', 'select, insert');
