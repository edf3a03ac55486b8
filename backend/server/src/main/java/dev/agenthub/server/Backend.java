package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.db.Database;
import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.StartupException;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.CredentialVault;
import dev.agenthub.server.connectors.Outbound;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.http.HttpServer;
import dev.agenthub.server.sandbox.SampleAgent;
import dev.agenthub.server.sandbox.SampleOrganization;
import dev.agenthub.server.sandbox.SandboxService;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running backend with everything it stands on, put together here and taken apart in reverse. */
public final class Backend implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final String VAULT_KEY = "vault.key";
    private static final List<String> GROUPS = List.of("approvers", "finance");

    private final Opened opened;
    private final EmbeddedDatabase database;
    private final Capabilities capabilities;
    private final UUID organization;
    private final @Nullable SampleOrganization sample;
    private final AtomicReference<@Nullable String> ownerInvitation;
    private final URI uri;

    private Backend(Opened opened, BackendConfig config) {
        this.opened = opened;
        Clock clock = Clock.systemUTC();
        DataFolder folder = opened.add(DataFolder.open(config.folder()));
        this.database = opened.add(EmbeddedDatabase.start(folder.root()));
        Database tables = database.database();
        SandboxService sandbox = config.sample()
                ? opened.add(SandboxService.start(folder, () -> SampleOrganization.sandboxMayMove(tables), clock))
                : null;
        Connectors connectors = new Connectors(
                new CredentialVault(folder.secret(VAULT_KEY, CredentialVault.KEY_LENGTH)),
                new Outbound(Outbound.Limits.USUAL,
                        sandbox == null ? OptionalInt.empty() : OptionalInt.of(sandbox.port())));
        this.capabilities = opened.add(new Capabilities(tables, folder, connectors, clock));
        this.sample = sandbox == null
                ? null
                : SampleOrganization.prepare(folder, tables, capabilities.audit(), connectors, sandbox, "sample");
        this.organization = sample == null ? OwnOrganization.prepare(tables, capabilities.audit()) : sample.org();
        this.ownerInvitation = new AtomicReference<>(
                capabilities.invitations().forFirstOwner(organization, GROUPS).map(Invitation::code).orElse(null));
        this.uri = capabilities.serve(config.port(), _ -> ownerEnrolled());
        if (ownerInvitation.get() == null) {
            submitSampleActions();
        }
    }

    /**
     * Starts a backend with a database of its own in a data folder.
     *
     * @throws StartupException with a stable code, such as PORT_BUSY or DATA_FOLDER_IN_USE; nothing is left running then
     */
    public static Backend startEmbedded(BackendConfig config) {
        if (config.port() != 0) {
            HttpServer.requireFree(config.port());
        }
        Opened opened = new Opened();
        try {
            return new Backend(opened, config);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** The stable code of what {@link #startEmbedded} threw, for a desktop that does not know the database's types. */
    public static String startFailureCode(RuntimeException failure) {
        return failure instanceof StartupException startup ? startup.code() : "START_FAILED";
    }

    /** Where the HTTP API is. */
    public URI uri() {
        return uri;
    }

    /** The organization of this folder. */
    public UUID organization() {
        return organization;
    }

    /** The sample organization, null where this is not its folder. */
    public @Nullable SampleOrganization sample() {
        return sample;
    }

    /** The one-time code with which the organization's first owner enrols; null once that happened. */
    public @Nullable String ownerInvitation() {
        return ownerInvitation.get();
    }

    /**
     * A connection past every protection, with which the tour alters the sample organization's data to show that this is noticed.
     *
     * @throws IllegalStateException where this is not the sample organization's folder
     */
    public Connection superuserConnection() throws SQLException {
        if (sample == null) {
            throw new IllegalStateException("Only the sample organization's data may be tampered with");
        }
        return database.superuserConnection();
    }

    /** Lets no run begin until it is closed, so that the tour can tamper between an approval and its run. */
    public Executions.Hold holdRuns() {
        return capabilities.holdRuns();
    }

    private void ownerEnrolled() {
        // Nobody but the first owner can enrol while this code is open.
        if (ownerInvitation.getAndSet(null) != null) {
            submitSampleActions();
        }
    }

    /** Lets the sample agent ask for its actions, which are the same requests however often it asks. */
    private void submitSampleActions() {
        SampleOrganization there = sample;
        if (there == null) {
            return;
        }
        Thread.ofVirtual().name("sample-agent").start(() -> {
            try {
                new SampleAgent(uri, there.agentKey()).submit();
            } catch (IOException e) {
                LOG.warn("The sample agent could not submit its actions; it tries again at the next start", e);
            }
        });
    }

    @Override
    public void close() {
        opened.close();
    }
}
