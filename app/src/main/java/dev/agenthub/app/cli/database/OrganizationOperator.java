package dev.agenthub.app.cli.database;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Operations on the organizations of a served database. Every failure is a {@code CodedException}. */
public interface OrganizationOperator {

    /** Creates an organization, or returns the existing one with this name that nobody has joined yet. */
    Added add(Target target, String name);

    /** All organizations, oldest first. */
    List<Listed> list(Target target);

    /**
     * A served database.
     *
     * @param folder the data folder that its backends share
     * @param accepted names of accepted risks: versions of PostgreSQL with known faults, such as 15.18, and unverified-database
     */
    record Target(String url, Path folder, Set<String> accepted) {
        public Target {
            accepted = Set.copyOf(accepted);
        }
    }

    /**
     * An organization, and the link with which its first owner joins.
     *
     * @param file contains the link too; only its owner can read it
     */
    record Added(UUID org, String ownerLink, Path file) {}

    /** An organization in the database. */
    record Listed(UUID org, String name) {}
}
