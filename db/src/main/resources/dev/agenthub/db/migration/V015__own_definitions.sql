-- Whether an administrator brought the connector's definition. Its name says so only until the catalog of a later release has a service of
-- that name; the names below are those that catalogs had until now. No row is updated: as the owner, this sees none (row-level security).
alter table hub.connector add own_definition boolean not null default false;
alter table hub.connector alter own_definition type boolean using coalesce(
    convert_from(definition, 'UTF8')::jsonb ->> 'name' not in ('github', 'slack', 'google-mail', 'google-calendar', 'google-drive',
        'microsoft-graph', 'atlassian', 'stripe', 'linear', 'oauth', 'key', 'sandbox'), false);
alter table hub.connector add check (definition is not null or not own_definition);
grant update (own_definition) on hub.connector to hub_app;
