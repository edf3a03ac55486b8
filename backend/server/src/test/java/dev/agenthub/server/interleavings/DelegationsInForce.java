package dev.agenthub.server.interleavings;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Which members have delegated to whom, at a place in the log, by their signed statements. */
final class DelegationsInForce {

    /**
     * A delegation.
     *
     * @param ends exclusive
     */
    record Delegation(UUID member, UUID delegate, String key, Instant starts, Instant ends) {

        /** Whether it is in force at any time between these bounds, both included. */
        boolean touches(Moment moment) {
            return !starts.isAfter(moment.latest()) && moment.earliest().isBefore(ends);
        }
    }

    /** Bounds, from the log, of when something was checked. */
    record Moment(Instant earliest, Instant latest) {}

    private final JsonMapper mapper = new JsonMapper();
    private final Map<String, Delegation> notEnded = new HashMap<>();

    /**
     * Applies an event, if it is about delegations.
     *
     * @return the fault; null where there is none
     */
    @Nullable
    String apply(String type, JsonNode data) {
        return switch (type) {
            case "delegation.created" -> created(data);
            case "delegation.ended" ->
                notEnded.remove(data.get("delegation").asString()) == null ? "the end of no delegation" : null;
            default -> null;
        };
    }

    private @Nullable String created(JsonNode data) {
        JsonNode said = mapper.readTree(data.get("statement").asString());
        var delegation = new Delegation(WhoMayAct.id(said, "member"), WhoMayAct.id(said, "delegate"),
                said.get("key").asString(), Instant.parse(said.get("startsAt").asString()),
                Instant.parse(said.get("endsAt").asString()));
        boolean second = notEnded.values().stream().anyMatch(other -> other.member().equals(delegation.member())
                && other.starts().isBefore(delegation.ends()) && delegation.starts().isBefore(other.ends()));
        notEnded.put(said.get("delegation").asString(), delegation);
        return second
                ? "a member lets two decide at a time"
                : delegation.member().equals(delegation.delegate()) ? "a member lets themselves decide" : null;
    }

    /** The delegations by which this member decides. */
    List<Delegation> of(UUID delegate, Moment moment) {
        return notEnded.values().stream()
                .filter(delegation -> delegation.delegate().equals(delegate) && delegation.touches(moment)).toList();
    }
}
