package dev.agenthub.api;

/**
 * What a publication did.
 *
 * @param version the version in force now
 * @param cancelled how many open requests were cancelled, since the version asks more of them than was asked when they were made
 */
public record PublishedPolicy(PolicyVersion version, int cancelled) {

    public PublishedPolicy {
        version = Check.present("version", version);
    }
}
