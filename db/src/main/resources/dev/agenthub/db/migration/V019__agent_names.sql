-- A workspace has one agent of a name: an installation that is repeated is told so.
create unique index agent_name on hub.agent (org_id, workspace_id, name);
