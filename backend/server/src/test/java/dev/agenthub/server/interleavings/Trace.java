package dev.agenthub.server.interleavings;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What an accepted call leaves in the log exactly once: an event's type, and what distinguishes it from others of the type. */
record Trace(String type, String about) {

    /** Of a request that was taken in, whether or not its policy denied it at once. */
    static final String REQUEST = "request";
    static final String DECISION = "decision";

    private static final Set<String> BY_KEY = Set.of("member.key_revoked", "member.key_enrolled", "agent.key_issued",
            "agent.key_revoked");

    static Trace of(String type, Object about) {
        return new Trace(type, about.toString());
    }

    /** Of an event that only somebody's own call can have made; null for others. */
    static @Nullable Trace left(JsonNode event) {
        String type = event.get("type").asString();
        JsonNode data = event.get("data");
        if (BY_KEY.contains(type)) {
            // What an approved change made was made by nobody's call, or by one that leaves the change's own trace.
            return data.has("request") ? null : of(type, data.get("key").asString());
        }
        return switch (type) {
            case "approval.cancelled" -> event.get("actor").get("kind").asString().equals("system")
                    ? null
                    : of(type, data.get("request").asString());
            case "delegation.created" -> of(type, data.get("delegation").asString());
            case "approval.requested" -> of(REQUEST, data.get("request").asString());
            case "run.refused" ->
                data.get("code").asString().equals("POLICY_DENIED")
                        ? of(REQUEST, data.get("request").asString())
                        : null;
            case "approval.decided", "override.used" -> of(DECISION, data.get("statement").asString());
            default -> null;
        };
    }
}
