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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(strings = {"\"kind\":\"system\"->\"kind\":\"robot\"", "\"name\":\"A\"->\"name\":1",
            "\"id\":\"0192f0c4-7d3a-7->\"id\":\"0192f0c4-7d3a-4", "\"id\":\"0192f0c4->\"id\":\"0192F0C4",
            "-8000-00000000000a\",\"nonce->-c000-00000000000a\",\"nonce", "AAAAAA\",\"org->AAAAAB\",\"org",
            "\"nonce\":\"AA->\"nonce\":\"A", "\"nonce\":\"A->\"nonce\":\"+", "thing.done->thing.Done",
            "thing.done->thing.done2", "thing.done->thing..done", "thing.done->",
            "\"workspace\":null->\"workspace\":\"\"",
            "\"v\":\"agenthub/audit/v1\"->\"v\":\"agenthub/audit/v2\"",
            "1970-01-01T00:00:00.000000Z->1970-01-01T00:00:00Z",
            "\"subject\":{->\"subject\":{\"a\":1,", "{\"actor\"->{\"act\":1,\"actor\"", ",\"workspace\":null->"})
    void refusesAnyOtherShape(String change) {
        String[] fromTo = change.split("->", 2);
        String event = new String(event(1).canonicalBytes(), StandardCharsets.UTF_8);
        assertThat(event).contains(fromTo[0]);
        byte[] changed = event.replace(fromTo[0], fromTo[1]).getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> AuditEvent.parse(changed)).hasFieldOrPropertyWithValue("code", Codes.ENTRY_MALFORMED);
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
