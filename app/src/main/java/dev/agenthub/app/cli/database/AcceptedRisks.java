package dev.agenthub.app.cli.database;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that accept risks of a database, each by its name. */
public final class AcceptedRisks {
    private static final String VERSION = "--accept-server-version";
    private static final String UNVERIFIED = "--accept-unverified-database";
    private static final String UNVERIFIED_NAME = "unverified-database";

    @Option(names = VERSION, paramLabel = "VERSION", description = "Accept the known faults of row-level security in this version, such as 15.18.")
    private List<String> versions = new ArrayList<>();

    @Option(names = UNVERIFIED, description = "Accept a database on another machine whose certificate nobody verifies. Otherwise that takes TLS and sslmode=verify-full; ?sslrootcert=FILE in the address names a CA of your own.")
    private boolean unverified;

    /** The names of accepted risks: PostgreSQL versions, and {@code unverified-database}. */
    public Set<String> names() {
        Set<String> names = new HashSet<>(versions);
        // Not accepted by the option of another risk.
        names.remove(UNVERIFIED_NAME);
        if (unverified) {
            names.add(UNVERIFIED_NAME);
        }
        return names;
    }

    /** The same choice as command-line options. */
    List<String> options() {
        List<String> words = new ArrayList<>();
        versions.forEach(version -> words.addAll(List.of(VERSION, version)));
        if (unverified) {
            words.add(UNVERIFIED);
        }
        return words;
    }
}
