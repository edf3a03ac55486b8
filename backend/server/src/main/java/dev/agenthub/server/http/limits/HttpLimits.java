package dev.agenthub.server.http.limits;

import dev.agenthub.evidence.canonical.CanonicalJson;
import java.util.List;
import java.util.Map;

/**
 * Limits of the callers; operators of large installations raise them.
 *
 * @param bodyMemory memory for all large bodies in progress, in bytes; at least {@link #LEAST_BODY_MEMORY}
 * @param rates calls per minute
 * @param streams open event streams
 * @param connections open connections
 */
public record HttpLimits(long bodyMemory, Rates rates, Streams streams, Connections connections) {

    /** The names of the limits in the operator's configuration. */
    public static final List<String> NAMES = List.of("body-memory", "sign-ins", "enrolments", "submissions",
            "submissions-of-source", "streams", "streams-of-caller", "connections", "connections-of-source",
            "head-seconds");
    /** The largest body, in bytes. */
    public static final int LARGEST_BODY = CanonicalJson.DEFAULT_LIMIT;
    /** The largest body of a caller without a credential, in bytes. */
    public static final int LARGEST_ANONYMOUS_BODY = 16 * 1024;
    /** The memory for one largest body, in bytes. */
    public static final long LEAST_BODY_MEMORY = BodyMemory.of(LARGEST_BODY);

    /**
     * Calls per minute; as many may come at once.
     *
     * @param signIns for a source address; a sign-in is two calls
     * @param enrolments for a source address
     * @param submissions for an agent
     * @param submissionsOfSource for a source address
     */
    public record Rates(int signIns, int enrolments, int submissions, int submissionsOfSource) {
        public static final Rates DEFAULTS = new Rates(300, 120, 3_000, 12_000);

        public Rates {
            requirePositive(signIns, enrolments, submissions, submissionsOfSource);
        }
    }

    /**
     * The most open event streams.
     *
     * @param all of this process
     * @param ofCaller of one member or agent
     */
    public record Streams(int all, int ofCaller) {
        public static final Streams DEFAULTS = new Streams(1_000, 16);

        public Streams {
            requirePositive(all, ofCaller);
        }
    }

    /**
     * The most open connections; further ones are closed at once.
     *
     * @param all of this process
     * @param ofSource of one source address
     * @param headSeconds from a connection's opening, or the end of the previous request,
     *        to the last byte of a request's head; longer than a connection may be idle
     */
    public record Connections(int all, int ofSource, int headSeconds) {
        public static final Connections DEFAULTS = new Connections(2_000, 500, 40);

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

    /** The defaults; a quarter of the JVM's maximum heap is for bodies. */
    public static HttpLimits defaults() {
        return new HttpLimits(Math.max(LEAST_BODY_MEMORY, Runtime.getRuntime().maxMemory() / 4), Rates.DEFAULTS,
                Streams.DEFAULTS, Connections.DEFAULTS);
    }

    /**
     * The defaults with changes.
     *
     * @param named by {@link #NAMES}; memory in MiB
     * @throws IllegalArgumentException for an unknown name or an invalid limit
     */
    public static HttpLimits defaultsExcept(Map<String, Integer> named) {
        if (!NAMES.containsAll(named.keySet())) {
            throw new IllegalArgumentException("The limits are " + String.join(", ", NAMES));
        }
        HttpLimits defaults = defaults();
        Integer mebibytes = named.get("body-memory");
        return new HttpLimits(mebibytes == null ? defaults.bodyMemory : (long) mebibytes << 20,
                new Rates(named.getOrDefault("sign-ins", defaults.rates.signIns),
                        named.getOrDefault("enrolments", defaults.rates.enrolments),
                        named.getOrDefault("submissions", defaults.rates.submissions),
                        named.getOrDefault("submissions-of-source", defaults.rates.submissionsOfSource)),
                new Streams(named.getOrDefault("streams", defaults.streams.all),
                        named.getOrDefault("streams-of-caller", defaults.streams.ofCaller)),
                new Connections(named.getOrDefault("connections", defaults.connections.all),
                        named.getOrDefault("connections-of-source", defaults.connections.ofSource),
                        named.getOrDefault("head-seconds", defaults.connections.headSeconds)));
    }
}
