-- What a member's call with an idempotency key was answered, so that the same call again does nothing twice and is answered the same. The row
-- is claimed before anything is done and filled in the same transaction: nobody else ever sees one without its answer, and a second call
-- that comes meanwhile waits for it. No key of hub.member stands here: it would lock the row of a member whom another call changes.

create table hub.remembered_answer (
    org_id       uuid        not null references hub.organization,
    member_id    uuid        not null,
    key          text        not null check (length(key) between 1 and 200),
    request_hash bytea       not null check (length(request_hash) = 32),
    status       int,
    location     text,
    body         text,
    -- In place of a body with a secret, which is shown once and not kept: what was made, without it.
    made         text,
    expires_at   timestamptz not null,
    primary key (org_id, member_id, key),
    check (body is null or made is null)
);
create index remembered_answer_by_expiry on hub.remembered_answer (org_id, expires_at);
call sec.protect('hub.remembered_answer', 'select, insert, update (request_hash, status, location, body, made, expires_at), delete',
    reads => '(select sec.sees_everything()) or member_id = (select sec.acting_member())',
    writes => '(select sec.sees_everything()) or member_id = (select sec.acting_member())');
