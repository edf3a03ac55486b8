-- How much may be spent and how often may be called through the connectors of a workspace, and what was.

-- A cap on one currency in each period; of the whole workspace where it names no connector. Periods begin at midnight UTC.
create table hub.budget (
    org_id       uuid          not null,
    id           uuid          not null,
    workspace_id uuid          not null,
    connector_id uuid,
    period       text          not null check (period in ('day', 'month')),
    currency     text          not null check (currency ~ '^[A-Z]{3}$'),
    cap          numeric(20,4) not null check (cap >= 0),
    -- One that holds no more keeps its history.
    active       boolean       not null default true,
    primary key (org_id, id),
    unique (org_id, id, workspace_id),
    unique nulls not distinct (org_id, workspace_id, connector_id, period, currency),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, connector_id, workspace_id) references hub.connector (org_id, id, workspace_id)
);
call sec.protect('hub.budget', 'select, insert, update (cap, active)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- What was spent and is reserved in one period. Its cap is the budget's, or where that was lowered later what was used by then: no sum is
-- ever above it.
create table hub.budget_period (
    org_id       uuid          not null,
    budget_id    uuid          not null,
    starts_on    date          not null,
    workspace_id uuid          not null,
    cap          numeric(20,4) not null,
    reserved     numeric(20,4) not null default 0 check (reserved >= 0),
    spent        numeric(20,4) not null default 0 check (spent >= 0),
    -- Which part of the cap was told to be used, in percent.
    told         int           not null default 0 check (told in (0, 80, 100)),
    primary key (org_id, budget_id, starts_on),
    foreign key (org_id, budget_id, workspace_id) references hub.budget (org_id, id, workspace_id),
    constraint never_over_cap check (reserved + spent <= cap)
);
call sec.protect('hub.budget_period', 'select, insert, update (cap, reserved, spent, told)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- What a run costs, from before its call: committed where it was executed, released where it certainly had no effect. Of a run whose outcome
-- nobody knows it stays in the sums.
create table hub.reservation (
    org_id       uuid          not null,
    run_id       uuid          not null,
    workspace_id uuid          not null,
    connector_id uuid          not null,
    amount       numeric(20,4) not null check (amount > 0),
    currency     text          not null check (currency ~ '^[A-Z]{3}$'),
    state        text          not null default 'reserved' check (state in ('reserved', 'committed', 'released', 'unknown')),
    reserved_at  timestamptz   not null,
    -- The budgets in whose sums it is, each in the period of that time.
    budgets      uuid[]        not null,
    primary key (org_id, run_id),
    foreign key (org_id, run_id) references hub.run,
    foreign key (org_id, connector_id, workspace_id) references hub.connector (org_id, id, workspace_id)
);
create trigger belongs before insert on hub.reservation for each row execute function hub.of_run();
-- After the other, which says whose it is: they fire in the order of their names.
create trigger budgets before insert on hub.reservation for each row execute function hub.budgets_in_workspace();
call sec.protect('hub.reservation', 'select, insert, update (state)',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- How many calls a second, minute, hour or day; of the whole workspace where it names no connector.
create table hub.rate (
    org_id       uuid not null,
    id           uuid not null,
    workspace_id uuid not null,
    connector_id uuid,
    calls        int  not null check (calls between 1 and 1000000),
    per          text not null check (per in ('second', 'minute', 'hour', 'day')),
    -- The token bucket; null for a full one.
    bucket       bytea,
    primary key (org_id, id),
    unique nulls not distinct (org_id, workspace_id, connector_id),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, connector_id, workspace_id) references hub.connector (org_id, id, workspace_id)
);
call sec.protect('hub.rate', 'select, insert, update (calls, per, bucket), delete',
    reads => '(select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])',
    writes => '(select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])');

-- For the calls of an hour.
create index run_by_start on hub.run (org_id, workspace_id, started_at);
