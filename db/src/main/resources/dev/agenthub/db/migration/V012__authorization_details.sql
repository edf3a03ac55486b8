-- What scopes are too coarse for (RFC 9396): each a JSON object in its canonical form, asked for, granted and accepted as scopes are.
alter table hub.connection
    add asked_details    text[] not null default '{}',
    add details          text[] not null default '{}',
    add accepted_details text[] not null default '{}';
grant update (details, accepted_details) on hub.connection to hub_app;
alter table hub.authorization_attempt add asked_details text[] not null default '{}';
