package dev.agenthub.server;

import dev.agenthub.api.Invitation;
import dev.agenthub.db.ExternalDatabase;
import dev.agenthub.db.connection.Database;
import dev.agenthub.db.failure.StartupException;
import dev.agenthub.db.organization.OrgContext;
import dev.agenthub.server.audit.AuditLog;
import dev.agenthub.server.events.EventStream;
import dev.agenthub.server.folder.DataFolder;
import dev.agenthub.server.identity.Invitations;
import dev.agenthub.server.organizations.OrganizationCreator;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The operator's commands for the organizations of a served database: add and list. They work while backends serve.
 *
 * <p>Failures are {@link StartupException}s; {@link Backend#startFailureCode} returns their codes.
 */
public final class OrganizationOperations {
    private final DataFolder folder;
    private final Database database;
    private final AuditLog audit;
    private final Invitations invitations;

    private OrganizationOperations(DataFolder folder, Database database) {
        this.folder = folder;
        this.database = database;
        this.audit = new AuditLog(new EventStream(), Clock.systemUTC());
        this.invitations = new Invitations(database.transactions(), audit, Clock.systemUTC());
    }

    /** An organization's id and name. */
    public record Listed(UUID org, String name) {}

    /**
     * An organization, and the link with which its first owner enrols.
     *
     * @param file holds the link too, readable by the operating system user only
     */
    public record Added(UUID org, String ownerLink, Path file) {}

    /**
     * Creates an organization of that name. Where one of that name exists and has no
     * members yet, that one is returned and its earlier links become invalid.
     *
     * @param folder the data folder that the backends share
     * @param accepted names of accepted risks: PostgreSQL versions with known faults, for example 15.18, and unverified-database
     */
    public static Added add(String url, Path folder, Set<String> accepted, String name) {
        if (name.isBlank() || name.strip().length() > 200) {
            throw new StartupException("ORGANIZATION_NAME_INVALID", "A name has 1 to 200 characters.");
        }
        return with(url, folder, accepted, operations -> operations.add(name.strip()));
    }

    /** All organizations, the oldest first. */
    public static List<Listed> list(String url, Path folder, Set<String> accepted) {
        return with(url, folder, accepted, OrganizationOperations::list);
    }

    private static <T> T with(String url, Path root, Set<String> accepted, Function<OrganizationOperations, T> work) {
        try (DataFolder folder = DataFolder.share(root);
                ExternalDatabase database = ExternalDatabase.open(url, folder.secrets(), accepted)) {
            return work.apply(new OrganizationOperations(folder, database.database()));
        }
    }

    private List<Listed> list() {
        return database.organizations().all().stream().map(org -> new Listed(org, database.transactions()
                .call(OrgContext.system(org), handle -> OrganizationCreator.name(handle, org)))).toList();
    }

    private Added add(String name) {
        ServedAddress address = ServedAddress.of(folder);
        return folder.alone(OwnerLinks.LOCK, () -> {
            UUID org = list().stream().filter(one -> one.name().equals(name)).map(Listed::org).findFirst()
                    .orElseGet(() -> new OrganizationCreator(database, audit).create(name));
            Invitation invitation = invitations.forFirstOwner(org, OrganizationCreator.GROUPS)
                    .orElseThrow(() -> new StartupException("ORGANIZATION_EXISTS",
                            "There is an organization of that name, which has an owner."));
            OwnerLinks.Kept link = new OwnerLinks(folder, Clock.systemUTC()).keep(org, address, invitation);
            return new Added(org, link.text(), link.file());
        });
    }
}
