-- Checkpoints are of one incarnation of the log: a restored log counts from 0 again.

alter table hub.checkpoint add column incarnation int not null default 1 check (incarnation >= 1);
alter table hub.checkpoint drop constraint checkpoint_pkey, add primary key (org_id, incarnation, size);

-- The log itself says which incarnation is the current one.
alter table hub.organization drop column incarnation;
