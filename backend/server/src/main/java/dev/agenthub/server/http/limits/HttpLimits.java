package dev.agenthub.server.http.limits;

import dev.agenthub.evidence.canonical.CanonicalJson;
import java.util.List;
import java.util.Map;

/**
 * What callers may take. An operator of a large installation raises it.
 *
 * @param bodyMemory bytes of memory for all large bodies under way, at least {@link #LEAST_BODY_MEMORY}
 * @param rates how often they may call
 * @param streams how many streams of events they may hear
 * @param connections how many connections they may have
 */
public record HttpLimits(long bodyMemory, Rates rates, Streams streams, Connections connections) {

    /** What an operator calls each of them. */
    public static final List<String> NAMES = List.of("body-memory", "sign-ins", "enrolments", "submissions",
            "submissions-of-source", "streams", "streams-of-caller", "connections", "connections-of-source",
            "head-seconds");
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

    /**
     * How many connections may be open at once; whoever has one more is hung up on.
     *
     * @param all of this process
     * @param ofSource from one source address
     * @param headSeconds from its opening, or the end of the request before, to the last
     *        byte of a request's head: longer than a connection may be idle
     */
    public record Connections(int all, int ofSource, int headSeconds) {
        public static final Connections USUAL = new Connections(2_000, 500, 40);

        public Connections {
            requirePositive(all, ofSource, headSeconds);
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
                Streams.USUAL, Connections.USUAL);
    }

    /**
     * The usual ones but for those that are named.
     *
     * @param named with {@link #NAMES}; memory in MiB
     * @throws IllegalArgumentException where a name or a limit is none
     */
    public static HttpLimits usualBut(Map<String, Integer> named) {
        if (!NAMES.containsAll(named.keySet())) {
            throw new IllegalArgumentException("The limits are " + String.join(", ", NAMES));
        }
        HttpLimits usual = usual();
        Integer mebibytes = named.get("body-memory");
        return new HttpLimits(mebibytes == null ? usual.bodyMemory : (long) mebibytes << 20,
                new Rates(named.getOrDefault("sign-ins", usual.rates.signIns),
                        named.getOrDefault("enrolments", usual.rates.enrolments),
                        named.getOrDefault("submissions", usual.rates.submissions),
                        named.getOrDefault("submissions-of-source", usual.rates.submissionsOfSource)),
                new Streams(named.getOrDefault("streams", usual.streams.all),
                        named.getOrDefault("streams-of-caller", usual.streams.ofCaller)),
                new Connections(named.getOrDefault("connections", usual.connections.all),
                        named.getOrDefault("connections-of-source", usual.connections.ofSource),
                        named.getOrDefault("head-seconds", usual.connections.headSeconds)));
    }
}
