package dev.agenthub.server.http.limits;

import dev.agenthub.evidence.canonical.CanonicalJson;

/**
 * What callers may take. An operator of a large installation raises it.
 *
 * @param bodyMemory bytes of memory for all large bodies under way, at least {@link #LEAST_BODY_MEMORY}
 */
public record HttpLimits(long bodyMemory) {

    /** Of one body, in bytes. */
    public static final int LARGEST_BODY = CanonicalJson.DEFAULT_LIMIT;
    /** Of one body of a caller who shows no credential, in bytes. */
    public static final int LARGEST_ANONYMOUS_BODY = 16 * 1024;
    /** One body as large as any may be. */
    public static final long LEAST_BODY_MEMORY = BodyMemory.of(LARGEST_BODY);

    public HttpLimits {
        if (bodyMemory < LEAST_BODY_MEMORY) {
            throw new IllegalArgumentException(
                    "The memory for bodies is at least " + (LEAST_BODY_MEMORY >> 20) + " MiB");
        }
    }

    /** A quarter of the memory that this process may take is for bodies. */
    public static HttpLimits usual() {
        return new HttpLimits(Math.max(LEAST_BODY_MEMORY, Runtime.getRuntime().maxMemory() / 4));
    }
}
