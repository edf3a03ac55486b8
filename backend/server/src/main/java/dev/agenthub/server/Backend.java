package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.db.EmbeddedDatabase;
import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.server.audit.checkpoints.CheckpointPlan;
import dev.agenthub.server.cluster.BackendInstance;
import dev.agenthub.server.connectors.Connectors;
import dev.agenthub.server.connectors.calls.Outbound;
import dev.agenthub.server.connectors.vault.CredentialVault;
import dev.agenthub.server.connectors.vault.VaultKeys;
import dev.agenthub.server.execution.Executions;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.http.HttpServer;
import dev.agenthub.server.identity.Lifetimes;
import dev.agenthub.server.organizations.OrganizationCreator;
import dev.agenthub.server.sandbox.SampleOrganization;
import dev.agenthub.server.sandbox.SandboxService;
import dev.agenthub.server.tls.ServerCertificate;
import dev.agenthub.server.tls.ServerHosts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running backend: database, capabilities, scheduled work and HTTP server, started in this order and closed in reverse. */
public final class Backend implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
    private static final Duration SWEEP = Duration.ofMinutes(1);

    private final ResourceStack opened;
    private final @Nullable EmbeddedDatabase database;
    private final Capabilities capabilities;
    private final UUID organization;
    private final @Nullable SampleOrganization sample;
    private final AtomicReference<@Nullable String> ownerInvitation;
    private final URI uri;
    private final String fingerprint;
    private final Set<String> unnamed;
    private final Optional<String> databaseWarning;
    private final OwnerLinks.@Nullable Kept ownerLink;

    private Backend(ResourceStack opened, BackendConfig config) {
        this.opened = opened;
        Clock clock = Clock.systemUTC();
        DataFolder folder = opened.add(DataFolder.open(config.folder()));
        this.fingerprint = "";
        this.ownerLink = null;
        this.unnamed = Set.of();
        this.databaseWarning = Optional.empty();
        EmbeddedDatabase embedded = opened.add(EmbeddedDatabase.start(folder.root()));
        this.database = embedded;
        Database tables = embedded.database();
        SandboxService sandbox = config.sample()
                ? opened.add(SandboxService.start(folder, () -> SampleOrganization.sandboxMayMove(tables), clock))
                : null;
        Connectors connectors = new Connectors(
                new CredentialVault(VaultKeys.of(folder)),
                new Outbound(Outbound.Limits.DEFAULTS,
                        sandbox == null ? OptionalInt.empty() : OptionalInt.of(sandbox.port())));
        this.capabilities = opened.add(new Capabilities(tables, folder, connectors, BackendInstance.single(),
                config.timestamps(), config.checkpoints(), Lifetimes.DEFAULTS, clock));
        this.sample = sandbox == null
                ? null
                : SampleOrganization.prepare(folder, tables, capabilities.audit(), connectors, sandbox, "sample");
        this.organization = sample == null
                ? new OrganizationCreator(tables, capabilities.audit()).firstOr(ServeConfig.DEFAULT_NAME)
                : sample.org();
        this.ownerInvitation = new AtomicReference<>(
                capabilities.invitations().forFirstOwner(organization, OrganizationCreator.GROUPS).map(Invitation::code)
                        .orElse(null));
        Runnable govern = sample == null
                ? () -> {}
                : () -> SampleOrganization.govern(organization, tables, capabilities.audit(), clock);
        // A process may have crashed between an enrolment and this step.
        govern.run();
        this.uri = capabilities.serve(HttpServer.Binding.loopback(config.port()), _ -> {
            ownerEnrolled();
            govern.run();
        }, invitation -> invitation);
        if (ownerInvitation.get() == null) {
            submitSampleActions();
        }
    }

    private Backend(ResourceStack opened, ServeConfig config, Outbound outbound) {
        this.opened = opened;
        this.database = null;
        this.sample = null;
        DataFolder folder = opened.add(DataFolder.share(config.folder()));
        ServerCertificate certificate = folder.alone("certificate", () -> certificate(config, folder));
        this.fingerprint = certificate.fingerprint();
        this.unnamed = ServerHosts.missing(config.hosts(), certificate.names());
        ExternalDatabase external = opened
                .add(ExternalDatabase.open(config.database(), folder.secrets(), config.accepted()));
        this.databaseWarning = external.warning();
        databaseWarning.ifPresent(LOG::warn);
        Database tables = external.database();
        Connectors connectors = new Connectors(
                new CredentialVault(VaultKeys.of(folder)), outbound);
        this.capabilities = opened
                .add(new Capabilities(tables, folder, connectors, BackendInstance.shared(), config.timestamps(),
                        CheckpointPlan.DEFAULT, config.lifetimes(), Clock.systemUTC()));
        // One process at a time, or two backends that start on an empty database would each create an organization.
        this.organization = folder.alone(OwnerLinks.LOCK,
                () -> new OrganizationCreator(tables, capabilities.audit()).firstOr(config.organization()));
        this.ownerInvitation = new AtomicReference<>();
        OwnerLinks links = new OwnerLinks(folder, Clock.systemUTC());
        AtomicReference<@Nullable ServedAddress> reached = new AtomicReference<>();
        this.uri = capabilities.serve(
                new HttpServer.Binding(config.bind(), config.port(), certificate, config.hosts(), config.limits()),
                // Under the start's lock: without it, a concurrent start could keep the link that was used just now.
                org -> folder.alone(OwnerLinks.LOCK, () -> {
                    links.used(org);
                    return org.equals(organization) ? ownerInvitation.getAndSet(null) : null;
                }),
                invitation -> Objects.requireNonNull(reached.get(), "not yet serving").linkTo(invitation));
        URI address = config.address();
        ServedAddress served = new ServedAddress(address == null ? uri : address, certificate.fingerprint());
        reached.set(served);
        served.keepIn(folder, certificate);
        links.removeExpired();
        opened.add(PeriodicTask.every(SWEEP, "owner-links", links::removeExpired));
        this.ownerLink = folder.alone(OwnerLinks.LOCK, () -> {
            Optional<OwnerLinks.Kept> link = links.valid(organization, capabilities.invitations(), served);
            ownerInvitation.set(link.map(OwnerLinks.Kept::text).orElse(null));
            return link;
        }).orElse(null);
    }

    private static ServerCertificate certificate(ServeConfig config, DataFolder folder) {
        ServeConfig.Tls tls = config.tls();
        return tls == null
                ? ServerCertificate.selfMade(folder.secrets(), config.hosts(), config.renewCertificate())
                : ServerCertificate.of(tls.certificates(), tls.key());
    }

    /**
     * Starts a backend for many desktops; several processes may serve one database.
     *
     * @throws StartupException with a stable code; everything that was started is closed again
     */
    public static Backend serve(ServeConfig config) {
        return serve(config, new Outbound(Outbound.Limits.DEFAULTS, OptionalInt.empty()));
    }

    /** As {@link #serve(ServeConfig)}, with another outbound HTTP client: tests have providers on loopback. */
    static Backend serve(ServeConfig config, Outbound outbound) {
        ResourceStack opened = new ResourceStack();
        try {
            return new Backend(opened, config, outbound);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /**
     * Starts a backend with an embedded database in a data folder.
     *
     * @throws StartupException with a stable code, for example PORT_BUSY or DATA_FOLDER_IN_USE; everything that was started is closed again
     */
    public static Backend startEmbedded(BackendConfig config) {
        if (config.port() != 0) {
            HttpServer.requireFree(config.port());
        }
        ResourceStack opened = new ResourceStack();
        try {
            return new Backend(opened, config);
        } catch (RuntimeException | Error e) {
            opened.close();
            throw e;
        }
    }

    /** Returns the stable code of what {@link #startEmbedded} threw, for callers that do not depend on the database module. */
    public static String startFailureCode(RuntimeException failure) {
        return failure instanceof StartupException startup ? startup.code() : "START_FAILED";
    }

    /**
     * Address and certificate of the last backend that served from a data folder.
     *
     * @param certificate as PEM
     */
    public record Served(URI address, String certificate) {}

    /**
     * Reads the address and certificate of the last backend that served from this folder.
     *
     * @throws StartupException NEVER_SERVED where no backend has served from it, DATA_FOLDER_UNUSABLE
     */
    public static Served served(Path folder) {
        return new Served(ServedAddress.of(folder).address(), ServedAddress.certificate(folder));
    }

    /** The base address of the HTTP API. */
    public URI uri() {
        return uri;
    }

    /** SHA-256 of the server's certificate in hex; empty on loopback, where there is no certificate. */
    public String fingerprint() {
        return fingerprint;
    }

    /** The configured host names that the server's certificate does not name. */
    public Set<String> hostsWithoutCertificate() {
        return unnamed;
    }

    /** What is not verified about the database server's identity, where the operator accepted that; otherwise empty. It is also logged. */
    public Optional<String> databaseWarning() {
        return databaseWarning;
    }

    /** The id of the first organization of this database. */
    public UUID organization() {
        return organization;
    }

    /** The sample organization; null where this folder does not hold one. */
    public @Nullable SampleOrganization sample() {
        return sample;
    }

    /** The one-time code, or the link with it, with which the organization's first owner enrols; null once the owner has enrolled. */
    public @Nullable String ownerInvitation() {
        return ownerInvitation.get();
    }

    /**
     * The file with the first owner's enrolment link, readable by the operating system
     * user only; null where there was no link at the start.
     */
    public @Nullable Path ownerLinkFile() {
        return ownerLink == null ? null : ownerLink.file();
    }

    /** When that link expires; null where there was no link at the start. */
    public @Nullable Instant ownerLinkExpiresAt() {
        return ownerLink == null ? null : ownerLink.expiresAt();
    }

    /**
     * Opens a database superuser's connection, with which the tour alters the sample organization's data to show that this is detected.
     *
     * @throws IllegalStateException where this folder does not hold the sample organization
     */
    public Connection superuserConnection() throws SQLException {
        if (sample == null || database == null) {
            throw new IllegalStateException("Only the sample organization's data may be tampered with");
        }
        return database.superuserConnection();
    }

    /**
     * Installs an agent in the sample organization whose tool needs an authorization detail (RFC 9396), for the tour.
     *
     * @throws IllegalStateException where this folder does not hold the sample organization
     */
    public void installLimitedRefunds() {
        if (sample == null || database == null) {
            throw new IllegalStateException("Only the sample organization has such an agent");
        }
        SampleOrganization.installLimitedRefunds(organization, database.database(), capabilities.audit());
    }

    /** Holds back all runs until the result is closed, so that the tour can tamper between an approval and its run. */
    public Executions.Hold holdRuns() {
        return capabilities.holdRuns();
    }

    private void ownerEnrolled() {
        // While this code is unused, the first owner has not enrolled and nobody else can.
        if (ownerInvitation.getAndSet(null) != null) {
            submitSampleActions();
        }
    }

    /** Submits the sample agent's actions; the idempotency keys are fixed, so that a repetition creates no further requests. */
    private void submitSampleActions() {
        SampleOrganization there = sample;
        if (there == null) {
            return;
        }
        Thread.ofVirtual().name("sample-agent").start(() -> {
            try {
                there.agent(uri).submit();
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
