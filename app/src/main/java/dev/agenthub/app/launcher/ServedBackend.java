package dev.agenthub.app.launcher;

import dev.agenthub.app.cli.database.OrganizationOperator;
import dev.agenthub.app.cli.online.ServedCertificates;
import dev.agenthub.app.platform.CodedException;
import dev.agenthub.server.Backend;
import dev.agenthub.server.OrganizationOperations;
import dev.agenthub.server.ServeConfig;
import dev.agenthub.server.http.limits.HttpLimits;
import dev.agenthub.server.identity.Lifetimes;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The backend that {@code serve} runs for many desktops. The command calls the server's code only here. */
public final class ServedBackend implements AutoCloseable {
    private static final String UNFORESEEN = "START_FAILED";

    private final Backend backend;

    /** The options from the command line. */
    record Wish(Path folder, String database, Set<String> accepted, String bind, int port, List<URI> addresses,
            boolean renewCertificate,
            @Nullable Path certificates, @Nullable Path key, @Nullable String organization, LifetimeOptions lifetimes,
            Map<String, Integer> limits) {

        ServeConfig config() {
            return new ServeConfig(folder, database, accepted, bind, port, addresses,
                    certificates == null || key == null ? null : new ServeConfig.Tls(certificates, key),
                    renewCertificate,
                    organization == null ? ServeConfig.DEFAULT_NAME : organization, null,
                    HttpLimits.defaultsExcept(limits),
                    set());
        }

        private Lifetimes set() {
            Lifetimes defaults = Lifetimes.DEFAULTS;
            return new Lifetimes(Objects.requireNonNullElse(lifetimes.sessionIdle, defaults.sessionIdle()),
                    Objects.requireNonNullElse(lifetimes.session, defaults.session()),
                    Objects.requireNonNullElse(lifetimes.invitation, defaults.invitation()),
                    Objects.requireNonNullElse(lifetimes.deviceCode, defaults.deviceCode()));
        }
    }

    private ServedBackend(Backend backend) {
        this.backend = backend;
    }

    /** Starts the backend. A failure is a {@code CodedException} and leaves nothing running. */
    static ServedBackend start(Wish wish) {
        ServeConfig config;
        try {
            config = wish.config();
        } catch (IllegalArgumentException e) {
            throw new CodedException("USAGE", e.getMessage() + ".", e);
        }
        try {
            return new ServedBackend(Backend.serve(config));
        } catch (RuntimeException e) {
            String code = Backend.startFailureCode(e);
            if (code.equals(UNFORESEEN)) {
                System.getLogger(ServedBackend.class.getName()).log(System.Logger.Level.ERROR, "Start failed", e);
                throw new CodedException(code, "The backend could not start; the log in "
                        + wish.folder().resolve("logs") + " says why.", e);
            }
            throw new CodedException(code, String.valueOf(e.getMessage()), e);
        }
    }

    /** The operations of the commands for organizations. */
    static OrganizationOperator organizationOperator() {
        return new Operator();
    }

    /** The certificate served last from a data folder. */
    static ServedCertificates.Served servedCertificate(Path folder) {
        try {
            Backend.Served served = Backend.served(folder);
            return new ServedCertificates.Served(served.address(), served.certificate());
        } catch (RuntimeException e) {
            throw new CodedException(Backend.startFailureCode(e), String.valueOf(e.getMessage()), e);
        }
    }

    URI uri() {
        return backend.uri();
    }

    /** SHA-256 of the certificate, 64 hex digits. */
    String fingerprint() {
        return backend.fingerprint();
    }

    /** Hosts of the addresses given to clients that the certificate does not cover. */
    Set<String> hostsWithoutCertificate() {
        return backend.hostsWithoutCertificate();
    }

    /** What is not verified about the database server, where this risk was accepted; empty otherwise. */
    Optional<String> databaseWarning() {
        return backend.databaseWarning();
    }

    /** The invitation link of a new organization's first owner; null once it was used. */
    @Nullable
    String ownerInvitation() {
        return backend.ownerInvitation();
    }

    /** The file with the owner's invitation link, readable by its owner only; null without a link at the start. */
    @Nullable
    Path ownerLinkFile() {
        return backend.ownerLinkFile();
    }

    /** When the owner's invitation link expires; null without a link at the start. */
    @Nullable
    Instant ownerLinkExpiresAt() {
        return backend.ownerLinkExpiresAt();
    }

    @Override
    public void close() {
        backend.close();
    }

    /** Calls the server's code with the command's arguments, and translates its failures. */
    private static final class Operator implements OrganizationOperator {

        @Override
        public Added add(Target target, String name) {
            return OperatorCall.of(Backend::startFailureCode, () -> {
                OrganizationOperations.Added added = OrganizationOperations.add(target.url(), target.folder(),
                        target.accepted(), name);
                return new Added(added.org(), added.ownerLink(), added.file());
            });
        }

        @Override
        public List<Listed> list(Target target) {
            return OperatorCall.of(Backend::startFailureCode,
                    () -> OrganizationOperations.list(target.url(), target.folder(), target.accepted()).stream()
                            .map(one -> new Listed(one.org(), one.name())).toList());
        }
    }
}
