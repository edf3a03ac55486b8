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
