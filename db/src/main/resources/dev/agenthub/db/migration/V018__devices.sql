-- An invitation may be for a further device of a member who is there already: it then adds a key and no member.
alter table hub.invitation add column member_id uuid;
alter table hub.invitation add foreign key (org_id, member_id) references hub.member;
