package dev.agenthub.evidence.policy;

import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Actions to ask policies about. */
final class PolicyInputs {

    static final UUID WORKSPACE = UUID.fromString("018f0000-0000-7000-8000-000000000001");
    static final UUID AGENT = UUID.fromString("018f0000-0000-7000-8000-000000000002");
    static final UUID CONNECTOR = UUID.fromString("018f0000-0000-7000-8000-000000000003");

    private PolicyInputs() {}

    /** A refund with these arguments. */
    static PolicyInput refund(String arguments) {
        return of("refunds.create", "high", arguments);
    }

    static PolicyInput of(String tool, String risk, String arguments) {
        String action = "{\"arguments\":" + arguments
                + ",\"call\":{\"http\":{\"url\":\"https://api.example.com/refunds\"}}}";
        return new PolicyInput(WORKSPACE, AGENT, tool, CONNECTOR, risk,
                (JsonObject) JsonValue.parse(action.getBytes(StandardCharsets.UTF_8)));
    }
}
