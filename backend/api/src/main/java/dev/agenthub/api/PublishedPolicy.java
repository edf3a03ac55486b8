package dev.agenthub.api;

/**
 * The result of a publication.
 *
 * @param version the version in force now
 * @param cancelled how many open requests were cancelled, because the new version requires more than they were submitted with
 */
public record PublishedPolicy(PolicyVersion version, int cancelled) {

    public PublishedPolicy {
        version = Check.present("version", version);
    }
}
