package dev.agenthub.bench.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** Reads of requests by their ids, against the same reads of the same rows in a plain table. */
final class Reads {

    private static final int ROWS = 10_000;
    private static final String COLUMNS = "id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state, created_at, expires_at";
    /** Ids that whoever knows the number can name. */
    private static final String ID = "md5('request ' || i)::uuid";

    private final Server server;
    private final UUID org;

    Reads(Server server) throws SQLException {
        this.server = server;
        this.org = server.organizations().getFirst();
        String rows = """
                select '%s'::uuid as org_id, %s as id, md5('agent')::uuid as agent_id, md5('workspace')::uuid as workspace_id,
                       'tickets.create' as tool_name, 'Open a ticket' as title, 'low' as risk, convert_to(repeat('p', 400), 'UTF8') as payload,
                       sha256('p') as payload_hash, 'pending' as state, now() as created_at, now() as expires_at
                  from generate_series(0, %d - 1) i"""
                .formatted(org, ID, ROWS);
        server.fill(
                """
                        insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, risk, payload, payload_hash, state,
                               created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome, required,
                               idempotency_key, submission_hash)
                        select r.*, md5('c')::uuid, md5('p')::uuid, 1, sha256('d'), 'allow', '[]', r.id::text, sha256('s') from ("""
                        + rows + ") r");
        server.executePlain("create table request as " + rows + "; alter table request add primary key (org_id, id)");
        server.fill("vacuum analyze hub.approval_request");
        server.executePlain("analyze request");
    }

    private static UUID id(int number) throws Exception {
        ByteBuffer hash = ByteBuffer
                .wrap(MessageDigest.getInstance("MD5")
                        .digest(("request " + number).getBytes(StandardCharsets.US_ASCII)));
        return new UUID(hash.getLong(), hash.getLong());
    }

    /** So many rows in one transaction, by a statement each. */
    void ours(int client, long turn, int count) throws Exception {
        UUID[] ids = ids(client, turn, count);
        server.run(org, handle -> {
            for (UUID id : ids) {
                require(handle.createQuery("select " + COLUMNS
                        + " from hub.approval_request where org_id = :org and id = :id").bind("org", org).bind("id", id)
                        .map((row, _) -> row.getBytes("payload").length + row.getString("title").length()).one());
            }
        });
    }

    /** The same of the plain table. */
    void plain(int client, long turn, int count) throws Exception {
        UUID[] ids = ids(client, turn, count);
        try (Connection connection = server.plain()) {
            for (UUID id : ids) {
                try (PreparedStatement read = connection
                        .prepareStatement("select " + COLUMNS + " from request where org_id = ? and id = ?")) {
                    read.setObject(1, org);
                    read.setObject(2, id);
                    try (ResultSet row = read.executeQuery()) {
                        row.next();
                        require(row.getBytes("payload").length + row.getString("title").length());
                    }
                }
            }
            connection.commit();
        }
    }

    private static UUID[] ids(int client, long turn, int count) throws Exception {
        UUID[] ids = new UUID[count];
        for (int i = 0; i < count; i++) {
            ids[i] = id((int) ((client * 7919L + turn * 31 + i * 17L) % ROWS));
        }
        return ids;
    }

    private static void require(int length) {
        if (length < 400) {
            throw new IllegalStateException("That is not the row that was written.");
        }
    }
}
