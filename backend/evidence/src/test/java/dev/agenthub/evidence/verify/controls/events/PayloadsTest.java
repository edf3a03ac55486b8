package dev.agenthub.evidence.verify.controls.events;

import static dev.agenthub.evidence.SampleLog.data;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.agenthub.evidence.Codes;
import dev.agenthub.evidence.ExportFixtures;
import dev.agenthub.evidence.SampleLog;
import dev.agenthub.evidence.SampleLog.Request;
import dev.agenthub.evidence.canonical.JsonObject;
import dev.agenthub.evidence.canonical.JsonValue;
import dev.agenthub.evidence.chain.EventType;
import dev.agenthub.evidence.export.ExportWriter;
import dev.agenthub.evidence.hash.Hash;
import dev.agenthub.evidence.hash.PayloadHash;
import dev.agenthub.evidence.verify.report.Finding;
import dev.agenthub.evidence.verify.report.Report;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A payload in the export is that of a request whose event says the same of it. */
class PayloadsTest {

    private static final String OTHER = SampleLog.id("other").toString();

    @TempDir
    private Path folder;

    private final SampleLog log = SampleLog.opened()
            .publish(JsonValue.parse("{\"rules\":[{\"outcome\":\"allow\"}]}".getBytes(StandardCharsets.UTF_8)));
    private final Request refund = log.action("refund", "refund", data().put("amount", "10.00").build());

    @Test
    void acceptsThePayloadsOfRequests() throws IOException {
        Request other = log.action("other", "refund", data().build());
        log.request(refund).request(other).request(new Request("withheld")).run(refund);
        Report report = report(Map.of(other.payloadHash(), other.payload(), refund.payloadHash(), refund.payload()));
        assertThat(report.findings()).isEmpty();
        assertThat(report.payloads()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"agent |", "org |", "request |", "v | agenthub/action/v2",
            "v | agenthub/change/v1",
            "expiresAt | 2026-01-01T01:00:00.000001Z", "policy |"})
    void findsAPayloadThatSaysSomethingElse(String member, String value) throws IOException {
        byte[] payload = with(content(), member, text(value == null ? OTHER : value));
        requestOf(PayloadHash.of(payload));
        assertFound(Map.of(PayloadHash.of(payload), payload));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', value = {"digest | 'aa'", "id | 'x'", "version | 1",
            "version | 1.5", "more | null"})
    void findsAPayloadUnderAnotherPolicy(String member, String quoted) throws IOException {
        JsonObject policy = content().object("policy");
        byte[] payload = with(content(), "policy", JsonValue.parse(
                with(policy, member, JsonValue.parse(quoted.replace('\'', '"').getBytes(StandardCharsets.UTF_8)))));
        requestOf(PayloadHash.of(payload));
        assertFound(Map.of(PayloadHash.of(payload), payload));
    }

    @Test
    void findsAPayloadThatIsNoObject() throws IOException {
        byte[] payload = "[]".getBytes(StandardCharsets.UTF_8);
        requestOf(PayloadHash.of(payload));
        assertFound(Map.of(PayloadHash.of(payload), payload));
    }

    @Test
    void findsAPayloadOfTwoRequests() throws IOException {
        log.request(refund);
        JsonObject.Builder again = data();
        log.asked(refund, null).build().members()
                .forEach((name, value) -> again.put(name, name.equals("request") ? text(OTHER) : value));
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, again.build());
        assertFound(Map.of(refund.payloadHash(), refund.payload()));
    }

    @Test
    void findsAPayloadOfNoRequest() throws IOException {
        log.request(new Request("another"));
        Report report = report(Map.of(refund.payloadHash(), refund.payload()));
        assertThat(report.findings()).containsExactly(new Finding(Codes.PAYLOAD_MISMATCH, null,
                "The payload " + refund.payloadHash() + " belongs to no request of this export."));
        assertThat(report.payloads()).isZero();
    }

    @Test
    void findsAPayloadThatDoesNotHashToItsName() throws IOException {
        log.request(refund);
        for (byte[] payload : List.of("{}".getBytes(StandardCharsets.UTF_8), new byte[0],
                new String(refund.payload(), StandardCharsets.UTF_8).replace(",", ", ")
                        .getBytes(StandardCharsets.UTF_8))) {
            assertThat(report(Map.of(refund.payloadHash(), payload)).findings())
                    .containsExactly(new Finding(Codes.PAYLOAD_MISMATCH, null,
                            "The payload " + refund.payloadHash() + " does not hash to its name."));
        }
    }

    @Test
    void findsAPayloadThatHashesToItsNameButIsNotCanonical() throws IOException {
        byte[] payload = new String(refund.payload(), StandardCharsets.UTF_8).replace(",", ", ")
                .getBytes(StandardCharsets.UTF_8);
        requestOf(PayloadHash.of(payload));
        assertThat(report(Map.of(PayloadHash.of(payload), payload)).findings()).extracting(Finding::code)
                .containsExactly(Codes.PAYLOAD_MISMATCH);
    }

    private static JsonValue text(String value) {
        return JsonValue.parse(("\"" + value + "\"").getBytes(StandardCharsets.UTF_8));
    }

    private JsonObject content() {
        return (JsonObject) JsonValue.parse(refund.payload());
    }

    private static byte[] with(JsonObject object, String member, JsonValue value) {
        JsonObject.Builder changed = data().put(member, value);
        object.members().forEach((name, old) -> {
            if (!name.equals(member)) {
                changed.put(name, old);
            }
        });
        return changed.build().canonicalBytes();
    }

    /** The refund, but that its payload has this hash. */
    private void requestOf(Hash payloadHash) {
        JsonObject.Builder asked = data();
        log.asked(refund, null).build().members().forEach(
                (name, value) -> asked.put(name, name.equals("payloadHash") ? text(payloadHash.hex()) : value));
        log.append(SampleLog.BY_AGENT, EventType.APPROVAL_REQUESTED, asked.build());
    }

    private void assertFound(Map<Hash, byte[]> payloads) throws IOException {
        assertThat(report(payloads).findings())
                .extracting(Finding::code, Finding::seq)
                .containsExactly(tuple(Codes.PAYLOAD_MISMATCH, log.events().size() - 1L));
    }

    private Report report(Map<Hash, byte[]> payloads) throws IOException {
        List<byte[]> events = log.events();
        List<Hash> links = ExportFixtures.links(ExportFixtures.ORIGIN, events);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (ExportWriter writer = ExportWriter.open(out, ExportFixtures.ORIGIN, 0, null)) {
            for (int i = 0; i < events.size(); i++) {
                writer.event(events.get(i), links.get(i));
            }
            for (Map.Entry<Hash, byte[]> payload : payloads.entrySet()) {
                writer.payload(payload.getKey(), payload.getValue());
            }
            writer.checkpoint(ExportFixtures.checkpoint(events));
        }
        return ExportFixtures.verify(folder, out.toByteArray());
    }
}
