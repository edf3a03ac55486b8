package dev.agenthub.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.hash.Hash;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainTest {

    private static final String ORIGIN = "agenthub.example/org/018f0000-0000-7000-8000-00000000000a/1";

    @Test
    void hashesTheTaggedBytesThatTheFormatNames() {
        Hash genesis = Hash.sha256(("agenthub/audit/v1/genesis\n" + ORIGIN).getBytes(StandardCharsets.UTF_8));
        Hash event = Hash.sha256("agenthub/audit/v1/event\n{}".getBytes(StandardCharsets.UTF_8));
        assertThat(Chain.genesis(Origin.parse(ORIGIN))).isEqualTo(genesis);
        assertThat(Chain.event("{}".getBytes(StandardCharsets.UTF_8))).isEqualTo(event);
        assertThat(Chain.link(258, genesis, event))
                .isEqualTo(Hash.sha256("agenthub/audit/v1/link\n".getBytes(StandardCharsets.UTF_8),
                        new byte[]{0, 0, 0, 0, 0, 0, 1, 2}, genesis.bytes(), event.bytes()));
    }

    @Test
    void hashesTheSameInLongRuns() {
        LinkHasher hasher = new LinkHasher();
        Hash previous = Chain.genesis(ORIGIN);
        byte[] padded = "xx{}x".getBytes(StandardCharsets.UTF_8);
        for (long seq : new long[]{0, 1, Long.MAX_VALUE}) {
            hasher.event(padded, 2, 4);
            Hash event = Chain.event("{}".getBytes(StandardCharsets.UTF_8));
            assertThat(hasher.eventHash()).isEqualTo(event);
            assertThat(Hash.of(hasher.link(seq, previous.bytes()))).isEqualTo(Chain.link(seq, previous, event));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a/org/018f0000-0000-7000-8000-00000000000a",
            "/org/018f0000-0000-7000-8000-00000000000a/1",
            "a/org/018F0000-0000-7000-8000-00000000000A/1", "a/org/018f0000-0000-7000-8000-00000000000a/0",
            "a/org/018f0000-0000-7000-8000-00000000000a/01", "a/org/018f0000-0000-7000-8000-00000000000a/-1",
            "a/org/018f0000-0000-7000-8000-00000000000a/1/", "a/org/1-2-3-4-5/1",
            "a b/org/018f0000-0000-7000-8000-00000000000a/1", "a+b/org/018f0000-0000-7000-8000-00000000000a/1",
            "a\u007f/org/018f0000-0000-7000-8000-00000000000a/1",
            "a/org/018f0000-0000-7000-8000-00000000000a/99999999999"})
    void takesNoOtherOrigin(String text) {
        assertThatThrownBy(() -> Origin.parse(text)).isInstanceOf(EvidenceException.class)
                .hasFieldOrPropertyWithValue("code", Codes.ORIGIN_MALFORMED);
    }

    @Test
    void readsTheEventsItWrites() {
        for (byte[] event : SampleLog.ordinary().events()) {
            assertThat(AuditEvent.parse(event).canonicalBytes()).isEqualTo(event);
        }
    }

    @Test
    void readsNoEventWithMembersMissingAddedOrMisspelt() {
        String event = new String(SampleLog.opened().events().getFirst(), StandardCharsets.UTF_8);
        for (String[] change : new String[][]{{"\"workspace\":null", "\"workspace\":1"}, {",\"workspace\":null", ""},
                {"\"v\":\"agenthub/audit/v1\"", "\"v\":\"agenthub/audit/v2\""},
                {"\"kind\":\"system\"", "\"kind\":\"god\""},
                {"\"time\":\"2026-01-01T00:00:00.000000Z\"", "\"time\":\"2026-01-01T00:00:00Z\""},
                {"\"id\":\"018f", "\"id\":\"018F"}, {"\"type\":", "\"seq\":1,\"type\":"},
                {"\"data\":{", "\"data\":[{"}}) {
            String changed = event.replace(change[0], change[1]);
            assertThat(changed).isNotEqualTo(event);
            assertThatThrownBy(() -> AuditEvent.parse(changed.getBytes(StandardCharsets.UTF_8)))
                    .hasFieldOrPropertyWithValue("code", Codes.ENTRY_MALFORMED);
        }
        assertThatThrownBy(() -> AuditEvent.parse((" " + event).getBytes(StandardCharsets.UTF_8)))
                .hasFieldOrPropertyWithValue("code", Codes.ENTRY_NOT_CANONICAL);
    }
}
