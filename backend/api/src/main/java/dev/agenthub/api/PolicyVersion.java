package dev.agenthub.api;

import java.util.UUID;

/** The policy that decided what a request needs; {@code digest} is the SHA-256 of its canonical document. */
public record PolicyVersion(UUID id, int version, String digest) {

    public PolicyVersion {
        id = Check.present("id", id);
        digest = Check.hash("digest", digest);
    }
}
