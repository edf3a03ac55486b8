package dev.agenthub.evidence.chain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agenthub.evidence.EvidenceException;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.Trials;
import dev.agenthub.evidence.canonical.CanonicalJson;
import dev.agenthub.evidence.canonical.JsonNull;
import dev.agenthub.evidence.canonical.JsonNumber;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonString;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.canonical.Timestamps;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventScanTest {

    private static final byte[] SPICE = "\"\\{}[]:,09afAFgQ_-.TZnul u".getBytes(StandardCharsets.UTF_8);

    private final EventScan scan = new EventScan();

    @Test
    void readsOfEveryEventWhatTheParserReads() {
        for (byte[] stored : events()) {
            assertThat(proves(stored)).isTrue();
            assertThat(scan.event()).isEqualTo(AuditEvent.parse(stored));
        }
    }

    @Test
    void neverProvesWhatTheParserRejects() {
        List<byte[]> events = events();
        Trials.of(15_000, random -> {
            byte[] stored = events.get(random.nextInt(events.size())).clone();
            for (int i = 1 + random.nextInt(2); i > 0; i--) {
                int at = random.nextInt(stored.length);
                stored[at] = random.nextBoolean()
                        ? (byte) random.nextInt(256)
                        : SPICE[random.nextInt(SPICE.length)];
            }
            assertAgrees(cut(stored, random));
        });
    }

    @Test
    void knowsItsOrganizationAndItsType() {
        assertThat(proves(SampleLog.opened().events().getFirst())).isTrue();
        assertThat(scan.isOf(ascii(ExportFixtures.ORG.toString()))).isTrue();
        assertThat(scan.isOf(ascii(new UUID(0, 1).toString()))).isFalse();
        assertThat(scan.isOfType(ascii(EventType.LOG_OPENED))).isTrue();
        assertThat(scan.isOfType(ascii("log.opene"))).isFalse();
        assertThat(scan.isOfType(ascii(EventType.LOG_RESTORED))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0000-01-01T00:00:00.000000Z", "9999-12-31T23:59:59.999999Z", "2024-02-29T12:00:00.000001Z",
            "1969-12-31T23:59:59.999999Z", "2026-02-29T00:00:00.000000Z", "2026-01-01T24:00:00.000000Z",
            "2026-01-01T00:60:00.000000Z", "2026-01-01T00:00:60.000000Z", "2026-13-01T00:00:00.000000Z",
            "2026-01-01t00:00:00.000000Z", "2026-01-01T00:00:00.00000aZ", "2026-01-01T00:00:00.000000z",
            "2026-01-01T-1:00:00.000000Z", "+026-01-01T00:00:00.000000Z"})
    void readsTimesAsTheParserDoes(String time) {
        assertAgrees(withTime(time));
        // Again after a day that is known, and on the same day.
        assertThat(proves(withTime("2026-01-01T00:00:00.000000Z"))).isTrue();
        assertAgrees(withTime(time));
        assertAgrees(withTime(time));
    }

    @Test
    void readsTheDateAnewAfterOneThatIsNone() {
        assertThat(proves(withTime("2026-02-28T00:00:00.000000Z"))).isTrue();
        assertThat(proves(withTime("2026-02-30T00:00:00.000000Z"))).isFalse();
        assertThat(proves(withTime("2026-02-30T00:00:00.000000Z"))).isFalse();
        assertThat(proves(withTime("2026-02-28T00:00:00.000001Z"))).isTrue();
        assertThat(scan.timeMicros()).isEqualTo(Timestamps.micros(Instant.parse("2026-02-28T00:00:00.000001Z")));
    }

    @Test
    void readsTheFirstDayAgainAfterAnother() {
        assertAgrees(withTime("2026-02-28T00:00:00.000000Z"));
        assertAgrees(withTime("1970-01-01T00:00:00.000001Z"));
    }

    @Test
    void readsNoncesAsTheParserDoes() {
        String event = new String(event(null), StandardCharsets.UTF_8);
        for (char c = ' '; c < 0x7F; c++) {
            assertAgrees(ascii(event.replace("AAAA\",\"org\"", "AAA" + c + "\",\"org\"")));
            assertAgrees(ascii(event.replace("\"nonce\":\"A", "\"nonce\":\"" + c)));
        }
    }

    @Test
    void readsIdsAndTypesAsTheParserDoes() {
        String event = new String(event(null), StandardCharsets.UTF_8);
        for (char c = ' '; c < 0x7F; c++) {
            assertAgrees(ascii(event.replace("-7000-", "-" + c + "000-")));
            assertAgrees(ascii(event.replace("-8000-", "-" + c + "000-")));
            for (String type : List.of("" + c, "a" + c, c + "a", "a" + c + "b", "a." + c + ".b")) {
                assertAgrees(ascii(event.replace("\"type\":\"t\"", "\"type\":\"" + type + "\"")));
            }
        }
        for (String type : List.of("", ".", "a.", ".a", "a..b", "_", "a.b.c_d", "\u00e9", "\ud83d\ude00")) {
            assertAgrees(event.replace("\"type\":\"t\"", "\"type\":\"" + type + "\"")
                    .getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void provesNoEventWithAMemberMoreOrLess() {
        JsonObject event = (JsonObject) JsonValue.parse(event(null));
        for (String name : event.members().keySet()) {
            assertAgrees(without(event, name).build().canonicalBytes());
            if (event.get(name) instanceof JsonObject object) {
                for (String inner : object.members().keySet()) {
                    assertAgrees(without(event, name).put(name, without(object, inner).build()).build()
                            .canonicalBytes());
                }
                for (String more : List.of("a", "l", "o", "z")) {
                    assertAgrees(without(event, name).put(name, without(object, "").put(more, 1).build()).build()
                            .canonicalBytes());
                }
            }
            for (JsonValue other : List.of(JsonNull.NULL, JsonNumber.of(1), new JsonString(""), event)) {
                assertAgrees(without(event, name).put(name, other).build().canonicalBytes());
            }
        }
        for (String more : List.of("a", "e", "m", "p", "z")) {
            assertAgrees(without(event, "").put(more, 1).build().canonicalBytes());
        }
    }

    private static JsonObject.Builder without(JsonObject object, String name) {
        JsonObject.Builder rest = JsonObject.builder();
        object.members().forEach((other, value) -> {
            if (!other.equals(name)) {
                rest.put(other, value);
            }
        });
        return rest;
    }

    @Test
    void provesNoEventThatIsCutWhateverStandsBehindIt() {
        for (byte[] stored : List.of(event(null), event(new UUID(3, 4)))) {
            for (int length = 0; length < stored.length; length++) {
                assertThat(scan.proves(stored, 0, length)).as("%d bytes", length).isFalse();
                assertThat(proves(Arrays.copyOf(stored, length))).as("%d bytes", length).isFalse();
            }
        }
    }

    @Test
    void provesNoEventOfAnActorWithoutItsKind() {
        String event = new String(event(null), StandardCharsets.UTF_8);
        String without = event.replace(",\"kind\":\"system\",\"name\":\"AgentHub\"", "");
        assertThat(without).isNotEqualTo(event);
        assertThat(proves(ascii(without))).isFalse();
    }

    @Test
    void leavesWhatIsLongerThanTheLimitToTheParser() {
        int room = CanonicalJson.DEFAULT_LIMIT - event(null).length - "\"text\":\"\"".length();
        String frame = " ".repeat(9);
        for (int more = 0; more < 2; more++) {
            String data = "\"data\":{\"text\":\"" + "x".repeat(room + more) + "\"}";
            byte[] event = ascii(
                    frame + new String(event(null), StandardCharsets.UTF_8).replace("\"data\":{}", data));
            assertThat(scan.proves(event, frame.length(), event.length)).isEqualTo(more == 0);
        }
    }

    private static List<byte[]> events() {
        SampleLog log = SampleLog.ordinary();
        for (ActorKind kind : ActorKind.values()) {
            log.append(new Actor("\u20ac\n\"", kind, "\u00e9\\"), "any._type", JsonObject.builder()
                    .put("text", "\ud83d\ude00\t").put("more", JsonObject.builder().put("n", -5).build()).build());
        }
        log.append(new Actor("\n", ActorKind.MEMBER, "\\n"), "type", JsonObject.builder().build());
        List<byte[]> events = log.events();
        events.add(event(new UUID(3, 4)));
        events.add(event(null));
        return events;
    }

    private static byte[] event(@Nullable UUID workspace) {
        return new AuditEvent(SampleLog.SYSTEM, JsonObject.builder().build(), new UUID(0x7000, Long.MIN_VALUE),
                new byte[Nonce.LENGTH],
                ExportFixtures.ORG, new Subject("s", "k"), SampleLog.START, "t", workspace).canonicalBytes();
    }

    private static byte[] withTime(String time) {
        String event = new String(event(null), StandardCharsets.UTF_8);
        return ascii(event.replace(Timestamps.format(SampleLog.START), time));
    }

    private static byte[] cut(byte[] stored, Random random) {
        return random.nextInt(10) == 0 ? Arrays.copyOf(stored, random.nextInt(stored.length)) : stored;
    }

    private boolean proves(byte[] stored) {
        return scan.proves(stored, 0, stored.length);
    }

    private void assertAgrees(byte[] stored) {
        try {
            AuditEvent event = AuditEvent.parse(stored);
            assertThat(proves(stored)).isTrue();
            assertThat(scan.event()).isEqualTo(event);
            assertThat(scan.timeMicros()).isEqualTo(Timestamps.micros(event.time()));
        } catch (EvidenceException e) {
            assertThat(proves(stored)).isFalse();
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
