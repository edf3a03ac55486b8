-- What tools were defined as before their agents' manifests were replaced, by digest: people see in it what changed since an action ran.
create table hub.earlier_tool (
    org_id       uuid        not null,
    agent_id     uuid        not null,
    digest       bytea       not null check (length(digest) = 32),
    workspace_id uuid        not null,
    definition   bytea       not null,
    replaced_at  timestamptz not null default now(),
    primary key (org_id, agent_id, digest),
    foreign key (org_id, agent_id) references hub.agent,
    check (digest = sha256(definition))
);
create trigger belongs before insert on hub.earlier_tool for each row execute function hub.of_agent();
call sec.protect('hub.earlier_tool', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');
