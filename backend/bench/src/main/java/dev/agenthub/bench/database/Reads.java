package dev.agenthub.bench.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * Reads of requests as the application, against the same statements by the same library on the same rows as a superuser, whom no policy
 * concerns.
 */
final class Reads {

    private static final int ROWS = 1_000_000;
    private static final int ORGANIZATIONS = 16;

    private static final String ROW = """
            select id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state, created_at, expires_at
            from hub.approval_request where org_id = :org and id = :id""";
    private static final String PAGE_OF_PENDING = """
            select id, title, payload_hash, created_at from hub.approval_request
            where org_id = :org and state = 'pending' and id < :before order by id desc limit 100""";
    private static final String COUNT_BY_STATE = """
            select state, count(*) as n from hub.approval_request where org_id = :org group by state""";

    private static final String ROWS_OF_ORGANIZATIONS = """
            insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,
                   created_at, expires_at, idempotency_key, connector_id, policy_id, policy_version, policy_digest, policy_outcome,
                   required, submission_hash)
            select ('{%s}'::uuid[])[1 + i %% %d], md5('request ' || i)::uuid, md5('agent')::uuid, md5('workspace')::uuid,
                   'tickets.create', 'Open a ticket', 'low', convert_to(repeat('p', 100), 'UTF8'), sha256('p'),
                   case i %% 5 when 0 then 'pending' else 'executed' end, now(), now(), i::text,
                   md5('c')::uuid, md5('p')::uuid, 1, sha256('d'), 'allow', '[]', sha256('s')
              from generate_series(0, %d - 1) i""";

    private final Server server;

    Reads(Server server) throws SQLException {
        this.server = server;
        server.fill(ROWS_OF_ORGANIZATIONS
                .formatted(String.join(",", server.organizations().subList(0, ORGANIZATIONS).stream()
                        .map(UUID::toString).toList()), ORGANIZATIONS, ROWS));
        server.fill("vacuum analyze hub.approval_request");
    }

    /** So many rows in one transaction, by a statement each. */
    void ours(int client, long turn, int count) {
        server.run(organization(client), handle -> rows(handle, client, turn, count));
    }

    /** The same without policies. */
    void plain(int client, long turn, int count) {
        server.runAsSuperuser(handle -> rows(handle, client, turn, count));
    }

    private void rows(Handle handle, int client, long turn, int count) {
        for (int i = 0; i < count; i++) {
            require(handle.createQuery(ROW).bind("org", organization(client)).bind("id", id(client, turn * count + i))
                    .map((row, _) -> row.getBytes("payload").length).one() == 100);
        }
    }

    /** A page of those that wait, from anywhere in the list. */
    void ourPage(int client, long turn) {
        server.run(organization(client), handle -> page(handle, client, turn));
    }

    /** The same without policies. */
    void plainPage(int client, long turn) {
        server.runAsSuperuser(handle -> page(handle, client, turn));
    }

    private void page(Handle handle, int client, long turn) {
        List<String> titles = handle.createQuery(PAGE_OF_PENDING).bind("org", organization(client))
                .bind("before", id(client, turn)).map((row, _) -> row.getString("title")).list();
        require(titles.size() <= 100);
    }

    /** How many requests an organization has in each state. */
    void ourCounts(int client) {
        server.run(organization(client), handle -> counts(handle, client));
    }

    /** The same without policies. */
    void plainCounts(int client) {
        server.runAsSuperuser(handle -> counts(handle, client));
    }

    private void counts(Handle handle, int client) {
        List<Long> counts = handle.createQuery(COUNT_BY_STATE).bind("org", organization(client))
                .map((row, _) -> row.getLong("n")).list();
        require(counts.stream().mapToLong(Long::longValue).sum() == ROWS / ORGANIZATIONS);
    }

    private UUID organization(int client) {
        return server.organizations().get(client % ORGANIZATIONS);
    }

    /** The id of one of the client's organization's rows. */
    private static UUID id(int client, long turn) {
        long number = Math.floorMod(turn * 7919, (long) ROWS / ORGANIZATIONS) * ORGANIZATIONS + client % ORGANIZATIONS;
        byte[] name = ("request " + number).getBytes(StandardCharsets.US_ASCII);
        try {
            ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("MD5").digest(name));
            return new UUID(hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void require(boolean right) {
        if (!right) {
            throw new IllegalStateException("That is not what was written.");
        }
    }
}
