package dev.agenthub.bench.requests;

import dev.agenthub.api.RequestDetail;
import dev.agenthub.api.SignedStatement;
import dev.agenthub.api.SubmitRequest;
import dev.agenthub.bench.Folders;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.server.Backend;
import dev.agenthub.server.BackendConfig;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.sandbox.SampleAgent;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A backend as a desktop starts it, in whose organization so many requests wait; beside it a plain table of the same server. */
public final class Waiting implements AutoCloseable {

    /** A word that few have. */
    public static final String RARE = "chandelier";
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final String COPY_AGENTS = """
            insert into hub.agent
            select (jsonb_populate_record(a, jsonb_build_object('id', md5('agent ' || i), 'name', 'Agent ' || i))).*
              from hub.agent a join hub.approval_request r on r.org_id = a.org_id and r.agent_id = a.id
             cross join generate_series(0, 1) i where r.id = '%s'""";
    private static final String COPY_REQUESTS = """
            insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, search_text, risk, payload, payload_hash,
                   state, created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome,
                   required, terms, idempotency_key, submission_hash)
            select org_id, md5('request ' || i)::uuid,
                   case when i > %d then md5('agent ' || mod(i, 2))::uuid else agent_id end, workspace_id, tool_name,
                   title, search_text || case when mod(i, 10000) = 0 then ' %s' else '' end,
                   (array['low', 'medium', 'high'])[1 + mod(i, 3)], payload, payload_hash, 'pending', created_at,
                   expires_at + i * interval '1 second', connector_id, policy_id, policy_version, policy_digest,
                   policy_outcome, required, terms, 'copy ' || i, submission_hash
              from hub.approval_request cross join generate_series(1, %d) i where id = '%s'""";
    private static final String COPY_LARGE = """
            insert into hub.approval_request (org_id, id, agent_id, workspace_id, tool_name, title, search_text, risk, payload, payload_hash,
                   state, created_at, expires_at, connector_id, policy_id, policy_version, policy_digest, policy_outcome,
                   required, terms, idempotency_key, submission_hash)
            select org_id, ?, agent_id, workspace_id, tool_name, title, search_text, risk, ?, ?, 'pending', created_at,
                   expires_at + interval '1 year', connector_id, policy_id, policy_version, policy_digest,
                   policy_outcome, required, terms, 'large ' || ?, submission_hash
              from hub.approval_request where id = ?""";

    private final Path folder;
    private final Backend backend;
    private final Executions.Hold hold;
    private final Approver approver;
    private final SampleAgent agent;
    private final Connection plain;
    private final UUID first;
    private final Hash policy;

    /** So many requests of one agent. */
    Waiting(int count) throws IOException, SQLException {
        this(count, 0);
    }

    /**
     * So many requests, of which every ten-thousandth has the word {@link #RARE}.
     *
     * @param others how many of them, those that expire last, two other agents ask for, half each
     */
    public Waiting(int count, int others) throws IOException, SQLException {
        folder = Files.createTempDirectory("agenthub-bench-requests-");
        backend = Backend.startEmbedded(new BackendConfig(folder, 0, true));
        // What is approved is to wait, or its runs would be measured too.
        hold = backend.holdRuns();
        approver = new Approver(backend.uri(), Objects.requireNonNull(backend.ownerInvitation()));
        agent = Objects.requireNonNull(backend.sample()).agent(backend.uri());
        first = submit();
        policy = approver.policy(first);
        fill(count, others);
        plain = plain();
    }

    /** Copies of one request, past every rule, as no application could write them. */
    private void fill(int count, int others) throws SQLException {
        try (Connection superuser = backend.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            statement.execute(COPY_AGENTS
                    .formatted(first));
            statement.execute(COPY_REQUESTS
                    .formatted(count - others, RARE, count, first));
            vacuum(statement);
        }
    }

