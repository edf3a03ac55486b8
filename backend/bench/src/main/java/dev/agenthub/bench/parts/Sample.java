package dev.agenthub.bench.parts;

import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.chain.Actor;
import dev.agenthub.evidence.chain.ActorKind;
import dev.agenthub.evidence.chain.AuditEvent;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.chain.Nonce;
import dev.agenthub.evidence.chain.Subject;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** An event of ordinary shape and length. */
public final class Sample {

    private static final UUID ID = UUID.fromString("018f5a1e-7f9f-7d99-88e9-57ed99d5d900");

    private Sample() {}

    /** Its canonical bytes. */
    public static byte[] event() {
        JsonObject data = JsonObject.builder().put("connector", ID.toString()).put("result", "HTTP_201")
                .put("scopes", JsonArray.ofStrings(List.of("tickets:read", "tickets:write"))).put("size", 1482).build();
        return new AuditEvent(new Actor("agenthub", ActorKind.SYSTEM, "AgentHub"), data, ID, new byte[Nonce.LENGTH], ID,
                new Subject(ID.toString(), "connector"), Instant.parse("2026-01-01T06:00:00Z"),
                EventType.CONNECTOR_CALLED, null).canonicalBytes();
    }
}
