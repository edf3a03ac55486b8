-- Beside organization.sql in the same organization: another workspace, with an agent, connector and request of its own.
insert into hub.workspace values ('$ORG', '00000000-0000-7000-8000-000000000101', 'Treasury');
insert into hub.connector (org_id, id, workspace_id, name, base_url, kind)
values ('$ORG', '00000000-0000-7000-8000-000000000107', '00000000-0000-7000-8000-000000000101', 'Bank', 'http://127.0.0.1', 'sandbox');
insert into hub.connector_client (org_id, id, workspace_id, sealed_secret)
values ('$ORG', '00000000-0000-7000-8000-000000000107', '00000000-0000-7000-8000-000000000101', 'sealed');
insert into hub.connection (org_id, id, connector_id, sealed_token)
values ('$ORG', '00000000-0000-7000-8000-000000000108', '00000000-0000-7000-8000-000000000107', 'sealed');
insert into hub.authorization_attempt (org_id, id, connector_id, member_id, session_id, state_hash, sealed_verifier, redirect_uri, asked, expires_at)
values ('$ORG', '00000000-0000-7000-8000-000000000117', '00000000-0000-7000-8000-000000000107', '00000000-0000-7000-8000-000000000003',
    '00000000-0000-7000-8000-000000000006', sha256('treasury'), 'sealed', 'http://127.0.0.1:1/', '{}', now() + interval '1 hour');
insert into hub.token_revocation (org_id, id, connector_id, connection_id, version, sealed_token)
values ('$ORG', '00000000-0000-7000-8000-000000000118', '00000000-0000-7000-8000-000000000107', '00000000-0000-7000-8000-000000000108', 1, 'sealed');
insert into hub.agent (org_id, id, workspace_id, name, owner_id, policy_id, manifest, manifest_digest)
values ('$ORG', '00000000-0000-7000-8000-00000000010a', '00000000-0000-7000-8000-000000000101', 'Treasury agent',
        '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000009', '{}', sha256('{}'));
insert into hub.agent_key (org_id, id, agent_id, secret_hash)
values ('$ORG', '00000000-0000-7000-8000-00000000010b', '00000000-0000-7000-8000-00000000010a', sha256('treasury'));
insert into hub.agent_tool (org_id, agent_id, name, connector_id, definition, digest, risk)
values ('$ORG', '00000000-0000-7000-8000-00000000010a', 'money.send', '00000000-0000-7000-8000-000000000107', '{}', sha256('{}'), 'high');
insert into hub.earlier_tool (org_id, agent_id, digest, definition)
values ('$ORG', '00000000-0000-7000-8000-00000000010a', sha256('{}'), '{}');
insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash, policy_id,
    policy_version, policy_digest, policy_outcome, required, state, idempotency_key, submission_hash, created_at, expires_at)
values ('$ORG', '00000000-0000-7000-8000-00000000010c', '00000000-0000-7000-8000-00000000010a', '00000000-0000-7000-8000-000000000101',
    'money.send', '00000000-0000-7000-8000-000000000107', 'Send money', 'high', '{"v":2}', sha256(E'agenthub/action/v1\\012{"v":2}'),
    '00000000-0000-7000-8000-000000000009', 1, sha256('{}'), 'require', '[{"count":1,"group":"approvers"}]', 'executing', 'key-1', sha256('s'),
    now(), now() + interval '1 hour');
insert into hub.request_attachment (org_id, request_id, position, name, media_type, sha256, size, content)
values ('$ORG', '00000000-0000-7000-8000-00000000010c', 0, 'letter.txt', 'text/plain', sha256('letter'), 6, 'letter');
insert into hub.payload_fetch (org_id, request_id, member_id, challenge_hash)
values ('$ORG', '00000000-0000-7000-8000-00000000010c', '00000000-0000-7000-8000-000000000003', sha256('fetch'));
insert into hub.decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at)
select org_id, '00000000-0000-7000-8000-00000000010d', '00000000-0000-7000-8000-00000000010c', member_id, key_id, 'approve', '{}',
       sha256('a') || sha256('b'), now() from hub.member_key where org_id = '$ORG';
insert into hub.alert_acknowledgement (org_id, decision_id, member_id, acknowledged_at)
values ('$ORG', '00000000-0000-7000-8000-00000000010d', '00000000-0000-7000-8000-000000000002', now());
insert into hub.run (org_id, id, request_id, payload_hash, started_at)
select org_id, '00000000-0000-7000-8000-00000000010e', id, payload_hash, now()
  from hub.approval_request where org_id = '$ORG' and id = '00000000-0000-7000-8000-00000000010c';
insert into hub.budget (org_id, id, workspace_id, connector_id, period, currency, cap)
values ('$ORG', '00000000-0000-7000-8000-000000000119', '00000000-0000-7000-8000-000000000101', '00000000-0000-7000-8000-000000000107', 'day', 'EUR', 10);
insert into hub.budget_period (org_id, budget_id, starts_on, workspace_id, cap, reserved)
values ('$ORG', '00000000-0000-7000-8000-000000000119', '2026-11-01', '00000000-0000-7000-8000-000000000101', 10, 1);
insert into hub.reservation (org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at, budgets)
values ('$ORG', '00000000-0000-7000-8000-00000000010e', '00000000-0000-7000-8000-000000000101', '00000000-0000-7000-8000-000000000107', 1, 'EUR', now(),
    '{00000000-0000-7000-8000-000000000119}');
insert into hub.cap_alert (org_id, id, budget_id, workspace_id, starts_on, percent, used, cap, told_at)
values ('$ORG', '00000000-0000-7000-8000-00000000011b', '00000000-0000-7000-8000-000000000119', '00000000-0000-7000-8000-000000000101', '2026-11-01', 80, 8, 10, now());
insert into hub.cap_alert_acknowledgement (org_id, alert_id, member_id, workspace_id, acknowledged_at)
values ('$ORG', '00000000-0000-7000-8000-00000000011b', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000101', now());
insert into hub.rate (org_id, id, workspace_id, connector_id, calls, per)
values ('$ORG', '00000000-0000-7000-8000-00000000011a', '00000000-0000-7000-8000-000000000101', '00000000-0000-7000-8000-000000000107', 10, 'minute');
insert into audit.event (org_id, incarnation, seq, event, link, workspace_id)
values ('$ORG', 1, 1, '{}', sha256('link'), '00000000-0000-7000-8000-000000000101');
