-- Which workspaces a member belongs to, and what agents, auditors and members of some workspaces see of each table. Each is what
-- narrows further within the organization; a table that is not named here is closed to them.

alter table hub.member add column every_workspace boolean not null default true;

create table hub.workspace_member (
    org_id       uuid not null,
    workspace_id uuid not null,
    member_id    uuid not null,
    primary key (org_id, workspace_id, member_id),
    foreign key (org_id, workspace_id) references hub.workspace,
    foreign key (org_id, member_id) references hub.member
);
create index workspace_member_by_member on hub.workspace_member (org_id, member_id);
call sec.protect('hub.workspace_member', 'select, insert, delete');

-- What is the same for everybody in the organization, and no secret. Who only reads all of it must not add to it.
alter policy actor on hub.organization using (true) with check ((select sec.sees_everything()));
alter policy actor on hub.policy using (true) with check ((select sec.sees_everything()));
alter policy actor on hub.policy_version using (true) with check ((select sec.sees_everything()));

-- People know each other; agents know no people.
alter policy actor on hub.member using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));
alter policy actor on hub.member_role using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));
alter policy actor on hub.approval_group using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));
alter policy actor on hub.approval_group_member using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));
alter policy actor on hub.workspace_member using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));
alter policy actor on hub.member_key using ((select sec.acting_agent()) is null) with check ((select sec.sees_everything()));

alter policy actor on hub.checkpoint using ((select sec.reads_everything())) with check ((select sec.sees_everything()));

-- By workspace, or the agent's own.
alter policy actor on hub.workspace
    using ((select sec.reads_everything()) or id = any ((select sec.narrowed_to())::uuid[])
        or id = (select a.workspace_id from hub.agent a where a.org_id = workspace.org_id and a.id = (select sec.acting_agent())))
    with check ((select sec.sees_everything()));
alter policy actor on hub.agent
    using ((select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]) or id = (select sec.acting_agent()))
    with check ((select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]));
alter policy actor on hub.agent_tool
    using ((select sec.reads_everything())
        or exists (select from hub.agent a where a.org_id = agent_tool.org_id and a.id = agent_tool.agent_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.agent a where a.org_id = agent_tool.org_id and a.id = agent_tool.agent_id));
alter policy actor on hub.connector
    using ((select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or exists (select from hub.agent_tool t where t.org_id = connector.org_id and t.connector_id = connector.id
            and t.agent_id = (select sec.acting_agent())))
    with check ((select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]));
alter policy actor on hub.approval_request
    using ((select sec.reads_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[]) or agent_id = (select sec.acting_agent()))
    with check ((select sec.sees_everything()) or workspace_id = any ((select sec.narrowed_to())::uuid[])
        or agent_id = (select sec.acting_agent()) and workspace_id = (select a.workspace_id from hub.agent a
            where a.org_id = approval_request.org_id and a.id = approval_request.agent_id));
-- An agent submits, and moves nothing on.
create policy agents_only_submit on hub.approval_request as restrictive for update to hub_app using ((select sec.acting_agent()) is null);
alter policy actor on hub.run
    using ((select sec.reads_everything())
        or exists (select from hub.approval_request r where r.org_id = run.org_id and r.id = run.request_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.approval_request r where r.org_id = run.org_id and r.id = run.request_id));
alter policy actor on hub.decision
    using ((select sec.reads_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.approval_request r where r.org_id = decision.org_id and r.id = decision.request_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.approval_request r where r.org_id = decision.org_id and r.id = decision.request_id));

-- Credentials: neither agents nor auditors, and a member of some workspaces only their own.
alter policy actor on hub.payload_fetch
    using ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null and member_id = (select sec.current_actor())
        and exists (select from hub.approval_request r where r.org_id = payload_fetch.org_id and r.id = payload_fetch.request_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null and member_id = (select sec.current_actor())
        and exists (select from hub.approval_request r where r.org_id = payload_fetch.org_id and r.id = payload_fetch.request_id));
alter policy actor on hub.session
    using ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null and member_id = (select sec.current_actor()))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null and member_id = (select sec.current_actor()));
alter policy actor on hub.agent_key
    using ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.agent a where a.org_id = agent_key.org_id and a.id = agent_key.agent_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.agent a where a.org_id = agent_key.org_id and a.id = agent_key.agent_id));
alter policy actor on hub.connection
    using ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.connector c where c.org_id = connection.org_id and c.id = connection.connector_id))
    with check ((select sec.sees_everything()) or (select sec.narrowed_to()) is not null
        and exists (select from hub.connector c where c.org_id = connection.org_id and c.id = connection.connector_id));
