-- That so much of a budget was used in one period: what administrators are told until they acknowledge it.
create table hub.cap_alert (
    org_id       uuid          not null,
    id           uuid          not null,
    budget_id    uuid          not null,
    workspace_id uuid          not null,
    starts_on    date          not null,
    percent      int           not null check (percent in (80, 100)),
    -- As they were then.
    used         numeric(20,4) not null,
    cap          numeric(20,4) not null,
    told_at      timestamptz   not null,
    primary key (org_id, id),
    unique (org_id, id, workspace_id),
    foreign key (org_id, budget_id, workspace_id) references hub.budget (org_id, id, workspace_id)
);
call sec.protect('hub.cap_alert', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- That an administrator has seen it; each says so for themselves.
create table hub.cap_alert_acknowledgement (
    org_id          uuid        not null,
    alert_id        uuid        not null,
    member_id       uuid        not null,
    workspace_id    uuid        not null,
    acknowledged_at timestamptz not null,
    primary key (org_id, alert_id, member_id),
    foreign key (org_id, alert_id, workspace_id) references hub.cap_alert (org_id, id, workspace_id),
    foreign key (org_id, member_id) references hub.member
);
call sec.protect('hub.cap_alert_acknowledgement', 'select, insert',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything())
        or workspace_id = any ((select sec.narrowed_to())::uuid[]) and member_id = (select sec.acting_member())');
