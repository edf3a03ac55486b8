package dev.agenthub.bench.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** Reads of requests, against the same statements by the same library on the same rows in a plain table. */
final class Reads {

    private static final int ROWS = 1_000_000;
    private static final int ORGANIZATIONS = 16;
    private static final int PAGE = 100;
    private static final String OURS = "hub.approval_request";
    private static final String PLAIN = "request";

    private final Server server;

    Reads(Server server) throws SQLException {
        this.server = server;
        String rows = """
                select ('{%s}'::uuid[])[1 + i %% %d] as org_id, md5('request ' || i)::uuid as id, md5('agent')::uuid as agent_id,
                       md5('workspace')::uuid as workspace_id, 'tickets.create' as tool_name, 'Open a ticket' as title, 'low' as risk,
                       convert_to(repeat('p', 100), 'UTF8') as payload, sha256('p') as payload_hash,
                       case i %% 5 when 0 then 'pending' else 'executed' end as state, now() as created_at, now() as expires_at,
                       i::text as idempotency_key
                  from generate_series(0, %d - 1) i"""
                .formatted(String.join(",", server.organizations().subList(0, ORGANIZATIONS).stream()
                        .map(UUID::toString).toList()), ORGANIZATIONS, ROWS);
        server.fill(
                """
                        insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,
                               created_at, expires_at, idempotency_key, connector_id, policy_id, policy_version, policy_digest, policy_outcome,
                               required, submission_hash)
                        select r.*, md5('c')::uuid, md5('p')::uuid, 1, sha256('d'), 'allow', '[]', sha256('s') from ("""
                        + rows + ") r");
        server.fill("vacuum analyze " + OURS);
        server.executePlain("create table request as " + rows);
        server.executePlain("""
                alter table request add primary key (org_id, id);
                create unique index on request (org_id, agent_id, idempotency_key);
                create index on request (org_id, state, id desc);
                create index on request (org_id, workspace_id, created_at);
                analyze request""");
    }

    /** So many rows in one transaction, by a statement each. */
    void ours(int client, long turn, int count) {
        server.run(organization(client), handle -> rows(handle, OURS, client, turn, count));
    }

    /** The same of the plain table. */
    void plain(int client, long turn, int count) {
        server.runPlain(handle -> rows(handle, PLAIN, client, turn, count));
    }

    private void rows(Handle handle, String table, int client, long turn, int count) {
        for (int i = 0; i < count; i++) {
            require(handle
                    .createQuery(
                            "select id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,"
                                    + " created_at, expires_at from " + table + " where org_id = :org and id = :id")
                    .bind("org", organization(client)).bind("id", id(client, turn * count + i))
                    .map((row, _) -> row.getBytes("payload").length).one() == 100);
        }
    }

    /** A page of those that wait, from anywhere in the list. */
    void ourPage(int client, long turn) {
        server.run(organization(client), handle -> page(handle, OURS, client, turn));
    }

    /** The same of the plain table. */
    void plainPage(int client, long turn) {
        server.runPlain(handle -> page(handle, PLAIN, client, turn));
    }

    private void page(Handle handle, String table, int client, long turn) {
        List<String> titles = handle.createQuery("select id, title, payload_hash, created_at from " + table
                + " where org_id = :org and state = 'pending' and id < :before order by id desc limit " + PAGE)
                .bind("org", organization(client)).bind("before", id(client, turn))
                .map((row, _) -> row.getString("title")).list();
        require(titles.size() <= PAGE);
    }

    /** How many requests an organization has in each state. */
    void ourCounts(int client) {
        server.run(organization(client), handle -> counts(handle, OURS, client));
    }

    /** The same of the plain table. */
    void plainCounts(int client) {
        server.runPlain(handle -> counts(handle, PLAIN, client));
    }

    private void counts(Handle handle, String table, int client) {
        List<Long> counts = handle
                .createQuery("select state, count(*) as n from " + table + " where org_id = :org group by state")
                .bind("org", organization(client)).map((row, _) -> row.getLong("n")).list();
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