    /** Until what was copied is visible to everybody: as long as some transaction of the backend is older, indexes alone answer nothing. */
    private static void vacuum(Statement statement) throws SQLException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        boolean visible = false;
        while (!visible) {
            if (System.nanoTime() > deadline) {
                throw new SQLException("Transactions older than the requests do not end");
            }
            statement.execute("vacuum analyze hub.approval_request");
            try (ResultSet pages = statement.executeQuery(
                    "select relallvisible >= 0.99 * relpages from pg_class where oid = 'hub.approval_request'::regclass")) {
                visible = pages.next() && pages.getBoolean(1);
            }
        }
    }

    private Connection plain() throws SQLException, IOException {
        String url;
        String user;
        try (Connection superuser = backend.superuserConnection()) {
            url = superuser.getMetaData().getURL().replaceFirst("(//[^/]*/)[^?]*", "$1postgres");
            user = superuser.getMetaData().getUserName();
        }
        Connection connection = DriverManager.getConnection(url, user,
                Files.readString(folder.resolve("secrets").resolve("database-admin")).strip());
        connection.setAutoCommit(false);
        try (Statement statement = connection.createStatement()) {
            statement
                    .execute("create table request (id uuid primary key, state text not null, decided_at timestamptz)");
            statement.execute(
                    "create table vote (id uuid primary key, request_id uuid not null references request, statement bytea)");
            connection.commit();
        }
        return connection;
    }

    /** One more ordinary request. */
    public UUID submit() throws IOException {
        return agent.submit(new SubmitRequest("tickets.create", Map.of("customer", "cus_9fK", "priority", "normal",
                "subject", "Broken lamp", "description", "The customer received a broken lamp."),
                UUID.randomUUID().toString(), null)).request();
    }

    /** Where the backend answers. */
    public URI uri() {
        return backend.uri();
    }

    /** A one-time code with which a desktop signs in as the approver. */
    public String deviceInvitation() throws IOException {
        return approver.deviceInvitation();
    }

    /** One more request, with the payload that it had if its tool took such arguments. */
    public UUID insert(JsonObject arguments) throws SQLException {
        UUID id = UUID.randomUUID();
        try (Connection superuser = backend.superuserConnection(); Statement statement = superuser.createStatement()) {
            statement.execute("set session_replication_role = replica");
            JsonObject.Builder payload = JsonObject.builder();
            payload(superuser).members().forEach((name, value) -> payload.put(name, switch (name) {
                case "request" -> new JsonString(id.toString());
                case "arguments" -> arguments;
                default -> value;
            }));
            byte[] bytes = payload.build().canonicalBytes();
            try (PreparedStatement insert = superuser.prepareStatement(COPY_LARGE)) {
                insert.setObject(1, id);
                insert.setBytes(2, bytes);
                insert.setBytes(3, HexFormat.of().parseHex(PayloadHash.of(bytes).hex()));
                insert.setObject(4, id);
                insert.setObject(5, first);
                insert.executeUpdate();
            }
        }
        return id;
    }

    private JsonObject payload(Connection superuser) throws SQLException {
        try (PreparedStatement select = superuser.prepareStatement(
                "select payload from hub.approval_request where id = ?")) {
            select.setObject(1, first);
            try (ResultSet row = select.executeQuery()) {
                row.next();
                return (JsonObject) JsonValue.parse(row.getBytes(1));
            }
        }
    }

    byte[] list() throws IOException {
        return list("?limit=50");
    }

    /** What stands at {@code /v1/requests} and this. */
    byte[] list(String rest) throws IOException {
        return approver.list(rest);
    }

    byte[] listMine() throws IOException {
        return list("?order=risk&mine=true&limit=50");
    }

    byte[] fetch(UUID request) throws IOException {
        return approver.fetch(request, policy);
    }

    SignedStatement signed(byte[] statement) {
        return approver.signed(statement);
    }

    RequestDetail decide(UUID request, SignedStatement signed) throws IOException {
        return approver.decide(request, signed);
    }

    /** A row that {@link #threeStatements} can decide. */
    UUID plainRequest() throws SQLException {
        UUID id = UUID.randomUUID();
        try (PreparedStatement insert = plain
                .prepareStatement("insert into request (id, state) values (?, 'pending')")) {
            insert.setObject(1, id);
            insert.executeUpdate();
        }
        plain.commit();
        return id;
    }

    /** The least that a decision could be: the request's row is locked, the vote is stored, the request moves on, all on disk. */
    UUID threeStatements(UUID request, byte[] statement) throws SQLException {
        try (PreparedStatement lock = plain.prepareStatement("select state from request where id = ? for update");
                PreparedStatement insert = plain.prepareStatement(
                        "insert into vote (id, request_id, statement) values (gen_random_uuid(), ?, ?)");
                PreparedStatement update = plain.prepareStatement(
                        "update request set state = 'approved', decided_at = now() where id = ?")) {
            lock.setObject(1, request);
            lock.executeQuery().close();
            insert.setObject(1, request);
            insert.setBytes(2, statement);
            insert.executeUpdate();
            update.setObject(1, request);
            update.executeUpdate();
        }
        plain.commit();
        return request;
    }

    @Override
    public void close() throws IOException {
        try {
            plain.close();
        } catch (SQLException e) {
            throw new IOException(e);
        } finally {
            hold.close();
            backend.close();
        }
        Folders.delete(folder);
    }
}
