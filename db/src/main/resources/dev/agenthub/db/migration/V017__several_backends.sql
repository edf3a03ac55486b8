-- Several backends on one database: what one of them holds for a while, by this server's clock and nobody else's.

-- A run belongs to the backend that makes its call. One whose lease has lapsed is nobody's: whether it had its effect is not known.
alter table hub.run add column owner uuid, add column lease_until timestamptz;
grant update (lease_until) on hub.run to hub_app;

-- Work that one backend at a time does for an organization.
create table hub.lease (
    org_id      uuid        not null references hub.organization,
    name        text        not null check (name ~ '^[a-z][a-z-]{0,62}$'),
    owner       uuid        not null,
    lease_until timestamptz not null,
    primary key (org_id, name)
);
call sec.protect('hub.lease', 'select, insert, update (owner, lease_until), delete');

-- Which folder holds the signer's memory of this organization's checkpoints. There can be one only: two would sign two histories.
create table hub.checkpoint_signer (
    org_id uuid not null primary key references hub.organization,
    signer uuid not null
);
call sec.protect('hub.checkpoint_signer', 'select, insert');
