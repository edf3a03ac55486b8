-- One organization with a row in every table. $ORG is its id; the other ids are the same in every organization, so that
-- a statement that forgets the organization finds somebody else's row.
insert into hub.organization (org_id, name, deployment) values ('$ORG', 'Filled', 'test');
insert into hub.workspace values ('$ORG', '00000000-0000-7000-8000-000000000001', 'Care');
insert into hub.member (org_id, id, name) values ('$ORG', '00000000-0000-7000-8000-000000000002', 'Noa'), ('$ORG', '00000000-0000-7000-8000-000000000003', 'Ada');
insert into hub.member_role values ('$ORG', '00000000-0000-7000-8000-000000000003', 'approver');
insert into hub.workspace_member values ('$ORG', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000003');
insert into hub.approval_group values ('$ORG', 'approvers');
insert into hub.approval_group_member values ('$ORG', 'approvers', '00000000-0000-7000-8000-000000000003');
insert into hub.member_key (org_id, key_id, member_id, alg, public_key)
values ('$ORG', encode(substring(sha256(sha256('key')) for 8), 'hex'), '00000000-0000-7000-8000-000000000003', 'ed25519', sha256('key'));
insert into hub.delegation (org_id, id, member_id, delegate_id, key_id, starts_at, ends_at, reason, statement, signature, created_at)
select org_id, '00000000-0000-7000-8000-000000000016', member_id, '00000000-0000-7000-8000-000000000002', key_id, now(), now() + interval '1 day',
       'Away', '{}', sha256('a') || sha256('b'), now() from hub.member_key where org_id = '$ORG';
insert into hub.invitation (org_id, id, code_hash, expires_at) values ('$ORG', '00000000-0000-7000-8000-000000000004', sha256('code'), now() + interval '1 day');
insert into hub.signin_challenge (org_id, id, key_id, challenge, expires_at)
select org_id, '00000000-0000-7000-8000-000000000005', key_id, sha256('challenge'), now() + interval '1 day' from hub.member_key where org_id = '$ORG';
insert into hub.session (org_id, id, member_id, key_id, secret_hash, expires_at)
select org_id, '00000000-0000-7000-8000-000000000006', member_id, key_id, sha256('session'), now() + interval '1 day' from hub.member_key where org_id = '$ORG';
insert into hub.connector (org_id, id, workspace_id, name, base_url, kind)
values ('$ORG', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000001', 'Sandbox', 'http://127.0.0.1', 'sandbox');
insert into hub.connector_client (org_id, id, workspace_id, sealed_secret)
values ('$ORG', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000001', 'sealed');
insert into hub.connection (org_id, id, connector_id, sealed_token)
values ('$ORG', '00000000-0000-7000-8000-000000000008', '00000000-0000-7000-8000-000000000007', 'sealed');
insert into hub.authorization_attempt (org_id, id, connector_id, member_id, session_id, state_hash, sealed_verifier, redirect_uri, asked, expires_at)
values ('$ORG', '00000000-0000-7000-8000-000000000017', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000003',
    '00000000-0000-7000-8000-000000000006', sha256('state'), 'sealed', 'http://127.0.0.1:1/', '{}', now() + interval '1 hour');
insert into hub.token_revocation (org_id, id, connector_id, connection_id, version, sealed_token)
values ('$ORG', '00000000-0000-7000-8000-000000000018', '00000000-0000-7000-8000-000000000007', '00000000-0000-7000-8000-000000000008', 1, 'sealed');
insert into hub.policy values ('$ORG', '00000000-0000-7000-8000-000000000009', 'Default', 1);
insert into hub.policy_version (org_id, policy_id, version, document, digest) values ('$ORG', '00000000-0000-7000-8000-000000000009', 1, '{}', sha256('{}'));
insert into hub.agent (org_id, id, workspace_id, name, owner_id, policy_id, manifest, manifest_digest)
values ('$ORG', '00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000001', 'Support agent',
        '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000009', '{}', sha256('{}'));
insert into hub.agent_key (org_id, id, agent_id, secret_hash)
values ('$ORG', '00000000-0000-7000-8000-00000000000b', '00000000-0000-7000-8000-00000000000a', sha256('agent'));
insert into hub.agent_tool (org_id, agent_id, name, connector_id, definition, digest, risk)
values ('$ORG', '00000000-0000-7000-8000-00000000000a', 'tickets.create', '00000000-0000-7000-8000-000000000007', '{}', sha256('{}'), 'medium');
insert into hub.earlier_tool (org_id, agent_id, digest, definition)
values ('$ORG', '00000000-0000-7000-8000-00000000000a', sha256('{}'), '{}');
insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, connector_id, title, risk, payload, payload_hash, policy_id,
    policy_version, policy_digest, policy_outcome, required, state, idempotency_key, submission_hash, created_at, expires_at)
values ('$ORG', '00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-00000000000a', '00000000-0000-7000-8000-000000000001',
    'tickets.create', '00000000-0000-7000-8000-000000000007', 'Open a ticket', 'medium', '{"v":1}', sha256(E'agenthub/action/v1\\012{"v":1}'),
    '00000000-0000-7000-8000-000000000009', 1, sha256('{}'), 'require', '[{"count":1,"group":"approvers"}]', 'executing', 'key-1', sha256('s'),
    now(), now() + interval '1 hour');
insert into hub.request_attachment (org_id, request_id, position, name, media_type, sha256, size, content)
values ('$ORG', '00000000-0000-7000-8000-00000000000c', 0, 'letter.txt', 'text/plain', sha256('letter'), 6, 'letter');
insert into hub.payload_fetch (org_id, request_id, member_id, challenge_hash)
values ('$ORG', '00000000-0000-7000-8000-00000000000c', '00000000-0000-7000-8000-000000000003', sha256('fetch'));
insert into hub.decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at)
select org_id, '00000000-0000-7000-8000-00000000000d', '00000000-0000-7000-8000-00000000000c', member_id, key_id, 'approve', '{}',
       sha256('a') || sha256('b'), now() from hub.member_key where org_id = '$ORG';
insert into hub.alert_acknowledgement (org_id, decision_id, member_id, acknowledged_at)
values ('$ORG', '00000000-0000-7000-8000-00000000000d', '00000000-0000-7000-8000-000000000002', now());
insert into hub.run (org_id, id, request_id, payload_hash, started_at)
select org_id, '00000000-0000-7000-8000-00000000000e', id, payload_hash, now() from hub.approval_request where org_id = '$ORG' and proposer_id is null;
insert into hub.budget (org_id, id, workspace_id, connector_id, period, currency, cap)
values ('$ORG', '00000000-0000-7000-8000-000000000019', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000007', 'day', 'EUR', 10);
insert into hub.budget_period (org_id, budget_id, starts_on, workspace_id, cap, reserved)
values ('$ORG', '00000000-0000-7000-8000-000000000019', '2026-11-01', '00000000-0000-7000-8000-000000000001', 10, 1);
insert into hub.reservation (org_id, run_id, workspace_id, connector_id, amount, currency, reserved_at, budgets)
values ('$ORG', '00000000-0000-7000-8000-00000000000e', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000007', 1, 'EUR', now(),
    '{00000000-0000-7000-8000-000000000019}');
insert into hub.cap_alert (org_id, id, budget_id, workspace_id, starts_on, percent, used, cap, told_at)
values ('$ORG', '00000000-0000-7000-8000-00000000001b', '00000000-0000-7000-8000-000000000019', '00000000-0000-7000-8000-000000000001', '2026-11-01', 80, 8, 10, now());
insert into hub.cap_alert_acknowledgement (org_id, alert_id, member_id, workspace_id, acknowledged_at)
values ('$ORG', '00000000-0000-7000-8000-00000000001b', '00000000-0000-7000-8000-000000000002', '00000000-0000-7000-8000-000000000001', now());
insert into hub.rate (org_id, id, workspace_id, connector_id, calls, per)
values ('$ORG', '00000000-0000-7000-8000-00000000001a', '00000000-0000-7000-8000-000000000001', '00000000-0000-7000-8000-000000000007', 10, 'minute');
-- A change of the whole organization, proposed by a member who has no vote, and applied.
insert into hub.approval_request (org_id, id, proposer_id, change_kind, subject_kind, subject_id, title, risk, payload, payload_hash, policy_id,
    policy_version, policy_digest, policy_outcome, required, state, idempotency_key, submission_hash, created_at, expires_at)
values ('$ORG', '00000000-0000-7000-8000-000000000014', '00000000-0000-7000-8000-000000000002', 'member.change', 'member', 'm', 'Change a member', 'high',
    '{"v":3}', sha256(E'agenthub/change/v1\\012{"v":3}'), '00000000-0000-7000-8000-000000000009', 1, sha256('{}'), 'require',
    '[{"count":1,"group":"approvers"}]', 'executing', 'key-1', sha256('s'), now(), now() + interval '1 hour');
insert into hub.decision (org_id, id, request_id, member_id, key_id, decision, statement, signature, decided_at)
select org_id, '00000000-0000-7000-8000-000000000015', '00000000-0000-7000-8000-000000000014', member_id, key_id, 'approve', '{}',
       sha256('a') || sha256('b'), now() from hub.member_key where org_id = '$ORG';
insert into hub.applied_change (org_id, request_id, payload_hash, applied_at)
select org_id, id, payload_hash, now() from hub.approval_request where org_id = '$ORG' and id = '00000000-0000-7000-8000-000000000014';
insert into hub.remembered_answer (org_id, member_id, key, request_hash, status, body, expires_at)
values ('$ORG', '00000000-0000-7000-8000-000000000003', 'key-1', sha256('request'), 201, '{}', now() + interval '1 day');
insert into hub.lease values ('$ORG', 'expiry', '00000000-0000-7000-8000-00000000000f', now());
insert into hub.checkpoint_signer values ('$ORG', '00000000-0000-7000-8000-000000000010');
insert into hub.checkpoint (org_id, incarnation, size, root, note) values ('$ORG', 1, 1, sha256('root'), 'note');
insert into hub.checkpoint_timestamp (org_id, incarnation, size, token, stamped_at) values ('$ORG', 1, 1, 'token', now());
insert into audit.head (org_id, incarnation, size, link, origin) values ('$ORG', 1, 1, sha256('link'), 'test/org/$ORG/1');
insert into audit.event (org_id, incarnation, seq, event, link) values ('$ORG', 1, 0, '{}', sha256('link'));
