package dev.agenthub.api;

import java.util.UUID;

/**
 * The policy that decided what a request needs; {@code digest} is the SHA-256 of its canonical document.
 *
 * @param id the policy's id
 * @param version its number, counted from 1
 * @param digest SHA-256 of its canonical document, 64 hex digits
 */
public record PolicyVersion(UUID id, int version, String digest) {

    public PolicyVersion {
        id = Check.present("id", id);
        digest = Check.hash("digest", digest);
    }
}
