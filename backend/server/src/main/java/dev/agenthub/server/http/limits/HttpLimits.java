package dev.agenthub.server.http.limits;

import dev.agenthub.evidence.canonical.CanonicalJson;

/**
 * What callers may take. An operator of a large installation raises it.
 *
 * @param bodyMemory bytes of memory for all large bodies under way, at least {@link #LEAST_BODY_MEMORY}
 * @param rates how often they may call
 * @param streams how many streams of events they may hear
 */
public record HttpLimits(long bodyMemory, Rates rates, Streams streams) {

    /** Of one body, in bytes. */
    public static final int LARGEST_BODY = CanonicalJson.DEFAULT_LIMIT;
    /** Of one body of a caller who shows no credential, in bytes. */
    public static final int LARGEST_ANONYMOUS_BODY = 16 * 1024;
    /** One body as large as any may be. */
    public static final long LEAST_BODY_MEMORY = BodyMemory.of(LARGEST_BODY);

    /**
     * How many calls there may be in a minute, after as many at once.
     *
     * @param signIns from one source address, of both calls of which a sign-in is made
     * @param enrolments from one source address
     * @param submissions of one agent
     * @param submissionsOfSource from one source address
     */
    public record Rates(int signIns, int enrolments, int submissions, int submissionsOfSource) {
        public static final Rates USUAL = new Rates(300, 120, 3_000, 12_000);

        public Rates {
            requirePositive(signIns, enrolments, submissions, submissionsOfSource);
        }
    }

    /**
     * How many streams of events may be open at once.
     *
     * @param all of this process
     * @param ofCaller of one member or agent
     */
    public record Streams(int all, int ofCaller) {
        public static final Streams USUAL = new Streams(1_000, 16);

        public Streams {
            requirePositive(all, ofCaller);
        }
    }

    public HttpLimits {
        if (bodyMemory < LEAST_BODY_MEMORY) {
            throw new IllegalArgumentException(
                    "The memory for bodies is at least " + (LEAST_BODY_MEMORY >> 20) + " MiB");
        }
    }

    private static void requirePositive(int... limits) {
        for (int limit : limits) {
            if (limit < 1) {
                throw new IllegalArgumentException("A limit is at least 1");
            }
        }
    }

    /** A quarter of the memory that this process may take is for bodies. */
    public static HttpLimits usual() {
        return new HttpLimits(Math.max(LEAST_BODY_MEMORY, Runtime.getRuntime().maxMemory() / 4), Rates.USUAL,
                Streams.USUAL);
    }
}
