package dev.agenthub.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.canonical.JsonArray;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditEventTest {

    private static AuditEvent event(int dataDepth) {
        JsonValue value = JsonNull.NULL;
        for (int level = 1; level < dataDepth; level++) {
            value = JsonArray.of(value);
        }
        UUID id = UUID.fromString("0192f0c4-7d3a-7000-8000-00000000000a");
        return new AuditEvent(new Actor("a", ActorKind.SYSTEM, "A"), JsonObject.builder().put("a", value).build(), id,
                new byte[Nonce.LENGTH], id, new Subject("b", "thing"), Instant.EPOCH, "thing.done", null);
    }

    @Test
    void writesNoEventWhoseLineInAnExportWouldBeTooDeepToRead() {
        byte[] deepest = event(AuditEvent.MAX_DATA_DEPTH).canonicalBytes();

        assertThat(AuditEvent.parse(deepest).canonicalBytes()).isEqualTo(deepest);
        String line = "{\"event\":" + new String(deepest, StandardCharsets.UTF_8) + "}";
        assertThat(JsonValue.parse(line.getBytes(StandardCharsets.UTF_8)).depth()).isEqualTo(128);
        assertThatThrownBy(() -> event(AuditEvent.MAX_DATA_DEPTH + 1).canonicalBytes())
                .hasFieldOrPropertyWithValue("code", Codes.JSON_TOO_DEEP);
    }
}
