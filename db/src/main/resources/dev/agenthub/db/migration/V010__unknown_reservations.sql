-- For the costs of which nobody knows whether they were spent.
create index reservation_unknown on hub.reservation (org_id, run_id) where state = 'unknown';
